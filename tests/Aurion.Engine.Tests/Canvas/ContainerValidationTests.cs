using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Canvas;

public sealed class ContainerValidationTests
{
    private static readonly ActionCatalog Catalog = new([ActionCatalog.Describe("do")]);

    /// <summary>The nodes beside a trigger t, the edges beside t → n, and what is found: codes and paths.</summary>
    public static TheoryData<string, string, string, string> Faulty => new()
    {
        { """{"id":"n","type":"scope"}""", "", "container_without_entry", "nodes[1]" },
        { $$$$"""{"id":"n","type":"scope"},{{{{Do("a")}}}}""", """{"from":"a","to":"a"}""", "container_without_entry", "nodes[1]" },
        { $$$$"""{"id":"n","type":"for_each","config":{"items":[1]}},{{{{Do("a")}}}},{{{{Do("b")}}}}""", """{"from":"a","to":"b"},{"from":"b","to":"a"}""", "container_without_entry", "nodes[1]" },
        { $$$$"""{"id":"n","type":"scope"},{{{{Do("a")}}}}""", """{"from":"n","to":"a"}""", "edge_across_border,container_without_entry", "edges[1],nodes[1]" },
        { $$$$"""{"id":"n","type":"scope"},{{{{Do("a")}}}},{"id":"u","type":"trigger","parent_id":"n"}""", "", "trigger_in_container", "nodes[3].parent_id" },
        { """{"id":"n","type":"end"},{"id":"a","type":"scope","parent_id":"b"},{"id":"b","type":"scope","parent_id":"a"}""", "", "parent_cycle,container_without_entry", "nodes[2].parent_id,nodes[3]" },
        { """{"id":"n","type":"end"},{"id":"a","type":"scope","parent_id":"a"}""", "", "parent_cycle,container_without_entry", "nodes[2].parent_id,nodes[2]" },
        { $$$$"""{"id":"n","type":"scope"},{{{{Do("a")}}}},{{{{Do("u", "gone")}}}}""", "", "unknown_compensated", "nodes[3].config.compensates" },
        { $$$$"""{"id":"n","type":"scope"},{{{{Do("a")}}}},{{{{Do("u", "t")}}}}""", "", "not_compensable", "nodes[3].config.compensates" },
        { $$$$"""{"id":"n","type":"scope"},{{{{Do("a")}}}},{{{{Do("u", "u")}}}}""", "", "not_compensable", "nodes[3].config.compensates" },
        { $$$$"""{"id":"n","type":"scope"},{{{{Do("a")}}}},{{{{Do("u", "a")}}}},{{{{Do("v", "u")}}}}""", "", "not_compensable", "nodes[4].config.compensates" },
        { $$$$"""{"id":"n","type":"scope"},{{{{Do("a")}}}},{{{{Do("u", "a")}}}},{{{{Do("v", "a")}}}}""", "", "compensated_twice", "nodes[4].config.compensates" },
        { $$$$"""{"id":"n","type":"scope"},{{{{Do("a")}}}},{{{{Do("u", "n")}}}}""", "", "compensates_elsewhere", "nodes[3].config.compensates" },
        { """{"id":"n","type":"action","config":{"type":"do"}},{"id":"u","type":"action","config":{"type":"do","compensates":"n"}}""", "", "compensates_elsewhere", "nodes[2].config.compensates" },
        { $$$$"""{"id":"n","type":"scope"},{{{{Do("a")}}}},{{{{Do("b")}}}},{{{{Do("u", "a")}}}}""", """{"from":"u","to":"b"}""", "handler_with_edges", "edges[1]" },
        { $$$$"""{"id":"n","type":"scope"},{{{{Do("a")}}}},{{{{Do("u", "a")}}}}""", """{"from":"a","to":"u","condition":"error"}""", "handler_with_edges", "edges[1]" },
        { """{"id":"n","type":"cancel"}""", "", "missing", "nodes[1].config" },
        { """{"id":"n","type":"cancel","config":{"nodes":["t"],"scope":"t"}}""", "", "ambiguous", "nodes[1].config" },
        { """{"id":"n","type":"cancel","config":{"nodes":[]}}""", "", "wrong_type", "nodes[1].config.nodes" },
        { """{"id":"n","type":"cancel","config":{"nodes":["t",true]}}""", "", "wrong_type", "nodes[1].config.nodes[1]" },
        { """{"id":"n","type":"cancel","config":{"nodes":["n","gone"]}}""", "", "unknown_cancelled", "nodes[1].config.nodes[1]" },
        { """{"id":"n","type":"cancel","config":{"scope":"gone"}}""", "", "unknown_cancelled", "nodes[1].config.scope" },
        { """{"id":"n","type":"cancel","data":{"scope":"t"}}""", "", "unknown_cancelled", "nodes[1].data.scope" },
        { $$$$"""{"id":"n","type":"scope","config":{"timeout":"PT0S"}},{{{{Do("a")}}}}""", "", "out_of_range", "nodes[1].config.timeout" },
        { $$$$"""{"id":"n","type":"scope","config":{"timeout":"soon"}},{{{{Do("a")}}}}""", "", "bad_duration", "nodes[1].config.timeout" },
        { $$$$"""{"id":"n","type":"scope","config":{"variables":[]}},{{{{Do("a")}}}}""", "", "wrong_type", "nodes[1].config.variables" },
        { $$$$"""{"id":"n","type":"scope","config":{"variables":{" ":1}}},{{{{Do("a")}}}}""", "", "variable_name", "nodes[1].config.variables. " },
        { $$$$"""{"id":"n","type":"for_each"},{{{{Do("a")}}}}""", "", "missing", "nodes[1].config.items" },
        { $$$$"""{"id":"n","type":"for_each","config":{"items":7}},{{{{Do("a")}}}}""", "", "wrong_type", "nodes[1].config.items" },
        { $$$$"""{"id":"n","type":"for_each","config":{"items":"list"}},{{{{Do("a")}}}}""", "", "wrong_type", "nodes[1].config.items" },
        { $$$$"""{"id":"n","type":"for_each","config":{"items":[],"mode":"wild"}},{{{{Do("a")}}}}""", "", "enum", "nodes[1].config.mode" },
        { $$$$"""{"id":"n","type":"for_each","config":{"items":[],"max_parallel":0}},{{{{Do("a")}}}}""", "", "wrong_type", "nodes[1].config.max_parallel" },
        { $$$$"""{"id":"n","type":"for_each","config":{"items":[],"complete_when":2}},{{{{Do("a")}}}}""", "", "wrong_type", "nodes[1].config.complete_when" },
        { $$$$"""{"id":"n","type":"for_each","config":{"items":[],"complete_when":{}}},{{{{Do("a")}}}}""", "", "missing", "nodes[1].config.complete_when.n" },
        { $$$$"""{"id":"n","type":"for_each","config":{"items":[],"item_as":7}},{{{{Do("a")}}}}""", "", "wrong_type", "nodes[1].config.item_as" },
        { $$$$"""{"id":"n","type":"for_each","config":{"items":[],"timeout":"PT1H"}},{{{{Do("a")}}}}""", "", "unsupported_setting", "nodes[1].config.timeout" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Validate_OneMistake_IsTheOnlyErrorAndNamesItsPlace(string nodes, string edges, string codes, string paths)
    {
        var errors = Validate(nodes, edges).Where(static finding => finding.Severity is FindingSeverity.Error).ToList();

        Assert.Equal((codes, paths), (string.Join(',', errors.Select(static error => error.Code)), string.Join(',', errors.Select(static error => error.Path))));
        Assert.All(errors, static error => Assert.True(error.Message.Length > 20 && (error.NodeId ?? error.Edge?.From) is not null));
    }

    [Fact]
    public void Validate_NodesInContainersAndHandlers_AreReachable() =>
        Assert.Empty(Validate($$$$"""{"id":"n","type":"scope","config":{"timeout":"PT1H"}},{{{{Do("a")}}}},{{{{Do("b")}}}},{{{{Do("u", "b")}}}},{"id":"z","type":"end"}""", """{"from":"a","to":"b"},{"from":"n","to":"z","condition":"timeout"}"""));

    [Fact]
    public void Validate_HandlerOfAStepThatNothingReaches_IsUnreachableToo() =>
        Assert.Equal(
            ["unreachable_node", "unreachable_node"],
            Validate($$$$"""{"id":"n","type":"scope"},{{{{Do("a")}}}},{{{{Do("b")}}}},{{{{Do("u", "b")}}}}""", """{"from":"b","to":"b"}""").Select(static finding => finding.Code));

    [Theory]
    [InlineData("\"items\":[1,2]", "{\"v\":1}", false)] // one after the other
    [InlineData("\"items\":[1,2],\"mode\":\"parallel\"", "{\"v\":1}", true)]
    [InlineData("\"items\":[1,2],\"mode\":\"parallel\",\"max_parallel\":1", "{\"v\":1}", false)]
    [InlineData("\"items\":[1,2],\"mode\":\"parallel\",\"variables\":{\"v\":0}", "{\"v\":1}", false)] // each item has its own
    [InlineData("\"items\":[1,2],\"mode\":\"parallel\",\"item_as\":\"v\"", "{\"v\":1}", false)]
    public void Validate_ItemsThatWriteOneVariable_WarnsWhenTheyAreAtWorkAtOnce(string config, string assign, bool warns)
    {
        var findings = Validate($$$"""{"id":"n","type":"for_each","config":{{{{config}}}}},{"id":"s","type":"set","parent_id":"n","config":{"assign":{{{assign}}} }}""", "");

        Assert.Equal(warns ? ["parallel_writes"] : [], findings.Select(static finding => finding.Code));
    }

    [Theory]
    [InlineData("{}", "{}", true)] // two entries of one container
    [InlineData("""{"variables":{"v":0}}""", "{}", true)] // both write the container's own
    [InlineData("{}", """{"variables":{"v":0}}""", false)] // one writes that of an inner container
    public void Validate_BranchesInContainersThatWriteOneVariable_Warns(string outer, string inner, bool warns)
    {
        var findings = Validate($$$"""{"id":"n","type":"scope","config":{{{outer}}} },{"id":"a","type":"set","parent_id":"n","config":{"assign":{"v":1} }},{"id":"i","type":"scope","parent_id":"n","config":{{{inner}}} },{"id":"b","type":"set","parent_id":"i","config":{"assign":{"v":2} }}""", "");

        Assert.Equal(warns ? ["parallel_writes"] : [], findings.Select(static finding => finding.Code));
    }

    private static string Do(string id, string? compensates = null) =>
        $$$"""{"id":"{{{id}}}","type":"action","parent_id":"n","config":{"type":"do"{{{(compensates is null ? string.Empty : $",\"compensates\":\"{compensates}\"")}}} }}""";

    private static CanvasFinding[] Validate(string nodes, string edges) =>
        [.. CanvasValidator.Validate(CanvasDefinition.Parse(JsonText.Parse($$"""{"nodes":[{"id":"t","type":"trigger"},{{nodes}}],"edges":[{"from":"t","to":"n"}{{(edges.Length == 0 ? "" : "," + edges)}}]}""")), TriggerConfig.Manual, Catalog)];
}
