using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>The arrays of a graph, and what was found wrong while they were built: compiling and validating read a canvas the same way.</summary>
/// <remarks>Nodes and edges with errors keep their places, so that the rest can be judged; a graph is made only when there are none.</remarks>
internal sealed class GraphTables
{
    private readonly CanvasDefinition _canvas;
    private readonly List<CanvasFinding> _findings;
    private readonly NodeKind[] _kinds;
    private readonly bool[] _known;
    private readonly object[] _settings;
    private readonly ImmutableArray<string>[] _ports;
    private readonly Dictionary<string, int> _byId = new(StringComparer.Ordinal);
    private readonly List<int> _triggers = [];

    private GraphTables(CanvasDefinition canvas, List<CanvasFinding> findings)
    {
        var count = canvas.Nodes.Length;
        _canvas = canvas;
        _findings = findings;
        _kinds = new NodeKind[count];
        _known = new bool[count];
        _settings = new object[count];
        _ports = new ImmutableArray<string>[count];
    }

    public ImmutableArray<NodeKind> Kinds => ImmutableCollectionsMarshal.AsImmutableArray(_kinds);

    public ImmutableArray<object> Settings => ImmutableCollectionsMarshal.AsImmutableArray(_settings);

    public ImmutableArray<ImmutableArray<string>> Ports => ImmutableCollectionsMarshal.AsImmutableArray(_ports);

    /// <summary>Gets the nodes by id; nothing changes it once the tables are built.</summary>
    public Dictionary<string, int> NodeById => _byId;

    public ImmutableArray<int> Triggers => [.. _triggers];

    /// <summary>Gets, for each node, where its ports begin in <see cref="FirstEdge"/>.</summary>
    public int[] FirstPort { get; private set; } = [];

    /// <summary>Gets, for each port of each node and one more, where its edges begin in <see cref="Targets"/>.</summary>
    public int[] FirstEdge { get; private set; } = [];

    public int[] Targets { get; private set; } = [];

    /// <summary>Gets what lies in what.</summary>
    public Containers Containers { get; private set; } = null!; // Build sets it

    public static GraphTables Build(CanvasDefinition canvas, ActionCatalog? catalog, ConditionOptions? conditions, List<CanvasFinding> findings)
    {
        var tables = new GraphTables(canvas, findings);
        findings.AddRange(canvas.Oddities);
        tables.ReadNodes(catalog, conditions);
        tables.CheckParents();
        tables.ReadEdges();
        tables.Containers = Containers.Build(canvas, tables, findings);
        if (tables._triggers.Count == 0)
        {
            findings.Add(new CanvasFinding
            {
                Severity = FindingSeverity.Error,
                Code = "no_trigger",
                Message = "The canvas has no trigger node, so no run could begin. Add a node of the type \"trigger\".",
                Path = FaultPath.Root.Member("nodes"),
            });
        }

        return tables;
    }

    /// <summary>Tells whether a node's type is one that this build runs.</summary>
    public bool IsKnown(int node) => _known[node];

    /// <summary>Finds a node by its id; −1 when there is none.</summary>
    public int NodeAt(string id) => _byId.TryGetValue(id, out var node) ? node : -1;

    /// <summary>Finds the container that a node names as its parent; −1 when there is none. A parent that is none has been reported.</summary>
    public int ContainerOf(int node) =>
        _canvas.Nodes[node].ParentId is { Length: > 0 } parent && NodeAt(parent) is var container and >= 0 && NodeTypes.IsContainer(_canvas.Nodes[container].Type) ? container : -1;

    private static FaultPath PathOf(CanvasNode node) => FaultPath.Root.Member("nodes").Item(node.Index);

    private static FaultPath PathOf(CanvasEdge edge) => FaultPath.Root.Member("edges").Item(edge.Index);

    private static string Quote(string text) => $"\"{CanvasReader.Shorten(text)}\"";

