using Aurion.Engine.Storage;
using Aurion.Engine.Storage.Memory;

namespace Aurion.Engine.Testing.Stores;

/// <summary>One opening of a store, as one process has it: the contracts that it keeps.</summary>
/// <remarks>A suite says which contracts it needs; one that is not set fails the suite with a sentence.</remarks>
public sealed class StoreHandle
{
    private readonly IRunStore? _runs;
    private readonly IRunQueue? _queue;
    private readonly IRunReader? _reader;
    private readonly IApprovalStore? _approvals;
    private readonly IEventStore? _events;
    private readonly IMessageStore? _messages;
    private readonly IDocumentStore? _documents;
    private readonly IDecisionStore? _decisions;
    private readonly IConversationStore? _conversations;

    /// <summary>Gets the runs.</summary>
    public IRunStore Runs
    {
        get => Need(_runs);
        init => _runs = value;
    }

    /// <summary>Gets the queue of runs.</summary>
    public IRunQueue Queue
    {
        get => Need(_queue);
        init => _queue = value;
    }

    /// <summary>Gets the lists of runs.</summary>
    public IRunReader Reader
    {
        get => Need(_reader);
        init => _reader = value;
    }

    /// <summary>Gets the approval requests.</summary>
    public IApprovalStore Approvals
    {
        get => Need(_approvals);
        init => _approvals = value;
    }

    /// <summary>Gets the events.</summary>
    public IEventStore Events
    {
        get => Need(_events);
        init => _events = value;
    }

    /// <summary>Gets the messages.</summary>
    public IMessageStore Messages
    {
        get => Need(_messages);
        init => _messages = value;
    }

    /// <summary>Gets the configuration documents.</summary>
    public IDocumentStore Documents
    {
        get => Need(_documents);
        init => _documents = value;
    }

    /// <summary>Gets the decisions of AI automation.</summary>
    public IDecisionStore Decisions
    {
        get => Need(_decisions);
        init => _decisions = value;
    }

    /// <summary>Gets the host's conversations.</summary>
    public IConversationStore Conversations
    {
        get => Need(_conversations);
        init => _conversations = value;
    }

    /// <summary>Takes every contract but the host's own from memory stores.</summary>
    /// <param name="stores">The stores.</param>
    /// <returns>The handle.</returns>
    public static StoreHandle Of(MemoryStores stores)
    {
        ArgumentNullException.ThrowIfNull(stores);
        return new StoreHandle
        {
            Runs = stores.Runs,
            Queue = stores.Queue,
            Reader = stores.Reader,
            Approvals = stores.Approvals,
            Events = stores.Events,
            Messages = stores.Messages,
            Documents = stores.Documents,
            Decisions = stores.Decisions,
        };
    }

    private static T Need<T>(T? store)
        where T : class =>
        store ?? throw new StoreContractException($"The suite needs an {typeof(T).Name}: set it on the handle.");
}
