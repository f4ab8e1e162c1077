using Aurion.Engine.Sqlite;
using Aurion.Engine.Sqlite.Tests;
using Aurion.Engine.Tests.Execution.Driving.Harness;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>Where the stores of a test stand: files of their own.</summary>
internal sealed class StoreGround
{
    /// <summary>Of the calls that a process may die at, every so many is tried.</summary>
    public const int CrashStep = 7;

    /// <summary>The least number of such calls that a story then has.</summary>
    public const int LeastCrashes = 11;

    private readonly List<DatabaseFile> _files = [];

    public Func<StoreSet> Place(TimeProvider time)
    {
        var file = new DatabaseFile();
        _files.Add(file);
        return () =>
        {
            var stores = new SqliteStores(file.Options, time);
            return new StoreSet(stores.Runs, stores.Queue, stores.Reader, stores.Approvals, stores.Events, stores.Messages, stores.Documents) { Owner = stores, Decisions = stores.Decisions };
        };
    }

    public ValueTask CloseAsync()
    {
        _files.ForEach(static file => file.Dispose());
        return ValueTask.CompletedTask;
    }
}
