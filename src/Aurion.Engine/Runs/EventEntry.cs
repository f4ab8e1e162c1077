using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>An event as a decision notes it: whole, or, for what happens at nearly every node outside of containers, as the numbers that it can be written from.</summary>
internal readonly struct EventEntry
{
    private const int PortShift = 2;
    private readonly int _code;

    /// <summary>Initializes a new instance of the <see cref="EventEntry"/> struct that holds an event as it is.</summary>
    public EventEntry(RunEvent happened) => Data = happened;

    private EventEntry(EventKind kind, int node, int visit, int port, JsonText? data)
    {
        _code = ((port + 1) << PortShift) | (int)kind;
        Node = node;
        Visit = visit;
        Data = data;
    }

    public EventKind Kind => (EventKind)(_code & ((1 << PortShift) - 1));

    public int Node { get; }

    public int Visit { get; }

    /// <summary>Gets the port that was left by; −1 by none.</summary>
    public int Port => (_code >> PortShift) - 1;

    /// <summary>Gets the event, or what the step was given or has produced.</summary>
    public object? Data { get; }

    public static EventEntry Entered(int node, int visit, JsonText? input) => new(EventKind.Entered, node, visit, -1, input);

    public static EventEntry Left(int node, int visit, int port, JsonText? output) => new(EventKind.Left, node, visit, port, output);

    /// <summary>Tells whether a node was entered with nothing to record but that.</summary>
    public bool IsBareEntry(int node, int visit) => Kind is EventKind.Entered && Data is null && Node == node && Visit == visit;

    /// <summary>The same visit entered and left in one go: two events.</summary>
    public EventEntry ThenLeft(int port, JsonText? output) => new(EventKind.Passed, Node, Visit, port, output);
}
