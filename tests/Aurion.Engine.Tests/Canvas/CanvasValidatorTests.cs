using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Canvas;

public sealed class CanvasValidatorTests
{
    private static readonly ActionCatalog Catalog = new([ActionCatalog.Describe("send_notification"), ActionCatalog.Describe("create_ticket")]);

    /// <summary>The nodes beside a trigger t, the edges beside t → n, and what is found: code and path.</summary>
    public static TheoryData<string, string, string, string> Faulty => new()
    {
        { """{"id":"n","type":"teleport"}""", "", "unknown_node_type", "nodes[1].type" },
        { """{"id":"n"}""", "", "unknown_node_type", "nodes[1].type" },
        { """{"id":"n","type":"end"},{"id":"n","type":"end"}""", "", "duplicate_id", "nodes[2].id" },
        { """{"id":"n","type":"end"},{"type":"end"}""", "", "missing_id", "nodes[2].id" },
        { """{"id":"n","type":"set","config":{"assign":{}}}""", """{"from":"n","to":"t"}""", "edge_into_trigger", "edges[1]" },
        { """{"id":"n","type":"end"}""", """{"from":"t","to":"gone"}""", "dangling_edge", "edges[1].to" },
        { """{"id":"n","type":"end"}""", """{"from":"t"}""", "dangling_edge", "edges[1].to" },
        { """{"id":"n","type":"end"}""", """{"from":"gone","to":"n"}""", "dangling_edge", "edges[1].from" },
        { """{"id":"n","type":"end"}""", """{"from":"n","to":"n"}""", "unknown_port", "edges[1].condition" },
        { """{"id":"n","type":"condition","config":{"field":"a","equals":1}}""", """{"from":"n","to":"n","condition":"maybe"}""", "unknown_port", "edges[1].condition" },
        { """{"id":"n","type":"end"}""", """{"from":"t","to":"n","condition":{}}""", "port_type", "edges[1].condition" },
        { """{"id":"n","type":"end","parent_id":"gone"}""", "", "unknown_parent", "nodes[1].parent_id" },
        { """{"id":"n","type":"end","parent_id":"t"}""", "", "parent_no_container", "nodes[1].parent_id" },
        { """{"id":"n","type":"scope"},{"id":"m","type":"end","parent_id":"n"}""", """{"from":"t","to":"m"}""", "edge_across_border,container_without_entry", "edges[1],nodes[1]" },
        { """{"id":"n","type":"action"}""", "", "missing", "nodes[1].config.type" },
        { """{"id":"n","type":"action","config":{"type":"fly"}}""", "", "unknown_action", "nodes[1].config.type" },
        { """{"id":"n","type":"action","data":{"type":"assign_team"}}""", "", "missing", "nodes[1].data.team_id" },
        { """{"id":"n","type":"action","config":{"type":"assign_team","team_id":7}}""", "", "string_type", "nodes[1].config.team_id" },
        { """{"id":"n","type":"action","config":{"type":"send_notification","retry":{"max_attempts":0}}}""", "", "wrong_type", "nodes[1].config.retry.max_attempts" },
        { """{"id":"n","type":"action","config":{"type":"send_notification","retry":{"initial":"soon"}}}""", "", "bad_duration", "nodes[1].config.retry.initial" },
        { """{"id":"n","type":"action","config":{"type":"send_notification","on_error":"explode"}}""", "", "enum", "nodes[1].config.on_error" },
        { """{"id":"n","type":"action","config":{"type":"send_notification","timeout":"PT0S"}}""", "", "out_of_range", "nodes[1].config.timeout" },
        { """{"id":"n","type":"condition","config":{"conditions":[{"field":"a","operator":"resembles","value":1}]}}""", "", "unknown_operator", "nodes[1].config.conditions[0].operator" },
        { """{"id":"n","type":"condition","config":{"script":"true"}}""", "", "unsupported_script", "nodes[1].config.script" },
        { """{"id":"n","type":"switch"}""", "", "missing", "nodes[1].config.cases" },
        { """{"id":"n","type":"switch","config":{"cases":[{"name":"a","conditions":[]},{"name":"a","conditions":[]}]}}""", "", "case_name", "nodes[1].config.cases[1].name" },
        { """{"id":"n","type":"switch","config":{"cases":[{"name":"default","conditions":[]}]}}""", "", "case_name", "nodes[1].config.cases[0].name" },
        { """{"id":"n","type":"switch","config":{"mode":"some","cases":[]}}""", "", "enum", "nodes[1].config.mode" },
        { """{"id":"n","type":"delay"}""", "", "missing", "nodes[1].config" },
        { """{"id":"n","type":"delay","config":{"duration":"P1M"}}""", "", "bad_duration", "nodes[1].config.duration" },
        { """{"id":"n","type":"delay","config":{"duration":"PT1M","until":"2026-01-01"}}""", "", "ambiguous", "nodes[1].config" },
        { """{"id":"n","type":"delay","config":{"until":"tomorrow"}}""", "", "bad_instant", "nodes[1].config.until" },
        { """{"id":"n","type":"approval","config":{"title":"?"}}""", "", "no_approvers", "nodes[1].config.approvers" },
        { """{"id":"n","type":"approval","config":{"approvers":[]}}""", "", "no_approvers", "nodes[1].config.approvers" },
        { """{"id":"n","type":"approval","config":{"approvers":["bob"]}}""", "", "bad_approver", "nodes[1].config.approvers[0]" },
        { """{"id":"n","type":"approval","config":{"approvers":["user:a","user:b"],"required":3}}""", "", "too_few_approvers", "nodes[1].config.required" },
        { """{"id":"n","type":"approval","config":{"approvers":["user:a","user:b"],"required":4,"escalate_after":"PT1H","escalate_to":["user:b","user:c"]}}""", "", "too_few_approvers", "nodes[1].config.required" },
        { """{"id":"n","type":"approval","config":{"approvers":["user:a"],"escalate_after":"PT1H"}}""", "", "missing", "nodes[1].config.escalate_to" },
        { """{"id":"n","type":"approval","config":{"approvers":["user:a"],"escalate_to":"role:b"}}""", "", "missing", "nodes[1].config.escalate_after" },
        { """{"id":"n","type":"approval","config":{"approvers":["user:a"],"escalate_after":"PT1H","escalate_to":"manager"}}""", "", "bad_approver", "nodes[1].config.escalate_to" },
        { """{"id":"n","type":"approval","config":{"approvers":["user:a"],"escalate_after":"PT0S","escalate_to":"role:b"}}""", "", "out_of_range", "nodes[1].config.escalate_after" },
        { """{"id":"n","type":"approval","config":{"approvers":["user:a"],"remind_every":"PT59S"}}""", "", "out_of_range", "nodes[1].config.remind_every" },
        { """{"id":"n","type":"approval","config":{"approvers":["role:a"],"required":"most"}}""", "", "wrong_type", "nodes[1].config.required" },
        { """{"id":"n","type":"approval","config":{"approvers":["role:a"],"on_expire":"ignore"}}""", "", "enum", "nodes[1].config.on_expire" },
        { """{"id":"n","type":"set","config":{}}""", "", "missing", "nodes[1].config.assign" },
        { """{"id":"n","type":"set","config":{"assign":[1]}}""", "", "wrong_type", "nodes[1].config.assign" },
        { """{"id":"n","type":"end","config":{"status":"fine"}}""", "", "enum", "nodes[1].config.status" },
        { """{"id":"n","type":"end","config":"x"}""", "", "config_type", "nodes[1].config" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Validate_OneMistake_IsTheOnlyErrorAndNamesItsPlace(string node, string edge, string code, string path)
    {
        var findings = Validate(Canvas(node, edge));

        var errors = findings.Where(static finding => finding.Severity is FindingSeverity.Error).ToList();
        Assert.Equal((code, path), (string.Join(',', errors.Select(static error => error.Code)), string.Join(',', errors.Select(static error => error.Path))));
        Assert.All(errors, error => Assert.True(error.Message.Length > 0 && (error.NodeId is not null || error.Edge is not null || code is "missing_id" or "port_type")));
    }

    [Theory]
    [InlineData("""{"nodes":[]}""", "no_trigger", "nodes")]
    [InlineData("""{"edges":[]}""", "no_trigger", "nodes")]
    [InlineData("""[]""", "canvas_type", "")]
    public void Validate_CanvasWithoutATrigger_SaysSo(string canvas, string code, string path) =>
        Assert.Contains(Validate(canvas), finding => finding.Code == code && finding.Path.ToString() == path);

    [Theory]
    [InlineData("""{"id":"n","type":"end"},{"id":"lost","type":"end"}""", "", "unreachable_node", "nodes[2]")]
    [InlineData("""{"id":"n","type":"end"}""", """{"from":"t","to":"n"}""", "duplicate_edge", "edges[1]")]
    [InlineData("""{"id":"n","type":"switch","config":{"cases":[{"name":"a","conditions":[]}]}},{"id":"e","type":"end"}""", """{"from":"n","to":"e"}""", "switch_edge_without_port", "edges[1].condition")]
    [InlineData("""{"id":"n","type":"approval","config":{"approvers":["role:a"],"expires_in":"PT1H","remind_every":"PT1H"}}""", "", "never_reminds", "nodes[1].config.remind_every")]
    [InlineData("""{"id":"n","type":"approval","config":{"approvers":["role:a"],"expires_in":"PT1H","escalate_after":"PT2H","escalate_to":"role:b"}}""", "", "never_escalates", "nodes[1].config.escalate_after")]
    public void Validate_DoubtfulCanvas_WarnsWithoutAnError(string node, string edge, string code, string path)
    {
        var finding = Assert.Single(Validate(Canvas(node, edge)));

        Assert.Equal((FindingSeverity.Warning, code, path), (finding.Severity, finding.Code, finding.Path.ToString()));
    }

    [Theory]
    [InlineData("", """{"from":"n","to":"a"},{"from":"n","to":"b"}""", true)] // two branches at once
    [InlineData("", """{"from":"n","to":"a"},{"from":"a","to":"b"}""", false)] // one after the other
    [InlineData("", """{"from":"n","to":"a"},{"from":"n","to":"c"},{"from":"a","to":"b"},{"from":"c","to":"b"}""", false)] // after they have met
    [InlineData("", """{"from":"n","to":"c"},{"from":"n","to":"b"},{"from":"c","to":"a"}""", true)] // deeper in a branch
    [InlineData("", """{"from":"n","to":"s"},{"from":"s","to":"a","condition":"x"},{"from":"s","to":"b","condition":"y"}""", false)] // one case or the other
    [InlineData("\"mode\":\"all\",", """{"from":"n","to":"s"},{"from":"s","to":"a","condition":"x"},{"from":"s","to":"b","condition":"y"}""", true)] // both cases
    [InlineData("\"mode\":\"all\",", """{"from":"n","to":"s"},{"from":"s","to":"a","condition":"x"},{"from":"s","to":"b","condition":"default"}""", false)] // the default never beside a case
    public void Validate_TwoWritersOfOneVariable_WarnsWhenTheyRunAtOnce(string mode, string edges, bool warns)
    {
        var nodes = """
            {"id":"n","type":"set","config":{"assign":{}}},{"id":"a","type":"set","config":{"assign":{"v":1}}},{"id":"b","type":"action","config":{"type":"send_notification","output_as":"v"}},
            {"id":"c","type":"set","config":{"assign":{"w":1}}},{"id":"s","type":"switch","config":{#"cases":[{"name":"x","conditions":[]},{"name":"y","conditions":[]}]}}
            """.Replace("#", mode, StringComparison.Ordinal);

        Assert.Equal(warns, Validate(Canvas(nodes, edges)).Any(static finding => finding.Code == "parallel_writes"));
    }

    [Theory]
    [InlineData("""{"type":"event","event_types":["ticket.updated"]}""", "trigger_differs")]
    [InlineData("""{"type":"manual"}""", "trigger_differs")]
    [InlineData("""{"type":"event","event_types":["ticket.created","ticket.updated"]}""", null)]
    public void Validate_TriggerNodeOfAnotherEvent_Warns(string trigger, string? code)
    {
        var config = TriggerConfig.Read(JsonText.Parse(trigger), FaultPath.Root, new List<Fault>());

        var findings = CanvasValidator.Validate(Read("""{"nodes":[{"id":"t","type":"trigger","config":{"event":"ticket.created"}}]}"""), config, Catalog);

        Assert.Equal(code, findings.SingleOrDefault()?.Code);
    }

    [Fact]
    public void Validate_NodesBehindAnUnknownOne_AreNotCalledUnreachable() =>
        Assert.Equal("unknown_node_type", Assert.Single(Validate(Canvas("""{"id":"n","type":"teleport"},{"id":"m","type":"end"}""", """{"from":"n","to":"m"}"""))).Code);

    [Fact]
    public void Validate_UnknownTypes_ListWhatIsAllowed()
    {
        Assert.Contains("trigger, condition, switch, action, approval, delay, set, end", Validate(Canvas("""{"id":"n","type":"teleport"}""", ""))[0].Message, StringComparison.Ordinal);
        Assert.Contains("assign_team", Validate(Canvas("""{"id":"n","type":"action","config":{"type":"fly"}}""", ""))[0].Message, StringComparison.Ordinal);
        Assert.Contains("true, false", Validate(Canvas("""{"id":"n","type":"condition","config":{"field":"a","equals":1}}""", """{"from":"n","to":"n","condition":"maybe"}"""))[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_ManyMistakes_ReportsThemAll()
    {
        var findings = Validate(Canvas("""{"id":"n","type":"approval","config":{"required":0,"reject_on":"last","expires_in":"x","on_expire":"y","exclude_requester":1}}""", ""));

        Assert.Equal(6, findings.Count(static finding => finding.Severity is FindingSeverity.Error));
    }

    [Fact]
    public void Compile_CanvasWithErrors_ThrowsAllOfThem()
    {
        var version = new WorkflowVersion { WorkflowId = "wf_1", WorkflowName = "N", Version = 1, PublishedAt = default, Canvas = Read(Canvas("""{"id":"n","type":"teleport"},{"id":"m","type":"set"}""", "")) };

        var thrown = Assert.Throws<InvalidDefinitionException>(() => Graph.Compile(version));

        Assert.Equal(["unknown_node_type", "missing"], thrown.Faults.Select(static fault => fault.Type));
    }

    [Theory]
    [InlineData("""{"type":"manual"}""", TriggerType.Manual)]
    [InlineData("""{"type":"webhook","extra":1}""", TriggerType.Webhook)]
    [InlineData("""{"type":"event","event_types":["a"],"conditions":[{"field":"x","operator":"equals","value":1}]}""", TriggerType.Event)]
    [InlineData("""{"type":"schedule","cron":"0 9 * * MON-FRI","time_zone":"Europe/Berlin"}""", TriggerType.Schedule)]
    [InlineData("""{"type":"time","time_condition":{"older_than_minutes":60,"status":["open"]}}""", TriggerType.Time)]
    public void TriggerRead_GoodConfiguration_KeepsItsText(string json, TriggerType type)
    {
        var faults = new List<Fault>();

        var trigger = TriggerConfig.Read(JsonText.Parse(json), FaultPath.Root, faults);

        Assert.Empty(faults);
        Assert.Equal((type, json), (trigger!.Type, trigger.Text.ToString()));
    }

    [Theory]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    [InlineData("{}", "type")]
    [InlineData("""{"type":"moon"}""", "type")]
    [InlineData("""{"type":7}""", "type")]
    [InlineData("""{"type":"event"}""", "event_types")]
    [InlineData("""{"type":"event","event_types":[]}""", "event_types")]
    [InlineData("""{"type":"event","event_types":["a",3]}""", "event_types[1]")]
    [InlineData("""{"type":"event","event_types":["a"],"conditions":[{"field":"x","operator":"resembles"}]}""", "conditions[0].operator")]
    [InlineData("""{"type":"schedule"}""", "cron")]
    [InlineData("""{"type":"schedule","cron":"often"}""", "cron")]
    [InlineData("""{"type":"schedule","cron":"0 9 * * *","time_zone":"Mars/Olympus"}""", "time_zone")]
    [InlineData("""{"type":"time"}""", "time_condition")]
    [InlineData("""{"type":"time","time_condition":{}}""", "time_condition.older_than_minutes")]
    public void TriggerRead_BadConfiguration_SaysWhere(string json, string path)
    {
        var faults = new List<Fault>();

        Assert.Null(TriggerConfig.Read(JsonText.Parse(json), FaultPath.Root, faults));
        Assert.Equal(path, faults[0].Path.ToString());
    }

    private static string Canvas(string nodes, string edge) =>
        $$"""{"nodes":[{"id":"t","type":"trigger"},{{nodes}}],"edges":[{"from":"t","to":"n"}{{(edge.Length == 0 ? "" : "," + edge)}}]}""";

    private static CanvasFinding[] Validate(string canvas) => [.. CanvasValidator.Validate(Read(canvas), TriggerConfig.Manual, Catalog)];

    private static CanvasDefinition Read(string canvas) => CanvasDefinition.Parse(JsonText.Parse(canvas));
}
