using System.Globalization;
using System.Text;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Benchmarks.Workflows;

/// <summary>The canvases that are measured.</summary>
internal static class Canvases
{
    /// <summary>Workload W: trigger, condition, two actions, end.</summary>
    public const string Work = """
        {"nodes":[
          {"id":"start","type":"trigger","config":{}},
          {"id":"check","type":"condition","config":{"field":"category","equals":"Onboarding"}},
          {"id":"create","type":"action","config":{"type":"do","subject":"Create accounts"}},
          {"id":"notify","type":"action","config":{"type":"do","template":"done"}},
          {"id":"end","type":"end","config":{}}],
         "edges":[
          {"from":"start","to":"check"},
          {"from":"check","to":"create","condition":"true"},
          {"from":"create","to":"notify"},
          {"from":"notify","to":"end"}]}
        """;

    /// <summary>Workload WS: the same with an approval between the actions.</summary>
    public const string WorkWithApproval = """
        {"nodes":[
          {"id":"start","type":"trigger","config":{}},
          {"id":"check","type":"condition","config":{"field":"category","equals":"Onboarding"}},
          {"id":"create","type":"action","config":{"type":"do","subject":"Create accounts"}},
          {"id":"ok","type":"approval","config":{"title":"Go on?","approvers":["user:boss"]}},
          {"id":"notify","type":"action","config":{"type":"do","template":"done"}},
          {"id":"end","type":"end","config":{}}],
         "edges":[
          {"from":"start","to":"check"},
          {"from":"check","to":"create","condition":"true"},
          {"from":"create","to":"ok"},
          {"from":"ok","to":"notify","condition":"approved"},
          {"from":"notify","to":"end"}]}
        """;

    private const string Do = """{"type":"do"}""";

    /// <summary>The event's payload, as a helpdesk would send the least of it.</summary>
    public static JsonText Payload { get; } = JsonText.Parse("""{"category":"Onboarding","priority":"normal"}""");

    /// <summary>A payload of 200 bytes, as a run that waits for days carries it.</summary>
    public static JsonText Payload200 { get; } = JsonText.Parse($$"""{"category":"Onboarding","priority":"normal","subject":"{{new string('x', 143)}}"}""");

    /// <summary>A line of so many nodes behind the trigger: conditions and actions in turn.</summary>
    public static string Line(int nodes)
    {
        var canvas = new Sketch();
        var last = "t";
        for (var at = 0; at < nodes; at++)
        {
            var id = $"n{at}";
            canvas.Node(id, at % 2 == 0 ? "condition" : "action", at % 2 == 0 ? """{"field":"category","equals":"Onboarding"}""" : Do);
            canvas.Edge(last, id);
            last = id;
        }

        return canvas.ToString();
    }

    /// <summary>So many parallel pairs in a row, each gathered by a join: 2 to that power ways through.</summary>
    public static string Diamonds(int count)
    {
        var canvas = new Sketch();
        var last = "t";
        for (var at = 0; at < count; at++)
        {
            canvas.Node($"s{at}", "set", """{"assign":{"round":"x"}}""");
            canvas.Node($"a{at}", "action", Do);
            canvas.Node($"b{at}", "action", Do);
            canvas.Node($"j{at}", "join", """{"mode":"all"}""");
            canvas.Edge(last, $"s{at}");
            canvas.Edge($"s{at}", $"a{at}");
            canvas.Edge($"s{at}", $"b{at}");
            canvas.Edge($"a{at}", $"j{at}");
            canvas.Edge($"b{at}", $"j{at}");
            last = $"j{at}";
        }

        return canvas.ToString();
    }

    /// <summary>One split into so many actions, gathered by a join.</summary>
    public static string FanOut(int ways)
    {
        var canvas = new Sketch();
        canvas.Node("j", "join", """{"mode":"all"}""");
        for (var at = 0; at < ways; at++)
        {
            canvas.Node($"a{at}", "action", Do);
            canvas.Edge("t", $"a{at}");
            canvas.Edge($"a{at}", "j");
        }

        return canvas.ToString();
    }

    public static WorkflowVersion ToVersion(string canvas) => new()
    {
        WorkflowId = "wf_1",
        WorkflowName = "Measured",
        Version = 1,
        Canvas = CanvasDefinition.Parse(JsonText.Parse(canvas)),
        PublishedAt = MemoryWorld.Begin,
    };

    private sealed class Sketch
    {
        private readonly StringBuilder _nodes = new("""{"id":"t","type":"trigger","config":{}}""");
        private readonly StringBuilder _edges = new();

        public void Node(string id, string type, string config) => _nodes.Append(CultureInfo.InvariantCulture, $$""",{"id":"{{id}}","type":"{{type}}","config":{{config}}}""");

        public void Edge(string from, string to) => _edges.Append(_edges.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""{"from":"{{from}}","to":"{{to}}"}""");

        public override string ToString() => $$"""{"nodes":[{{_nodes}}],"edges":[{{_edges}}]}""";
    }
}
