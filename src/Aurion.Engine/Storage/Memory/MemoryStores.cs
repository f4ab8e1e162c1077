namespace Aurion.Engine.Storage.Memory;

/// <summary>Every store in the memory of one process: for tests, trials and hosts that need nothing kept.</summary>
/// <remarks>Safe for concurrent use. What is committed is kept by reference, for as long as this object lives; its clock is the one given.</remarks>
public sealed class MemoryStores
{
    private readonly MemoryData _data;

    /// <summary>Initializes a new instance of the <see cref="MemoryStores"/> class without any data.</summary>
    /// <param name="time">The store's clock: leases and due times count by it.</param>
    public MemoryStores(TimeProvider time)
        : this(new MemoryData(time ?? throw new ArgumentNullException(nameof(time))))
    {
    }

    private MemoryStores(MemoryData data)
    {
        _data = data;
        Runs = new MemoryRunStore(data);
        Queue = new MemoryRunQueue(data);
        Reader = new MemoryRunReader(data);
        Approvals = new MemoryApprovalStore(data);
        Events = new MemoryEventStore(data);
        Messages = new MemoryMessageStore(data);
        Documents = new MemoryDocumentStore(data);
        Decisions = new MemoryDecisionStore(data);
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

    /// <summary>Gets the configuration documents.</summary>
    public IDocumentStore Documents { get; }

    /// <summary>Gets the decisions of AI automation.</summary>
    public IDecisionStore Decisions { get; }

    /// <summary>Opens the same data once more, as another process would open a database.</summary>
    /// <returns>Stores of their own on the same data.</returns>
    public MemoryStores Reopen() => new(_data);
}
