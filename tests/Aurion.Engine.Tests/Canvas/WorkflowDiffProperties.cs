using Aurion.Engine.Canvas;
using Aurion.Engine.Values;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Canvas;

/// <summary>Random canvases over few ids, types and values, so that two of them share much.</summary>
public sealed class WorkflowDiffProperties
{
    private static readonly string[] Configs = ["null", "{}", "[]", "{\"a\":1}", "{\"a\":1.0}", "{\"a\":[1,2],\"b\":null}", "{\"b\":null,\"a\":[1,3]}", "{\"a\":{\"x\":\"\\u00e9\"}}", "{\"a\":{\"x\":\"é\",\"y\":[]}}", "{\"a\":[{\"k\":1},2]}"];

    [Property(MaxTest = 1000)]
    public Property Diff_AppliedByANaivePatcher_GivesTheLaterCanvas() => Prop.ForAll(Canvases(), Canvases(), static (one, other) =>
    {
        var (before, after) = (Read(one), Read(other));
        var diff = WorkflowDiff.Between(before, TriggerConfig.Manual, after, TriggerConfig.Manual);
        return CanvasPatch.Apply(before, diff).ContentHash == after.ContentHash;
    });

    [Property(MaxTest = 1000)]
    public Property Diff_IsEmpty_ExactlyWhenTheMeaningIsOne() => Prop.ForAll(Canvases(), Canvases(), static (one, other) =>
        WorkflowDiff.Between(Read(one), TriggerConfig.Manual, Read(other), TriggerConfig.Manual).IsEmpty == (Read(one).ContentHash == Read(other).ContentHash));

    [Property(MaxTest = 500)]
    public Property Diff_OfACanvasWithItself_IsEmpty() => Prop.ForAll(Canvases(), static canvas =>
    {
        var diff = WorkflowDiff.Between(Read(canvas), TriggerConfig.Manual, Read(canvas), TriggerConfig.Manual);
        return diff is { IsEmpty: true, LayoutChanged: false };
    });

    private static CanvasDefinition Read(string text) => CanvasDefinition.Parse(JsonText.Parse(text));

    private static Arbitrary<string> Canvases() =>
        (from ids in Gen.SubListOf("a", "b", "c", "d", "e", "f", "g").Select(static list => list.ToArray())
         from order in Gen.Shuffle(ids)
         from nodes in Gen.CollectToArray(order, static id => Node(id))
         from count in Gen.Choose(0, 8)
         from edges in Gen.ArrayOf(Edge(order), order.Length == 0 ? 0 : count)
         select $$"""{"nodes":[{{string.Join(',', nodes)}}],"edges":[{{string.Join(',', edges)}}]}""").ToArbitrary();

    private static Gen<string> Node(string id) =>
        from type in Gen.Elements("trigger", "trigger", "action", "end")
        from name in Gen.Elements("", "", "\"name\":\"N\",", "\"name\":\"M \\\"1\\\"\",")
        from parent in Gen.Elements("", "", "\"parent_id\":\"a\",", "\"parent_id\":\"b\",")
        from config in Gen.Elements(Configs)
        from x in Gen.Elements("", ",\"position\":{\"x\":1}")
        select $$"""{"id":"{{id}}",{{name}}{{parent}}"type":"{{type}}","config":{{config}}{{x}}}""";

    private static Gen<string> Edge(string[] ids) => ids.Length == 0
        ? Gen.Constant("")
        : from one in Gen.Elements(ids)
          from other in Gen.Elements(ids)
          from port in Gen.Elements("", "", ",\"condition\":\"error\"", ",\"condition\":\"out\"")
          select $$"""{"from":"{{one}}","to":"{{other}}"{{port}}}""";
}
