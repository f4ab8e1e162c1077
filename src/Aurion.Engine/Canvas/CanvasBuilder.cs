using System.Text.Json.Nodes;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>Writes a canvas in code, from one node to the next.</summary>
/// <remarks>
/// <para>A node follows the one before it, by that one's usual port: <c>true</c> of a condition, <c>approved</c> of an approval, <c>done</c> of a container, <c>received</c> of a wait,
/// <c>completed</c> of a called workflow, the only port of others. <see cref="On"/> writes what happens at another port; <see cref="Branch"/> and <see cref="Parallel"/> write ways that go on
/// together; <see cref="From"/> and <see cref="To"/> say any other edge.</para>
/// <para>Mistakes are collected and reported by <see cref="Build"/>. Used by one thread.</para>
/// </remarks>
public sealed partial class CanvasBuilder
{
    private readonly CanvasDraft _draft;
    private readonly string? _parent;
    private readonly List<(string Node, string? Port)> _open = [];
    private bool _isEntry; // the first node of a container needs no edge
    private string? _last;
    private string? _told; // whom Named, At and With are about
    private string? _asking; // a switch whose way is not chosen yet

    internal CanvasBuilder(CanvasDraft draft, string? parent)
    {
        _draft = draft;
        _parent = parent;
        _isEntry = parent is not null;
    }

    /// <summary>Writes what happens at a port of the last node; that way ends by itself and does not go on with what follows here.</summary>
    /// <param name="port">The port: <c>false</c>, <c>error</c>, <c>rejected</c>, <c>expired</c>, <c>timeout</c>, a switch's case, ….</param>
    /// <param name="branch">Writes the nodes; called at once.</param>
    /// <returns>This builder; what follows still follows the last node.</returns>
    public CanvasBuilder On(string port, Action<CanvasBuilder> branch)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(port);
        ArgumentNullException.ThrowIfNull(branch);
        if (Last("On") is { } node)
        {
            var way = Way(node, port);
            branch(way);
            way.Settle();
        }

