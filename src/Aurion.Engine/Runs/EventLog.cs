using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>What a decision did, small: most events are written out only when somebody reads them. See <see cref="EventEntry"/>.</summary>
/// <remarks>Immutable. It keeps the graph alive, which all runs of a version share.</remarks>
internal readonly struct EventLog : IEquatable<EventLog>
{
    private readonly Array? _entries; // EventEntry[] or RunEvent[]
    private readonly Graph? _graph;
    private readonly string? _run;

    /// <summary>Initializes a new instance of the <see cref="EventLog"/> struct from events that are written out.</summary>
    public EventLog(ImmutableArray<RunEvent> events) => _entries = ImmutableCollectionsMarshal.AsArray(events);

    /// <summary>Initializes a new instance of the <see cref="EventLog"/> struct from entries, which it takes over.</summary>
    public EventLog(EventEntry[] entries, Graph graph, RunId run)
    {
        _entries = entries;
        _graph = graph;
        _run = run.Value;
    }

    public bool IsEmpty => _entries is null or { Length: 0 };

    /// <summary>Gets the number of entries, for <see cref="WholeAt"/>.</summary>
    public int Entries => _entries?.Length ?? 0;

    /// <summary>Gets a value indicating whether the run ended.</summary>
    public bool HasEnd
    {
        get
        {
            for (var entry = 0; entry < Entries; entry++)
            {
                if (WholeAt(entry) is RunEvent.RunEnded)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Gets the event that an entry holds; null where it would have to be written out: a node that was entered or left, and no more.</summary>
    public RunEvent? WholeAt(int entry) => _entries is RunEvent[] events ? events[entry] : ((EventEntry[])_entries!)[entry].Data as RunEvent;

    /// <summary>Writes the events out.</summary>
    public ImmutableArray<RunEvent> ToEvents()
    {
        if (_entries is not EventEntry[] entries)
        {
            return ImmutableCollectionsMarshal.AsImmutableArray(_entries as RunEvent[] ?? []);
        }

        var count = entries.Length;
        foreach (ref readonly var entry in entries.AsSpan())
        {
            count += entry.Kind is EventKind.Passed ? 1 : 0;
        }

        var events = new RunEvent[count];
        var at = 0;
        foreach (ref readonly var entry in entries.AsSpan())
        {
            switch (entry.Kind)
            {
                case EventKind.Whole:
                    events[at++] = (RunEvent)entry.Data!;
                    break;
                case EventKind.Entered:
                    events[at++] = Entered(entry, KeyOf(entry), (JsonText?)entry.Data);
                    break;
                case EventKind.Left:
                    events[at++] = Left(entry, KeyOf(entry));
                    break;
                default:
                    var key = KeyOf(entry);
                    events[at++] = Entered(entry, key, input: null);
                    events[at++] = Left(entry, key);
                    break;
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(events);
    }

    public bool Equals(EventLog other) => ReferenceEquals(_entries, other._entries) && ReferenceEquals(_graph, other._graph) && _run == other._run;

    public override bool Equals(object? obj) => obj is EventLog other && Equals(other);

    public override int GetHashCode() => _entries?.GetHashCode() ?? 0;

    /// <summary>Writes the key of a step outside of containers.</summary>
    public static string KeyOf(Graph graph, string run, int node, int visit) =>
        string.Concat(run, graph.Containers.KeyPart(node), visit.ToString(CultureInfo.InvariantCulture));

    private string KeyOf(in EventEntry entry) => KeyOf(_graph!, _run!, entry.Node, entry.Visit);

    private RunEvent.NodeEntered Entered(in EventEntry entry, string key, JsonText? input)
    {
        var node = _graph!.Nodes[entry.Node];
        return new RunEvent.NodeEntered { Key = key, NodeId = node.Id, NodeType = node.Type, Name = node.Name, Input = input };
    }

    private RunEvent.NodeLeft Left(in EventEntry entry, string key) =>
        new() { Key = key, Port = entry.Port < 0 ? null : _graph!.Ports[entry.Node][entry.Port], Output = (JsonText?)entry.Data };
}
