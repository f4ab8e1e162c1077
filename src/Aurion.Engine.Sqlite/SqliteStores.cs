using Aurion.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Sqlite;

/// <summary>Every store on one SQLite file: write-ahead log, full synchronisation, one writer in the process that commits in groups.</summary>
/// <remarks>
/// <para>Safe for concurrent use, also by several processes on one machine. What a call answered is on the disk.</para>
/// <para>Leases and due times count by the clock that is given: SQLite lives in the process and has none of its own, so processes that share a file share the machine's clock.</para>
/// <para>Reads are made on connections of their own and never wait for the writer.</para>
/// </remarks>
public sealed class SqliteStores : IAsyncDisposable, IDisposable
{
    private readonly SqliteDatabase _database;

    /// <summary>Initializes a new instance of the <see cref="SqliteStores"/> class: makes the file where there is none, and brings its schema up to date.</summary>
    /// <param name="options">How to use the database.</param>
    /// <param name="time">The stores' clock.</param>
    /// <param name="logger">Told of records that can't be read; null tells nobody.</param>
    /// <exception cref="ArgumentException">An option is outside its limits, or the database is no file.</exception>
    /// <exception cref="AurionEngineException">The database can't be opened or brought up to date.</exception>
    public SqliteStores(SqliteOptions options, TimeProvider time, ILogger<SqliteStores>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _database = new SqliteDatabase(options, time, logger);
        Runs = new SqliteRunStore(_database);
        Queue = new SqliteRunQueue(_database);
        Reader = new SqliteRunReader(_database);
        Approvals = new SqliteApprovalStore(_database);
        Events = new SqliteEventStore(_database);
        var messages = new SqliteMessageStore(_database);
        (Messages, TransactionOutbox) = (messages, messages);
        Documents = new SqliteDocumentStore(_database);
        Decisions = new SqliteDecisionStore(_database);
    }

    /// <summary>Gets the runs.</summary>
    public IRunStore Runs { get; }

    /// <summary>Gets the runs that wait for a worker.</summary>
    public IRunQueue Queue { get; }

    /// <summary>Gets the lists of runs and steps.</summary>
    public IRunReader Reader { get; }

    /// <summary>Gets the approval requests.</summary>
    public IApprovalStore Approvals { get; }

    /// <summary>Gets the events and the rules' log.</summary>
    public IEventStore Events { get; }

    /// <summary>Gets the messages.</summary>
    public IMessageStore Messages { get; }

    /// <summary>Gets what stores messages within the host's own transactions, where the host's tables are in the same database.</summary>
    public ITransactionOutbox TransactionOutbox { get; }

    /// <summary>Gets the configuration documents.</summary>
    public IDocumentStore Documents { get; }

    /// <summary>Gets the decisions of AI automation.</summary>
    public IDecisionStore Decisions { get; }

    /// <summary>Gets the number of transactions that this opening has made durable.</summary>
    internal long Flushes => _database.Writer.Flushes;

    /// <summary>Writes what has queued and closes the file. Calls afterwards throw <see cref="ObjectDisposedException"/>.</summary>
    /// <returns>A task that ends when the file is closed.</returns>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Writes what has queued and closes the file, as <see cref="DisposeAsync"/> does.</summary>
    public void Dispose() => _database.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
