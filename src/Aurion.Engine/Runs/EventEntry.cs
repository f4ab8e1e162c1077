using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>An event as a decision notes it: whole, or, for what happens at nearly every node outside of containers, as the numbers that it can be written from.</summary>
/// <remarks>The numbers share one word: 2 bits for the kind, 20 each for node and port, 22 for the visit.</remarks>
internal readonly struct EventEntry
{
    private const int KindBits = 2;
    private const int PortBits = 20;
    private const int NodeBits = 20;
    private const int VisitBits = 22;
    private readonly ulong _numbers;

    /// <summary>Initializes a new instance of the <see cref="EventEntry"/> struct that holds an event as it is.</summary>
    public EventEntry(RunEvent happened) => Data = happened;

    private EventEntry(EventKind kind, int node, int visit, int port, JsonText? data)
    {
        _numbers = (uint)kind | ((ulong)(port + 1) << KindBits) | ((ulong)node << (KindBits + PortBits)) | ((ulong)visit << (KindBits + PortBits + NodeBits));
        Data = data;
    }

    public EventKind Kind => (EventKind)(_numbers & ((1 << KindBits) - 1));

    public int Node => (int)(_numbers >> (KindBits + PortBits)) & ((1 << NodeBits) - 1);

    public int Visit => (int)(_numbers >> (KindBits + PortBits + NodeBits));

    /// <summary>Gets the port that was left by; −1 by none.</summary>
    public int Port => ((int)(_numbers >> KindBits) & ((1 << PortBits) - 1)) - 1;

    /// <summary>Gets the event, or what the step was given or has produced.</summary>
    public object? Data { get; }

    /// <summary>Tells whether there is room for such numbers.</summary>
    public static bool Fits(int node, int visit, int port) =>
        node is >= 0 and < 1 << NodeBits && visit is >= 0 and < 1 << VisitBits && port is >= -1 and < (1 << PortBits) - 1;

    public static EventEntry Entered(int node, int visit, JsonText? input) => new(EventKind.Entered, node, visit, -1, input);

    public static EventEntry Left(int node, int visit, int port, JsonText? output) => new(EventKind.Left, node, visit, port, output);

    /// <summary>Tells whether a node was entered with nothing to record but that.</summary>
    public bool IsBareEntry(int node, int visit) => Kind is EventKind.Entered && Data is null && Node == node && Visit == visit;

    /// <summary>The same visit entered and left in one go: two events.</summary>
    public EventEntry ThenLeft(int port, JsonText? output) => new(EventKind.Passed, Node, Visit, port, output);
}
