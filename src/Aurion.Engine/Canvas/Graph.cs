using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>A version compiled for running: nodes and ports are numbers, conditions and templates are parsed.</summary>
/// <remarks>
/// <para>Immutable and safe for concurrent use; compile once per version and share.</para>
/// <para>A node's number is its position in the canvas, and a port's its position among the ports of the node's kind, so
/// that a stored marking fits the graph that any process compiles from the same version.</para>
/// </remarks>
public sealed class Graph
{
    private readonly int[] _firstPort;
    private readonly int[] _firstEdge;
    private readonly int[] _targets;
    private readonly Dictionary<int, JoinTable>? _joins;
    private readonly GraphTables _tables;
    private GraphEdges? _edges;

    private Graph(WorkflowVersion version, TimeZoneInfo zone, GraphTables tables, Dictionary<int, JoinTable>? joins)
    {
        Version = version;
        Zone = zone;
        Nodes = version.Canvas.Nodes;
        Kinds = tables.Kinds;
        Settings = tables.Settings;
        Ports = tables.Ports;
        NodeById = tables.NodeById;
        Triggers = tables.Triggers;
        Containers = tables.Containers;
        WaitsForEvents = Kinds.Contains(NodeKind.WaitEvent);
        ReadsConversation = Nodes.Any(static node => node.Config.ValueKind is JsonValueKind.Object && node.Config.GetRawText().Contains("$conversation", StringComparison.Ordinal));
        _firstPort = tables.FirstPort;
        _firstEdge = tables.FirstEdge;
        _targets = tables.Targets;
        _joins = joins;
        _tables = tables;
    }

    /// <summary>Gets the version that it was compiled from.</summary>
    public WorkflowVersion Version { get; }

    internal TimeZoneInfo Zone { get; }

    internal ImmutableArray<CanvasNode> Nodes { get; }

    internal ImmutableArray<NodeKind> Kinds { get; }

    /// <summary>Gets each node's configuration, of the type that belongs to its kind.</summary>
    internal ImmutableArray<object> Settings { get; }

    /// <summary>Gets the names of each node's ports, the main one first.</summary>
    internal ImmutableArray<ImmutableArray<string>> Ports { get; }

    internal IReadOnlyDictionary<string, int> NodeById { get; }

    /// <summary>Gets a value indicating whether a run may wait for an event.</summary>
    internal bool WaitsForEvents { get; }

    /// <summary>Gets a value indicating whether a condition or template reads the conversation beside the payload.</summary>
    internal bool ReadsConversation { get; }

    /// <summary>Gets the trigger nodes in the order of the canvas.</summary>
    internal ImmutableArray<int> Triggers { get; }

    /// <summary>Gets what lies in what.</summary>
    internal Containers Containers { get; }

    /// <summary>Gets the edges in both directions, made when first asked for; two threads may both make them and get the same.</summary>
    internal GraphEdges AllEdges => _edges ??= new GraphEdges(_tables);

    /// <summary>Compiles a version.</summary>
    /// <param name="version">The version, or a draft dressed as one.</param>
    /// <param name="zone">The zone that dates and times without an offset are read in; null is UTC.</param>
    /// <param name="conditions">What the host declares about its fields; null is <see cref="ConditionOptions.Default"/>.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="InvalidDefinitionException">The canvas has errors that keep it from running. Unknown action types are not among them, nor are conditions that what the host declares does not allow: those cannot be judged when the run comes to them.</exception>
    public static Graph Compile(WorkflowVersion version, TimeZoneInfo? zone = null, ConditionOptions? conditions = null)
    {
        ArgumentNullException.ThrowIfNull(version);
        var findings = new List<CanvasFinding>();
        var tables = GraphTables.Build(version.Canvas, catalog: null, conditions, findings);
        var joins = JoinHomes.Find(version.Canvas, tables, findings);
        var faults = ImmutableArray.CreateBuilder<Fault>();
        foreach (var finding in findings)
        {
            if (finding.Severity is FindingSeverity.Error && !DeclarationFaults.Contains(finding.Code))
            {
                faults.Add(new Fault { Path = finding.Path, Type = finding.Code, Message = finding.Message, Input = finding.Input });
            }
        }

        return faults.Count == 0 ? new Graph(version, zone ?? TimeZoneInfo.Utc, tables, joins) : throw new InvalidDefinitionException(faults.DrainToImmutable());
    }

    /// <summary>Lists the nodes that the edges of a port lead to, in the order of the canvas.</summary>
    internal ReadOnlySpan<int> Targets(int node, int port)
    {
        var (first, end) = Edges(node, port);
        return _targets.AsSpan(first, end - first);
    }

    /// <summary>Lists the edges of a port, in the order of the canvas.</summary>
    internal EdgeRange Edges(int node, int port)
    {
        var at = _firstPort[node] + port;
        return new EdgeRange(_firstEdge[at], _firstEdge[at + 1]);
    }

    /// <summary>Tells the node that an edge leads to.</summary>
    internal int Target(int edge) => _targets[edge];

    /// <summary>Finds the joins as they are for runs that begin on an event; null when there are none.</summary>
    internal JoinTable? JoinsFor(string? eventType) => _joins?[TriggerFor(eventType)];

    /// <summary>Finds the trigger that a run begins at: the one of the event's type, else one of no type, else the first.</summary>
    internal int TriggerFor(string? eventType)
    {
        var untyped = -1;
        foreach (var trigger in Triggers)
        {
            var wanted = ((TriggerSettings)Settings[trigger]).Event;
            if (wanted is not null && wanted == eventType)
            {
                return trigger;
            }

            if (wanted is null && untyped < 0)
            {
                untyped = trigger;
            }
        }

        return untyped >= 0 ? untyped : Triggers[0];
    }
}
