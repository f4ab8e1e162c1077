using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Canvas;

public sealed class CanvasDefinitionTests
{
    private const string Plain = """
        {"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","config":{"type":"close","x":1,"y":[true,null]}}],"edges":[{"from":"t","to":"a"}]}
        """;

    [Fact]
    public void Parse_UnknownMembers_KeepsTheTextByteForByte()
    {
        const string Text = """{ "x-editor": {"b":1,"a":1.50e1}, "nodes" : [ {"z":1,"id":"t", "type":"trigger"} ],"edges":[ ] }""";

        var canvas = CanvasDefinition.Parse(JsonText.Parse(Text));

        Assert.Equal(Text, canvas.Text.ToString());
    }

    [Fact]
    public void Parse_ReactFlowNames_ReadsThemAsOurs()
    {
        var canvas = Read("""
            {"nodes":[{"id":"a","type":"action","parentId":"box","data":{"type":"close"}}],
             "edges":[{"id":"e","source":"a","target":"b","sourceHandle":"error"},{"source":"a","target":"b","sourceHandle":null}]}
            """);

        Assert.Equal("close", canvas.Nodes[0].Config.GetProperty("type").GetString());
        Assert.Equal("box", canvas.Nodes[0].ParentId);
        Assert.Equal(["a –error→ b", "a → b"], canvas.Edges.Select(static edge => edge.ToString()));
    }

