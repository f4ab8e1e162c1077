using Aurion.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.PostgreSql;

/// <summary>Every store in one schema of a PostgreSQL database: any number of nodes, one writer in each that commits in groups.</summary>
/// <remarks>
/// <para>Safe for concurrent use, also by other processes. What a call answered is as durable as the server makes a commit: keep its defaults.</para>
/// <para>Leases and due times count by the server's clock.</para>
/// <para>A call that loses its connection is sent again, with the same ids, for as long as the options say; reads are made on connections of their own.</para>
/// </remarks>
public sealed class PostgreSqlStores : IAsyncDisposable, IDisposable
{
    private readonly PostgreSqlDatabase _database;

    /// <summary>Initializes a new instance of the <see cref="PostgreSqlStores"/> class: makes the schema where there is none, and brings it up to date.</summary>
    /// <param name="options">How to use the database.</param>
    /// <param name="logger">Told of records that can't be read; null tells nobody.</param>
    /// <exception cref="ArgumentException">An option is outside its limits, or the connection string can't be read.</exception>
    /// <exception cref="AurionEngineException">The database can't be opened or brought up to date.</exception>
    public PostgreSqlStores(PostgreSqlOptions options, ILogger<PostgreSqlStores>? logger = null)
        : this(options, null, logger)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="PostgreSqlStores"/> class with a clock of its own; null takes the server's.</summary>
    internal PostgreSqlStores(PostgreSqlOptions options, TimeProvider? clock, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _database = new PostgreSqlDatabase(options, clock, logger);
        Runs = new PostgreSqlRunStore(_database);
        Queue = new PostgreSqlRunQueue(_database);
        Reader = new PostgreSqlRunReader(_database);
        Approvals = new PostgreSqlApprovalStore(_database);
        Events = new PostgreSqlEventStore(_database);
        var messages = new PostgreSqlMessageStore(_database);
        (Messages, TransactionOutbox) = (messages, messages);
        Documents = new PostgreSqlDocumentStore(_database);
        Decisions = new PostgreSqlDecisionStore(_database);
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

    /// <summary>Writes what has queued and closes the connections. Calls afterwards throw <see cref="ObjectDisposedException"/>.</summary>
    /// <returns>A task that ends when they are closed.</returns>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Writes what has queued and closes the connections, as <see cref="DisposeAsync"/> does.</summary>
    public void Dispose() => _database.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
