using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>What lies in what: the containers of a canvas, where they are entered, which handler undoes which step, what a cancel node ends.</summary>
internal sealed class Containers
{
    private const int None = -1;

    private readonly CanvasDefinition _canvas;
    private readonly GraphTables _tables;
    private readonly List<CanvasFinding> _findings;
    private readonly int[] _parents;
    private readonly int[] _handlers;
    private readonly int[] _undone;
    private readonly bool[] _undoes;
    private readonly int[][] _entries;
    private readonly int[][] _cancelled;
    private readonly string[] _keyNames;
    private readonly string[] _keyParts;
    private readonly string[] _pathNames;

    private Containers(CanvasDefinition canvas, GraphTables tables, List<CanvasFinding> findings)
    {
        var count = canvas.Nodes.Length;
        _canvas = canvas;
        _tables = tables;
        _findings = findings;
        _parents = new int[count];
        _handlers = Filled(count);
        _undone = Filled(count);
        _undoes = new bool[count];
        _entries = new int[count][];
        _cancelled = new int[count][];
        _keyNames = new string[count];
        _keyParts = new string[count];
        _pathNames = new string[count];
    }

    /// <summary>Reads the containers of a canvas whose nodes and edges have been read, and notes what is wrong with them.</summary>
    public static Containers Build(CanvasDefinition canvas, GraphTables tables, List<CanvasFinding> findings)
    {
        var containers = new Containers(canvas, tables, findings);
        containers.ReadParents();
        containers.ReadHandlers();
        containers.ReadEntries();
        containers.ReadCancels();
        return containers;
    }

    /// <summary>Finds the container that a node lies in; −1 when it lies in none.</summary>
    public int ParentOf(int node) => _parents[node];

    /// <summary>Lists where a container is entered: its nodes without incoming edges, in the order of the canvas.</summary>
    public ReadOnlySpan<int> Entries(int container) => _entries[container];

    /// <summary>Finds the node that undoes a step; −1 when none does.</summary>
    public int HandlerOf(int step) => _handlers[step];

    /// <summary>Finds the step that a node undoes; −1 when it is no handler.</summary>
    public int UndoneBy(int handler) => _undone[handler];

    /// <summary>Tells whether anything in a container, at any depth, can be undone.</summary>
    public bool Undoes(int container) => _undoes[container];

    /// <summary>Lists the nodes whose tokens a cancel node ends.</summary>
    public ReadOnlySpan<int> CancelledBy(int node) => _cancelled[node];

    /// <summary>Gets a node's part of its steps' keys: its id, unless that could be mistaken for something else.</summary>
    public string KeyName(int node) => _keyNames[node];

    /// <summary>Gets what stands between run and visit in the keys of a node outside of containers.</summary>
    public string KeyPart(int node) => _keyParts[node];

    /// <summary>Gets a container's part of the keys of the steps in it, without index and visit.</summary>
    public string PathName(int node) => _pathNames[node];

    private static int[] Filled(int count)
    {
        var filled = new int[count];
        Array.Fill(filled, None);
        return filled;
    }

    private static string Quote(string text) => $"\"{CanvasReader.Shorten(text)}\"";