        return this;
    }

    /// <summary>Writes what happens when a condition does not hold, or no case of a switch does; that way ends by itself.</summary>
    /// <param name="branch">Writes the nodes; called at once.</param>
    /// <returns>This builder; what follows still follows the last node.</returns>
    public CanvasBuilder Otherwise(Action<CanvasBuilder> branch) =>
        On(_last is not null && _draft.TypeOf(_last) == "switch" ? "default" : "false", branch);

    /// <summary>Writes ways that leave the last node by ports of theirs and go on together: what follows, follows each of them.</summary>
    /// <param name="ways">The ports, and what happens at each; a way without a node goes on at once. Called at once, in order.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Branch(params ReadOnlySpan<(string Port, Action<CanvasBuilder> Way)> ways)
    {
        if (Last("Branch") is not { } node)
        {
            return this;
        }

        var ends = new List<(string, string?)>();
        foreach (var (port, write) in ways)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(port, nameof(ways));
            ArgumentNullException.ThrowIfNull(write, nameof(ways));
            var way = Way(node, port);
            write(way);
            ends.AddRange(way.Ends());
        }

        Continue(ends);
        return this;
    }

    /// <summary>Writes ways that are gone side by side: what follows, usually a <see cref="Join"/>, follows each of them.</summary>
    /// <param name="ways">What happens on each way; one without a node goes on at once. Called at once, in order.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Parallel(params ReadOnlySpan<Action<CanvasBuilder>> ways)
    {
        var ends = new List<(string, string?)>();
        var from = Ends();
        foreach (var write in ways)
        {
            ArgumentNullException.ThrowIfNull(write, nameof(ways));
            var way = new CanvasBuilder(_draft, _parent) { _isEntry = _isEntry };
            way.Continue(from);
            write(way);
            ends.AddRange(way.Ends());
        }

        _isEntry = false;
        Continue(ends);
        return this;
    }

    /// <summary>Goes on behind a node that has been written already.</summary>
    /// <param name="node">The node's id.</param>
    /// <param name="port">The port; null leaves it unsaid, which is the node's main port.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder From(string node, string? port = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(node);
        if (!_draft.Has(node))
        {
            _draft.Misuse(node, $"From(\"{node}\") names a node that has not been written yet. Write it first.");
        }

        Continue([(node, port)]);
        _last = _told = _draft.Has(node) ? node : null;
        return this;
    }

    /// <summary>Leads on to nodes by their ids, also to ones that are written later or lie behind: a loop. Nothing is open then.</summary>
    /// <param name="nodes">The nodes, in the order in which they begin.</param>
    /// <returns>This builder; go on with <see cref="From"/>.</returns>
    public CanvasBuilder To(params ReadOnlySpan<string> nodes)
    {
        var ends = Ends();
        if (ends.Count == 0)
        {
            _draft.Misuse(_last ?? string.Empty, $"To({string.Join(", ", nodes.ToArray().Select(static node => $"\"{node}\""))}) follows no node. Write one first, or say From(…).");
        }

        foreach (var (from, port) in ends)
        {
            foreach (var node in nodes)
            {
                _draft.Connect(from, port, node);
            }
        }

        Continue([]);
        return this;
    }

    /// <summary>Lets the next node follow none: one that an edge leads to by its id.</summary>
    /// <returns>This builder; nothing is open.</returns>
    public CanvasBuilder Apart()
    {
        Settle();
        Continue([]);
        return this;
    }

    /// <summary>Names the last node, or the handler written last, for people.</summary>
    /// <param name="name">The name.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Named(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (Last("Named", _told) is { } node)
        {
            _draft.Node(node)["name"] = name;
        }

        return this;
    }

    /// <summary>Says where an editor shows the last node. It means nothing else.</summary>
    /// <param name="x">How far to the right, in pixels; within a container from its left side.</param>
    /// <param name="y">How far down, in pixels; within a container from its top.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder At(double x, double y)
    {
        if (Last("At", _told) is { } node)
        {
            _draft.Node(node)["position"] = new JsonObject { ["x"] = x, ["y"] = y };
        }

        return this;
    }

    /// <summary>Sets any member of the configuration of the last node, or of the handler written last.</summary>
    /// <param name="setting">The member, such as <c>item_as</c>.</param>
    /// <param name="value">What it becomes; copied.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder With(string setting, JsonNode? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(setting);
        if (Last("With", _told) is { } node)
        {
            if (_draft.Node(node)["config"] is not JsonObject config)
            {
                config = [];
                _draft.Node(node)["config"] = config;
            }

            config[setting] = value?.DeepClone();
        }

        return this;
    }

    /// <summary>Makes the canvas, after checking all that can be checked without a host: which actions there are is found out when it is published.</summary>
    /// <param name="conditions">What the host declares about fields and calendars; null is <see cref="ConditionOptions.Default"/>.</param>
    /// <returns>The canvas. The builder may go on; the canvas stays as it is.</returns>
    /// <exception cref="InvalidDefinitionException">Something is wrong; every mistake is named, with its node and what to do.</exception>
    public CanvasDefinition Build(ConditionOptions? conditions = null)
    {
        Settle();
        return _draft.Build(conditions);
    }

    private CanvasBuilder Add(string? id, string type, JsonObject? config, string? derived = null, string? port = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        Settle();
        id ??= _draft.Derive(derived ?? type);
        _draft.Add(id, type, _parent, config);
        foreach (var (from, fromPort) in _open)
        {
            _draft.Connect(from, fromPort, id);
        }

        if (_isEntry)
        {
            _draft.Excuse(id);
            _isEntry = false;
        }

        Continue(type == "end" ? [] : [(id, port)]);
        (_last, _told, _asking) = (id, id, type == "switch" ? id : null);
        return this;
    }

    private CanvasBuilder Way(string node, string port)
    {
        var way = new CanvasBuilder(_draft, _parent) { _isEntry = false };
        way.Continue([(node, port)]);
        if (_asking is not null)
        {
            _open.Clear(); // a switch has no usual way: what follows must be said
            _asking = null;
        }

        return way;
    }

    private void Continue(IReadOnlyList<(string Node, string? Port)> ends)
    {
        var kept = ends.ToArray();
        _open.Clear();
        _open.AddRange(kept);
        (_last, _told, _asking) = (null, null, null);
    }

    private List<(string Node, string? Port)> Ends()
    {
        Settle();
        return [.. _open];
    }

    // An edge of a switch without a port would be its first case's.
    private void Settle()
    {
        if (_asking is { } node)
        {
            _draft.Misuse(node, $"Nothing says which case of the switch '{node}' leads on. Say On(case, …), Otherwise(…), Branch((case, …)) or From(\"{node}\", case).");
            _open.Clear();
            _asking = null;
        }
    }

    private string? Last(string verb) => Last(verb, _last);

    private string? Last(string verb, string? node)
    {
        if (node is null)
        {
            _draft.Misuse(string.Empty, $"{verb}(…) is about the node before it, and here there is none. Say it right behind a node, or behind From(…).");
        }

        return node;
    }
}