    [Fact]
    public void Parse_OurNamesBesideReactFlows_TakesOurs()
    {
        var canvas = Read("""{"nodes":[{"id":"a","config":{"n":1},"data":{"n":2}}],"edges":[{"from":"a","source":"x","to":"b","target":"y","condition":"true","sourceHandle":"z"}]}""");

        Assert.Equal(1, canvas.Nodes[0].Config.GetProperty("n").GetInt32());
        Assert.Equal("a –true→ b", canvas.Edges[0].ToString());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{}")]
    [InlineData("""{"nodes":null,"edges":null}""")]
    [InlineData("""{"nodes":{},"edges":7}""")]
    [InlineData("""{"nodes":[null,1,"x",[],{}],"edges":[null,1,"x",[],{}]}""")]
    [InlineData("""{"nodes":[{"id":{},"type":[],"name":7,"parent_id":{},"config":3}],"edges":[{"from":[],"to":{},"condition":{}}]}""")]
    public void Parse_OddShape_IsReadAndReported(string json)
    {
        var canvas = Read(json);

        Assert.Contains(CanvasValidator.Validate(canvas, TriggerConfig.Manual, Engine.Actions.ActionCatalog.BuiltIn), static finding => finding.Severity is FindingSeverity.Error);
        Assert.Equal(64, canvas.ContentHash.Length);
    }

    [Fact]
    public void Parse_NumbersAndBooleansAsNames_TakesTheirSpelling()
    {
        var canvas = Read("""{"nodes":[{"id":1,"type":"condition"}],"edges":[{"from":1,"to":2,"condition":true}]}""");

        Assert.Equal("1", canvas.Nodes[0].Id);
        Assert.Equal("1 –true→ 2", canvas.Edges[0].ToString());
    }

    [Theory]
    [InlineData("""{"viewport":{"x":9},"nodes":[{"id":"a","type":"action","selected":true,"position":{"x":1,"y":2},"config":{"y":[true,null],"x":1,"type":"close"}},{"id":"t","type":"trigger"}],"edges":[{"id":"e1","source":"t","target":"a"}]}""", true)]
    [InlineData("""{"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","data":{"type":"\u0063lose","x":1,"y":[true,null]}}],"edges":[{"from":"t","to":"a","sourceHandle":""}]}""", true)]
    [InlineData("""{"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","config":{"type":"close","x":2,"y":[true,null]}}],"edges":[{"from":"t","to":"a"}]}""", false)]
    [InlineData("""{"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","name":"A","config":{"type":"close","x":1,"y":[true,null]}}],"edges":[{"from":"t","to":"a"}]}""", false)]
    [InlineData("""{"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","parent_id":"t","config":{"type":"close","x":1,"y":[true,null]}}],"edges":[{"from":"t","to":"a"}]}""", false)]
    [InlineData("""{"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","config":{"type":"close","x":1,"y":[null,true]}}],"edges":[{"from":"t","to":"a"}]}""", false)]
    [InlineData("""{"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","config":{"type":"close","x":1,"y":[true,null]}}],"edges":[{"from":"t","to":"a","condition":"out"}]}""", false)]
    [InlineData("""{"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","config":{"type":"close","x":1,"y":[true,null]}}],"edges":[]}""", false)]
    public void ContentHash_OfAnotherSpelling_IsEqualWhenTheMeaningIs(string other, bool isEqual) =>
        Assert.Equal(isEqual, Read(Plain).ContentHash == Read(other).ContentHash);

    [Fact]
    public void ContentHash_OfTriggersInAnotherOrder_Differs() =>
        Assert.NotEqual(
            Read("""{"nodes":[{"id":"a","type":"trigger"},{"id":"b","type":"trigger"}]}""").ContentHash,
            Read("""{"nodes":[{"id":"b","type":"trigger"},{"id":"a","type":"trigger"}]}""").ContentHash);

    [Fact]
    public void Workflow_StoredAndRead_KeepsCanvasAndTriggerByteForByte()
    {
        const string Canvas = """{ "nodes":[ {"id":"t","type":"trigger","x":{"é":"\u00e9"}} ], "edges":[] }""";
        var faults = new List<Fault>();
        var workflow = new Workflow
        {
            Id = "wf_1",
            Name = "Näme",
            Canvas = Read(Canvas),
            Trigger = TriggerConfig.Read(JsonText.Parse("""{ "type":"event","event_types":["a"], "more":1 }"""), FaultPath.Root, faults)!,
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch.AddTicks(1),
        };

        var read = Workflow.FromJson(JsonText.Parse(workflow.ToJson().ToString()));

        Assert.Empty(faults);
        Assert.Equal(Canvas, read.Canvas.Text.ToString());
        Assert.Equal(workflow with { Canvas = read.Canvas }, read);
    }

    [Fact]
    public void WorkflowVersion_StoredAndRead_IsTheSame()
    {
        var version = new WorkflowVersion { WorkflowId = "wf_1", WorkflowName = "N", Version = 3, Canvas = Read(Plain), PublishedAt = DateTimeOffset.UnixEpoch, PublishedBy = "ann" };

        var read = WorkflowVersion.FromJson(version.ToJson());

        Assert.Equal(version.Canvas.Text, read.Canvas.Text);
        Assert.Equal((version.WorkflowId, version.Version, version.PublishedBy, version.ContentHash), (read.WorkflowId, read.Version, read.PublishedBy, read.ContentHash));
    }

    [Fact]
    public void HasUnpublishedChanges_LayoutAloneChanged_IsFalse()
    {
        var published = new WorkflowVersion { WorkflowId = "wf_1", WorkflowName = "N", Version = 1, Canvas = Read(Plain), PublishedAt = DateTimeOffset.UnixEpoch };
        var workflow = new Workflow { Id = "wf_1", Name = "N", Canvas = Read(Plain), PublishedHash = published.ContentHash, CreatedAt = default, UpdatedAt = default };

        Assert.False(workflow.HasUnpublishedChanges);
        Assert.False((workflow with { Canvas = Read(Plain.Replace("\"id\":\"a\"", "\"position\":{\"x\":3},\"id\":\"a\"", StringComparison.Ordinal)) }).HasUnpublishedChanges);
        Assert.True((workflow with { Canvas = Read(Plain.Replace("close", "reopen", StringComparison.Ordinal)) }).HasUnpublishedChanges);
        Assert.True((workflow with { PublishedHash = null }).HasUnpublishedChanges);
    }

    [Fact]
    public void Workflow_DeepestCanvas_IsStoredAndRead()
    {
        var deep = new string('[', 60) + new string(']', 60);
        var workflow = new Workflow { Id = "wf_1", Name = "N", Canvas = Read($$"""{"nodes":[{"id":"t","type":"trigger","config":{{deep}}}]}"""), CreatedAt = default, UpdatedAt = default };

        Assert.Equal(workflow.Canvas.Text, Workflow.FromJson(workflow.ToJson()).Canvas.Text);
    }

    private static CanvasDefinition Read(string json) => CanvasDefinition.Parse(JsonText.Parse(json));
}