    // A key is read by its slashes, a scope's part by its brackets and its number sign: an id must not bring its own.
    private static string Escape(string id, bool inPath)
    {
        if (!id.AsSpan().ContainsAny('%', '/') && !(inPath && id.AsSpan().ContainsAny('[', '#')))
        {
            return id;
        }

        var escaped = id.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);
        return inPath ? escaped.Replace("[", "%5B", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal) : escaped;
    }

    private void ReadParents()
    {
        for (var at = 0; at < _parents.Length; at++)
        {
            _parents[at] = _tables.ContainerOf(at);
            _keyNames[at] = Escape(_canvas.Nodes[at].Id, inPath: false);
            _keyParts[at] = $"/{_keyNames[at]}/";
            _pathNames[at] = Escape(_canvas.Nodes[at].Id, inPath: true);
            _entries[at] = [];
            _cancelled[at] = [];
        }

        for (var at = 0; at < _parents.Length; at++)
        {
            if (LiesInItself(at))
            {
                Report(at, "parent_cycle", PathOf(at).Member("parent_id"), $"Node {Quote(_canvas.Nodes[at].Id)} lies in itself, directly or through other containers.");
                _parents[at] = None;
            }

            if (_parents[at] != None && _tables.IsKnown(at) && _tables.Kinds[at] is NodeKind.Trigger)
            {
                Report(at, "trigger_in_container", PathOf(at).Member("parent_id"), $"The trigger {Quote(_canvas.Nodes[at].Id)} lies in a container. A run begins outside of all containers.");
            }
        }
    }

    private bool LiesInItself(int node)
    {
        var steps = 0;
        for (var at = _parents[node]; at != None && steps <= _parents.Length; at = _parents[at])
        {
            if (at == node)
            {
                return true;
            }

            steps++;
        }

        return false;
    }

    private void ReadHandlers()
    {
        for (var at = 0; at < _parents.Length; at++)
        {
            if (!_tables.IsKnown(at) || _tables.Settings[at] is not ActionSettings { Compensates: { } id })
            {
                continue;
            }

            var place = ConfigMember(at, "compensates");
            var name = Quote(_canvas.Nodes[at].Id);
            var step = _tables.NodeAt(id);
            if (step < 0)
            {
                Report(at, "unknown_compensated", place, $"Node {name} compensates {Quote(id)}, but no node has that id.");
            }
            else if (step == at || (_tables.IsKnown(step) && (_tables.Kinds[step] is NodeKind.Trigger or NodeKind.End || _tables.Settings[step] is ActionSettings { Compensates: not null })))
            {
                Report(at, "not_compensable", place, $"Node {name} compensates {Quote(id)}, which can't be compensated: a trigger, an end and a handler do nothing that could be undone.");
            }
            else if (_parents[step] != _parents[at] || _parents[at] == None)
            {
                Report(at, "compensates_elsewhere", place, $"Node {name} compensates {Quote(id)}; both must lie in the same container, for it is the container's failure that undoes the step.");
            }
            else if (_handlers[step] != None)
            {
                Report(at, "compensated_twice", place, $"Nodes {Quote(_canvas.Nodes[_handlers[step]].Id)} and {name} both compensate {Quote(id)}; a step has one handler.");
            }
            else
            {
                _handlers[step] = at;
                _undone[at] = step;
                for (var outer = _parents[at]; outer != None && !_undoes[outer]; outer = _parents[outer])
                {
                    _undoes[outer] = true;
                }
            }
        }
    }

    private void ReadEntries()
    {
        var incoming = new bool[_parents.Length];
        foreach (var edge in _canvas.Edges)
        {
            var to = _tables.NodeAt(edge.To);
            var from = _tables.NodeAt(edge.From);
            if (to >= 0 && from >= 0)
            {
                incoming[to] = true;
                foreach (var node in (ReadOnlySpan<int>)[from, to])
                {
                    if (_tables.IsKnown(node) && _tables.Settings[node] is ActionSettings { Compensates: not null })
                    {
                        _findings.Add(new CanvasFinding
                        {
                            Severity = FindingSeverity.Error,
                            Code = "handler_with_edges",
                            NodeId = _canvas.Nodes[node].Id,
                            Edge = edge,
                            Message = $"Node {Quote(_canvas.Nodes[node].Id)} compensates a step, so no edge leads to it or leaves it: it is performed when its container does not succeed.",
                            Path = FaultPath.Root.Member("edges").Item(edge.Index),
                        });
                    }
                }
            }
        }

        var children = Enumerable.Range(0, _parents.Length).ToLookup(node => _parents[node]);
        for (var at = 0; at < _parents.Length; at++)
        {
            if (!NodeTypes.IsContainer(_canvas.Nodes[at].Type))
            {
                continue;
            }

            _entries[at] = [.. children[at].Where(child => !incoming[child] && !(_tables.IsKnown(child) && _tables.Settings[child] is ActionSettings { Compensates: not null }))];
            if (_entries[at].Length == 0)
            {
                Report(at, "container_without_entry", PathOf(at), children[at].Any()
                    ? $"The container {Quote(_canvas.Nodes[at].Id)} can't be entered: it is entered at its nodes without incoming edges, and has none."
                    : $"The container {Quote(_canvas.Nodes[at].Id)} is empty: no node names it as its \"parent_id\".");
            }
        }
    }

    private void ReadCancels()
    {
        for (var at = 0; at < _parents.Length; at++)
        {
            if (!_tables.IsKnown(at) || _tables.Settings[at] is not CancelSettings settings)
            {
                continue;
            }

            var targets = new List<int>();
            if (settings.Scope is { } id)
            {
                var scope = _tables.NodeAt(id);
                if (scope < 0 || !NodeTypes.IsContainer(_canvas.Nodes[scope].Type))
                {
                    Report(at, "unknown_cancelled", ConfigMember(at, "scope"), scope < 0
                        ? $"Node {Quote(_canvas.Nodes[at].Id)} cancels the scope {Quote(id)}, but no node has that id."
                        : $"Node {Quote(_canvas.Nodes[at].Id)} cancels the scope {Quote(id)}, whose type is {Quote(_canvas.Nodes[scope].Type)}. Allowed are a scope and a for_each; name other nodes in \"nodes\".");
                    continue;
                }

                targets.Add(scope);
            }

            for (var index = 0; index < settings.Nodes.Length; index++)
            {
                var node = _tables.NodeAt(settings.Nodes[index]);
                if (node < 0)
                {
                    var place = PathOf(at).Member(ConfigName(at)).Member("nodes").Item(index);
                    Report(at, "unknown_cancelled", place, $"Node {Quote(_canvas.Nodes[at].Id)} cancels {Quote(settings.Nodes[index])}, but no node has that id.");
                    continue;
                }

                targets.Add(node);
            }

            _cancelled[at] = [.. targets.Distinct()];
        }
    }

    private FaultPath PathOf(int node) => FaultPath.Root.Member("nodes").Item(_canvas.Nodes[node].Index);

    private string ConfigName(int node) => _canvas.Nodes[node].ConfigIsData ? "data" : "config";

    private FaultPath ConfigMember(int node, string name) => PathOf(node).Member(ConfigName(node)).Member(name);

    private void Report(int node, string code, FaultPath place, string message) => _findings.Add(new CanvasFinding
    {
        Severity = FindingSeverity.Error,
        Code = code,
        NodeId = _canvas.Nodes[node].Id,
        Message = message,
        Path = place,
    });
}
