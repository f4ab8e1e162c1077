using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Canvas;

public sealed class WorkflowDiffTests
{
    private const string Before = """
        {"nodes":[
          {"id":"t","type":"trigger","config":{}},
          {"id":"a","type":"action","name":"Tell","config":{"type":"send","to":["x","y"],"body":{"text":"Hello","size":1}},"position":{"x":1}},
          {"id":"b","type":"action","config":{"type":"close"}},
          {"id":"c","type":"delay","config":{"duration":"PT1H"}}],
         "edges":[{"from":"t","to":"a"},{"from":"a","to":"b"},{"from":"a","to":"c","condition":"error"},{"from":"b","to":"c"}],"viewport":{"zoom":1}}
        """;

    [Fact]
    public void Between_ParametersNamesNodesAndEdges_NamesEachByItsPath()
    {
        var diff = Diff(Before, """
            {"nodes":[
              {"id":"t","type":"trigger","config":{}},
              {"id":"d","type":"end","config":{}},
              {"id":"a","type":"action","name":"Say","config":{"type":"send","to":["x","z"],"body":{"size":1,"text":"Bye","bold":true}},"position":{"x":9}},
              {"id":"c","type":"delay","config":{"duration":"PT1H"}}],
             "edges":[{"from":"t","to":"a"},{"from":"a","to":"d"},{"from":"a","to":"c","condition":"out"}],"viewport":{"zoom":1}}
            """);

        Assert.Equal(
            [
                "Removed b",
                "Added d",
                "Changed a: name: \"Tell\" → \"Say\"; config.to[1]: \"y\" → \"z\"; config.body.text: \"Hello\" → \"Bye\"; config.body.bold: nothing → true",
            ],
            diff.Nodes.Select(static change => change.ToString()));
        Assert.Equal(["Removed a → b", "Removed b → c", "Added a → d", "Changed a –out→ c"], diff.Edges.Select(static change => change.ToString()));
        Assert.Equal("a", Assert.Single(diff.LayoutNodes));
        Assert.True(diff.LayoutChanged);
    }

    [Theory]
    [InlineData("\"position\":{\"x\":1}", "\"position\":{\"x\":2},\"selected\":true", "a")]
    [InlineData("\"zoom\":1", "\"zoom\":2", "")]
    [InlineData("{\"from\":\"t\",\"to\":\"a\"}", "{\"from\":\"t\",\"to\":\"a\",\"animated\":true}", "")]
    public void Between_LayoutAlone_IsEmptyAndSaysSo(string old, string now, string nodes)
    {
        var diff = Diff(Before, Before.Replace(old, now, StringComparison.Ordinal));

        Assert.True(diff.IsEmpty);
        Assert.Equal((true, nodes), (diff.LayoutChanged, string.Join(' ', diff.LayoutNodes)));
    }

    [Fact]
    public void Between_NodeWithAnotherId_IsRenamedAndItsEdgesAreTheSame()
    {
        var diff = Diff(Before, Before.Replace("\"b\"", "\"shut\"", StringComparison.Ordinal));

        Assert.Equal(["Renamed shut (was b)"], diff.Nodes.Select(static change => change.ToString()));
        Assert.Empty(diff.Edges);
    }

    [Fact]
    public void Between_ContainerWithAnotherId_ItsChildrenStay()
    {
        const string Box = """{"nodes":[{"id":"box","type":"scope","config":{}},{"id":"in","type":"set","parent_id":"box","config":{"assign":{}}}],"edges":[]}""";

        var diff = Diff(Box, Box.Replace("\"box\"", "\"crate\"", StringComparison.Ordinal));

        Assert.Equal(["Renamed crate (was box)"], diff.Nodes.Select(static change => change.ToString()));
    }

    [Fact]
    public void Between_ContainerWithAnotherIdAndAChildThatNamesTheOld_NamesTheChild()
    {
        var diff = Diff(
            """{"nodes":[{"id":"box","type":"scope"},{"id":"in","type":"end","parent_id":"box"}],"edges":[]}""",
            """{"nodes":[{"id":"crate","type":"scope"},{"id":"in","type":"end","parent_id":"box"}],"edges":[]}""");

        Assert.Equal(["Renamed crate (was box)", "Changed in: parent_id: \"crate\" → \"box\""], diff.Nodes.Select(static change => change.ToString()));
    }

    [Fact]
    public void Between_TwoNodesAlikeForTwoAlike_GuessesNothing()
    {
        var diff = Diff(
            """{"nodes":[{"id":"a","type":"end"},{"id":"b","type":"end"}],"edges":[]}""",
            """{"nodes":[{"id":"c","type":"end"},{"id":"d","type":"end"}],"edges":[]}""");

        Assert.Equal(["Removed a", "Removed b", "Added c", "Added d"], diff.Nodes.Select(static change => change.ToString()));
    }

    [Fact]
    public void Between_BranchesAndTriggersInAnotherOrder_NamesTheFewestThatMoved()
    {
        var diff = Diff(
            """{"nodes":[{"id":"t1","type":"trigger"},{"id":"t2","type":"trigger"},{"id":"x","type":"end"},{"id":"y","type":"end"}],"edges":[{"from":"t1","to":"x"},{"from":"t1","to":"y"},{"from":"t2","to":"x"}]}""",
            """{"nodes":[{"id":"t2","type":"trigger"},{"id":"y","type":"end"},{"id":"x","type":"end"},{"id":"t1","type":"trigger"}],"edges":[{"from":"t2","to":"x"},{"from":"t1","to":"x"},{"from":"t1","to":"y"}]}""");

        Assert.Equal(["Moved t2"], diff.Nodes.Select(static change => change.ToString()));
        Assert.Equal(["Moved t2 → x"], diff.Edges.Select(static change => change.ToString()));
    }

    [Fact]
    public void Between_Triggers_NamesWhatDiffers()
    {
        var canvas = CanvasDefinition.Empty;

        var diff = WorkflowDiff.Between(canvas, Trigger("""{"type":"event","event_types":["a"]}"""), canvas, Trigger("""{"event_types":["b"],"type":"event"}"""));

        Assert.Equal("event_types[0]: \"a\" → \"b\"", Assert.Single(diff.Trigger).ToString());
    }

    private static WorkflowDiff Diff(string before, string after) => WorkflowDiff.Between(Canvas(before), TriggerConfig.Manual, Canvas(after), TriggerConfig.Manual);

    private static CanvasDefinition Canvas(string text) => CanvasDefinition.Parse(JsonText.Parse(text));

    private static TriggerConfig Trigger(string text) => TriggerConfig.Read(JsonText.Parse(text), FaultPath.Root, [])!;
}