    private void ReadNodes(ActionCatalog? catalog, ConditionOptions? conditions)
    {
        var faults = new List<Fault>();
        for (var at = 0; at < _canvas.Nodes.Length; at++)
        {
            var node = _canvas.Nodes[at];
            _ports[at] = [];
            _settings[at] = string.Empty;
            if (node.Id.Length == 0)
            {
                Report(node, "missing_id", "id", $"Node {node.Index} has no \"id\". Each node needs one: a text that no other node has.");
            }
            else if (!_byId.TryAdd(node.Id, at))
            {
                Report(node, "duplicate_id", "id", $"Two nodes have the id {Quote(node.Id)}: numbers {_canvas.Nodes[_byId[node.Id]].Index} and {node.Index} (counted from 0). Each needs one of its own.");
            }

            if (!NodeTypes.TryGet(node.Type, out _kinds[at]))
            {
                ReportType(node);
                continue;
            }

            _known[at] = true;
            var configAt = PathOf(node).Member(node.ConfigIsData ? "data" : "config");
            faults.Clear();
            _settings[at] = NodeSettings.Read(_kinds[at], new ConfigReader(node.Config, configAt, faults, conditions));
            _ports[at] = NodeSettings.Ports(_kinds[at], _settings[at]);
            if (_kinds[at] is NodeKind.Action)
            {
                CheckAction(node, (ActionSettings)_settings[at], catalog, configAt, faults);
            }

            if (_kinds[at] is NodeKind.HttpRequest && catalog is { SendsRequests: false })
            {
                faults.Add(new Fault { Path = PathOf(node).Member("type"), Type = "no_http_sender", Message = "Nothing sends requests here: the host has registered no IHttpSender (UseHttpSender)." });
            }

            if (_kinds[at] is NodeKind.Script && catalog is { RunsScripts: false })
            {
                faults.Add(new Fault { Path = PathOf(node).Member("type"), Type = "no_script_runner", Message = "Nothing runs scripts here: the host has registered no IScriptRunner (UseScriptRunner)." });
            }

            if (_kinds[at] is NodeKind.Trigger)
            {
                _triggers.Add(at);
            }

            foreach (var fault in faults)
            {
                _findings.Add(new CanvasFinding
                {
                    Severity = FindingSeverity.Error,
                    Code = fault.Type,
                    NodeId = node.Id,
                    Message = $"Node {Quote(node.Id)}: {fault.Message}",
                    Path = fault.Path,
                    Input = fault.Input,
                });
            }
        }
    }

    private static void CheckAction(CanvasNode node, ActionSettings settings, ActionCatalog? catalog, FaultPath at, List<Fault> faults)
    {
        if (catalog is not null && node.Config.ValueKind is System.Text.Json.JsonValueKind.Object)
        {
            catalog.Validate(node.Config, at, faults);
        }
        else if (settings.Type.Length == 0)
        {
            faults.Add(new Fault
            {
                Path = at.Member("type"),
                Type = "missing",
                Message = catalog is null
                    ? "An action needs a \"type\"."
                    : $"An action needs a \"type\". Allowed: {string.Join(", ", catalog.All.Select(static action => action.Type))}.",
            });
        }
    }

    private void ReportType(CanvasNode node)
    {
        if (node.Type.Length == 0)
        {
            Report(node, "unknown_node_type", "type", $"Node {Quote(node.Id)} has no \"type\". Allowed: {NodeTypes.Allowed}.");
        }
        else
        {
            Report(node, "unknown_node_type", "type", $"Node {Quote(node.Id)} has the unknown type {Quote(node.Type)}. Allowed: {NodeTypes.Allowed}.");
        }
    }

    private void CheckParents()
    {
        foreach (var node in _canvas.Nodes)
        {
            if (node.ParentId is not { Length: > 0 } parent)
            {
                continue;
            }

            if (!_byId.TryGetValue(parent, out var container))
            {
                Report(node, "unknown_parent", "parent_id", $"Node {Quote(node.Id)} lies in {Quote(parent)}, but no node has that id.");
            }
            else if (!NodeTypes.IsContainer(_canvas.Nodes[container].Type))
            {
                Report(node, "parent_no_container", "parent_id", $"Node {Quote(node.Id)} lies in {Quote(parent)}, whose type is {Quote(_canvas.Nodes[container].Type)}. Only for_each and scope hold other nodes.");
            }
        }
    }

