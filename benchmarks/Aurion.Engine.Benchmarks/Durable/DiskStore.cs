using Aurion.Engine.Storage;

namespace Aurion.Engine.Benchmarks.Durable;

/// <summary>A database on disk that the engine is measured on, new and empty for each measurement.</summary>
internal abstract class DiskStore : IAsyncDisposable
{
    /// <summary>Gets the name in the closing lines, for example <c>sqlite</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Makes the engine keep everything here.</summary>
    public abstract void Use(AurionEngineBuilder engine);

    /// <summary>Gets the runs, as the engine would without anybody in between.</summary>
    public abstract IRunStore RunsOf(IServiceProvider provider);

    /// <summary>Commits rows of 2 KB one by one, each in a transaction of its own, as durably as the engine's.</summary>
    /// <returns>The best rate of those that the database was asked at, in rows a second.</returns>
    public abstract Task<double> CommitRawRowsAsync(TimeSpan duration);

    /// <summary>Counts what the engine's database has written so far.</summary>
    public abstract Task<DiskCounters> CountAsync();

    public abstract ValueTask DisposeAsync();
}

/// <summary>What a database has written.</summary>
/// <param name="Transactions">Transactions that were committed.</param>
/// <param name="Rows">Rows inserted, updated and deleted; where the database does not count them, rows that it holds.</param>
internal readonly record struct DiskCounters(long Transactions, long Rows)
{
    public static DiskCounters operator -(DiskCounters after, DiskCounters before) => new(after.Transactions - before.Transactions, after.Rows - before.Rows);
}
