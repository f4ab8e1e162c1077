using System.Text.Json;
using System.Text.Json.Nodes;
using Aurion.Engine.Actions;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>A canvas that is being written in code: its nodes and edges as JSON, and the mistakes made so far.</summary>
internal sealed class CanvasDraft
{
    private readonly JsonObject _root;
    private readonly JsonArray _nodes;
    private readonly JsonArray _edges;
    private readonly Dictionary<string, JsonObject> _byId = new(StringComparer.Ordinal);
    private readonly List<(string Id, int Index)> _fresh = []; // written here, to be reached from somewhere
    private readonly HashSet<string> _reached = new(StringComparer.Ordinal);
    private readonly List<Fault> _faults = [];

    public CanvasDraft()
        : this(new JsonObject { ["nodes"] = new JsonArray(), ["edges"] = new JsonArray() })
    {
    }

    private CanvasDraft(JsonObject root)
    {
        _root = root;
        _nodes = ListOf("nodes");
        _edges = ListOf("edges");
    }

    public static CanvasDraft Of(CanvasDefinition canvas)
    {
        if (!canvas.Oddities.IsEmpty || canvas.Text.Element.ValueKind is not JsonValueKind.Object)
        {
            throw new ArgumentException(canvas.Oddities.IsEmpty ? "The canvas is no object." : canvas.Oddities[0].ToString(), nameof(canvas));
        }

        var draft = new CanvasDraft(JsonNode.Parse(canvas.Text.Utf8.Span, documentOptions: StrictJson.DocumentOptions)!.AsObject());
        foreach (var node in canvas.Nodes)
        {
            draft._byId.TryAdd(node.Id, draft._nodes[node.Index]!.AsObject());
        }

        foreach (var edge in canvas.Edges)
        {
            draft._reached.Add(edge.To);
        }

        return draft;
    }

    public bool Has(string id) => _byId.ContainsKey(id);

    public string TypeOf(string id) => (string?)_byId[id]["type"] ?? string.Empty;

    public JsonObject Node(string id) => _byId[id];

    /// <summary>Gives an id that nobody has yet: the type itself, then with a number.</summary>
    public string Derive(string word)
    {
        var id = word;
        for (var number = 2; Has(id); number++)
        {
            id = $"{word}_{number}";
        }

        return id;
    }

    public void Add(string id, string type, string? parent, JsonObject? config)
    {
        var node = new JsonObject { ["id"] = id, ["type"] = type };
        if (config is not null)
        {
            node["config"] = config;
        }

        if (parent is not null)
        {
            node["parent_id"] = parent;
        }

        if (string.IsNullOrWhiteSpace(id))
        {
            Report("blank_id", At("nodes", _nodes.Count), $"The id of a node of the type '{type}' is blank. Give it one, or null to have one made up.");
        }
        else if (!_byId.TryAdd(id, node))
        {
            Report("duplicate_id", At("nodes", _nodes.Count), $"There are two nodes '{id}'. Each needs an id of its own.");
        }

        _fresh.Add((id, _nodes.Count));
        _nodes.Add((JsonNode)node);
    }

    public void Connect(string from, string? port, string to)
    {
        var edge = new JsonObject { ["from"] = from, ["to"] = to };
        if (port is not null)
        {
            edge["condition"] = port;
        }

        _edges.Add((JsonNode)edge);
        _reached.Add(to);
    }

    /// <summary>Lets a node be without an edge that leads to it: an entry of a container, or a handler that undoes a step.</summary>
    public void Excuse(string id) => _reached.Add(id);

    /// <summary>Notes a mistake in the order of calls.</summary>
    public void Misuse(string id, string message)
    {
        var index = _fresh.FindIndex(one => one.Id == id);
        Report("misuse", At("nodes", index < 0 ? _nodes.Count : _fresh[index].Index), message);
    }

    public CanvasDefinition Build(ConditionOptions? conditions)
    {
        foreach (var (id, index) in _fresh)
        {
            if (!_reached.Contains(id) && TypeOf(id) != "trigger")
            {
                Report("unreachable", At("nodes", index), $"Nothing leads to the node '{id}'. Write it behind the node that it follows, or say From(…) before it or To(\"{id}\") at that node.");
            }
        }

        var canvas = CanvasDefinition.Parse(Text());
        var findings = _faults.Count > 0
            ? []
            : CanvasValidator.Validate(canvas, null, CatalogOf(canvas), conditions)
                .Where(static finding => finding.Severity is FindingSeverity.Error)
                .Select(static finding => new Fault { Path = finding.Path, Type = finding.Code, Message = finding.Message, Input = finding.Input });
        Fault[] faults = [.. _faults, .. findings];
        return faults.Length == 0 ? canvas : throw new InvalidDefinitionException([.. faults]);
    }

    // A builder knows no host: which actions there are is found out when the canvas is published.
    private static ActionCatalog CatalogOf(CanvasDefinition canvas) => new(canvas.Nodes
        .Where(static node => node.Type == "action" && node.Config.ValueKind is JsonValueKind.Object
            && node.Config.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String && !string.IsNullOrWhiteSpace(type.GetString()))
        .Select(static node => node.Config.GetProperty("type").GetString()!)
        .Where(static type => !BuiltInActions.IsBuiltIn(type))
        .Distinct(StringComparer.Ordinal)
        .Select(static type => new ActionDescription { Type = type }))
    {
        SendsRequests = true,
        RunsScripts = true,
    };

    private static FaultPath At(string list, int index) => FaultPath.Root.Member(list).Item(index);

    private JsonText Text()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            _root.WriteTo(writer);
        }

        return StrictJson.Parse(buffer.ToArray());
    }

    private JsonArray ListOf(string name)
    {
        if (_root[name] is JsonArray list)
        {
            return list;
        }

        list = [];
        _root[name] = list;
        return list;
    }

    private void Report(string type, FaultPath path, string message) => _faults.Add(new Fault { Path = path, Type = type, Message = message });
}