    private void ReadEdges()
    {
        var count = _canvas.Nodes.Length;
        FirstPort = new int[count + 1];
        for (var at = 0; at < count; at++)
        {
            FirstPort[at + 1] = FirstPort[at] + _ports[at].Length;
        }

        // Two passes over the good edges: count those of each port, then put each at its place, in the order of the canvas.
        var good = new (int Slot, int To)[_canvas.Edges.Length];
        var used = 0;
        FirstEdge = new int[FirstPort[count] + 1];
        var seen = new HashSet<(int, int)>();
        foreach (var edge in _canvas.Edges)
        {
            if (!TryRead(edge, out var slot, out var to))
            {
                continue;
            }

            if (!seen.Add((slot, to)))
            {
                Report(edge, FindingSeverity.Warning, "duplicate_edge", $"{Name(edge)} is there twice: two branches start at {Quote(edge.To)}.");
            }

            good[used++] = (slot, to);
            FirstEdge[slot + 1]++;
        }

        for (var slot = 0; slot < FirstEdge.Length - 1; slot++)
        {
            FirstEdge[slot + 1] += FirstEdge[slot];
        }

        Targets = new int[used];
        var next = FirstEdge.AsSpan().ToArray();
        foreach (var (slot, to) in good.AsSpan(0, used))
        {
            Targets[next[slot]++] = to;
        }
    }

    private bool TryRead(CanvasEdge edge, out int slot, out int to)
    {
        slot = 0;
        var hasTo = Find(edge, edge.To, "to", out to);
        if (!Find(edge, edge.From, "from", out var from) || !hasTo)
        {
            return false;
        }

        if (ContainerOf(from) != ContainerOf(to))
        {
            Report(edge, FindingSeverity.Error, "edge_across_border", $"{Name(edge)} crosses the border of a container; an edge joins two nodes of the same container.");
        }

        if (_known[to] && _kinds[to] is NodeKind.Trigger)
        {
            Report(edge, FindingSeverity.Error, "edge_into_trigger", $"{Name(edge)} leads into a trigger. A run begins at a trigger and can't come back to it.");
        }

        if (!_known[from])
        {
            return false;
        }

        var ports = _ports[from];
        var port = edge.Condition is null ? 0 : ports.IndexOf(edge.Condition, 0, ports.Length, StringComparer.Ordinal);
        if (port < 0 || port >= ports.Length)
        {
            var type = _canvas.Nodes[from].Type;
            Report(edge, FindingSeverity.Error, "unknown_port", ports.Length == 0
                ? $"{Name(edge)} leaves a node of the type {type}, where branches end: no edge can leave it."
                : $"{Name(edge)} leaves by the port {Quote(edge.Condition ?? string.Empty)}, which a node of the type {type} does not have. Allowed: {string.Join(", ", ports)}.");
            return false;
        }

        if (edge.Condition is null && _kinds[from] is NodeKind.Switch && ports.Length > 1)
        {
            Report(edge, FindingSeverity.Warning, "switch_edge_without_port", $"{Name(edge)} names no case, so it leaves by the first one, {Quote(ports[0])}. Name the case in \"condition\".");
        }

        slot = FirstPort[from] + port;
        return true;
    }

    private bool Find(CanvasEdge edge, string id, string member, out int node)
    {
        if (id.Length > 0 && _byId.TryGetValue(id, out node))
        {
            return true;
        }

        node = -1;
        _findings.Add(new CanvasFinding
        {
            Severity = FindingSeverity.Error,
            Code = "dangling_edge",
            Edge = edge,
            Message = id.Length == 0
                ? $"Edge {edge.Index} (counted from 0) has no \"{member}\": it must name the node that it {(member == "to" ? "leads to" : "leaves")}."
                : $"{Name(edge)}: no node has the id {Quote(id)}.",
            Path = PathOf(edge).Member(member),
        });
        return false;
    }

    private static string Name(CanvasEdge edge) => $"The edge from {Quote(edge.From)} to {Quote(edge.To)}";

    private void Report(CanvasEdge edge, FindingSeverity severity, string code, string message) => _findings.Add(new CanvasFinding
    {
        Severity = severity,
        Code = code,
        Edge = edge,
        Message = message,
        Path = code is "unknown_port" or "switch_edge_without_port" ? PathOf(edge).Member("condition") : PathOf(edge),
    });

    private void Report(CanvasNode node, string code, string member, string message) => _findings.Add(new CanvasFinding
    {
        Severity = FindingSeverity.Error,
        Code = code,
        NodeId = node.Id.Length == 0 ? null : node.Id,
        Message = message,
        Path = PathOf(node).Member(member),
    });
}
