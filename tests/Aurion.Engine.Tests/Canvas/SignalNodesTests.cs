using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Canvas;

/// <summary>What is said about waits, raised events, calls, requests and scripts before they run.</summary>
public sealed class SignalNodesTests
{
    private static readonly ActionCatalog Catalog = new([ActionCatalog.Describe("do")]);

    [Theory]
    [InlineData("wait_event", """{"event_type":"a.b","correlate":"{{order}}","timeout":"P1D","conditions":[]}""")]
    [InlineData("emit_event", """{"event_type":"a.b","payload":{"x":"{{y}}"},"correlate":7}""")]
    [InlineData("sub_workflow", """{"workflow_id":"wf_9","version":2,"input":"{{x}}","wait":false}""")]
    [InlineData("delay", """{"duration":"PT8H"}""")]
    public void Validate_GoodNode_FindsNothing(string type, string config) => Assert.Empty(Validate(type, config, Catalog));

    [Theory]
    [InlineData("wait_event", "{}", "missing", "nodes[1].config.event_type")]
    [InlineData("wait_event", """{"event_type":"{{x}}"}""", "wrong_type", "nodes[1].config.event_type")]
    [InlineData("wait_event", """{"event_type":"x","timeout":"PT0S"}""", "out_of_range", "nodes[1].config.timeout")]
    [InlineData("wait_event", """{"event_type":"x","correlate":[]}""", "wrong_type", "nodes[1].config.correlate")]
    [InlineData("emit_event", """{"event_type":"x","payload":[1]}""", "wrong_type", "nodes[1].config.payload")]
    [InlineData("sub_workflow", "{}", "missing", "nodes[1].config.workflow_id")]
    [InlineData("sub_workflow", """{"workflow_id":"x","version":0}""", "wrong_type", "nodes[1].config.version")]
    [InlineData("sub_workflow", """{"workflow_id":"x","wait":"no"}""", "wrong_type", "nodes[1].config.wait")]
    [InlineData("http_request", """{"url":"https://example.com"}""", "no_http_sender", "nodes[1].type")]
    [InlineData("script", """{"source":"1+1"}""", "no_script_runner", "nodes[1].type")]
    [InlineData("delay", """{"duration":"PT8H","calendar":"support"}""", "unknown_calendar", "nodes[1].config.calendar")]
    public void Validate_OneMistake_NamesItsPlace(string type, string config, string code, string path)
    {
        var finding = Assert.Single(Validate(type, config, Catalog));

        Assert.Equal((FindingSeverity.Error, code, path), (finding.Severity, finding.Code, finding.Path.ToString()));
    }

    [Theory]
    [InlineData("http_request", """{"url":"https://example.com/{{id}}","method":"POST","headers":{"x":"y"},"body":[1],"retry":{"max_attempts":2},"timeout":"PT5S"}""", null)]
    [InlineData("http_request", """{"url":"file:///etc/passwd"}""", "nodes[1].config.url")]
    [InlineData("http_request", """{"url":"https://example.com","method":"TRACE"}""", "nodes[1].config.method")]
    [InlineData("http_request", """{"url":"https://example.com","headers":"x"}""", "nodes[1].config.headers")]
    [InlineData("script", """{"source":"1+1","input":{"x":1}}""", null)]
    [InlineData("script", "{}", "nodes[1].config.source")]
    public void Validate_WorkOfAPackage_ChecksItsSettings(string type, string config, string? path)
    {
        var findings = Validate(type, config, new ActionCatalog([]) { SendsRequests = true, RunsScripts = true });

        Assert.Equal(path, findings.SingleOrDefault()?.Path.ToString());
    }

    [Fact]
    public void Validate_CallOfItselfWhateverHappens_IsAnError()
    {
        const string call = """{"id":"s","type":"sub_workflow","config":{"workflow_id":"wf_me"}}""";
        const string condition = """{"id":"c","type":"condition","config":{"field":"n","greater_than":3}}""";

        Assert.Equal("endless_call", Assert.Single(Validate(Canvases.Line(Canvases.Do("a"), call))).Code);
        Assert.Equal("endless_call", Assert.Single(Validate(Canvases.Of([condition, call], Edge("t", "c"), Edge("c", "s", "true"), Edge("c", "s", "false")))).Code);
        Assert.Empty(Validate(Canvases.Line(condition, call)));
        Assert.Empty(Validate(Canvases.Line(Canvases.Do("a"), call.Replace("wf_me", "wf_other", StringComparison.Ordinal))));
        Assert.Equal("endless_call", Assert.Single(Validate(Canvases.Of([condition, call, Canvases.Do("a")], Edge("t", "c"), Edge("t", "a"), Edge("a", "s")))).Code);
    }

    private static string Edge(string from, string to, string? port = null) =>
        port is null ? $$"""{"from":"{{from}}","to":"{{to}}"}""" : $$"""{"from":"{{from}}","to":"{{to}}","condition":"{{port}}"}""";

    private static CanvasFinding[] Validate(string type, string config, ActionCatalog catalog)
    {
        var canvas = CanvasDefinition.Parse(JsonText.Parse(Canvases.Line($$"""{"id":"n","type":"{{type}}","config":{{config}} }""")));
        return [.. CanvasValidator.Validate(canvas, null, catalog)];
    }

    private static CanvasFinding[] Validate(string canvas) => [.. CanvasValidator.Validate(CanvasDefinition.Parse(JsonText.Parse(canvas)), null, Catalog, workflowId: "wf_me")];
}
