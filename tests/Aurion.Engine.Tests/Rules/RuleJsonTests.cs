using System.Buffers;
using System.Text;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Rules;

public sealed class RuleJsonTests
{
    private const string Minimal = """{"name":"n","trigger_event":"ticket.created","actions":[{"type":"unassign"}]}""";
    private const string TimeRule = """{"name":"n","execution_mode":"time","time_condition":{"older_than_minutes":60,"status":["open"]},"actions":[{"type":"unassign"}]}""";
    private static readonly ActionCatalog Catalog = new([ActionCatalog.Describe("send_notification")]);
    private static readonly DateTimeOffset Now = new(2026, 2, 1, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Read_Minimal_HasTheDefaults()
    {
        var rule = Read(Minimal);

        Assert.Equal(
            ("rule_1", "n", null, true, ExecutionMode.Event, "ticket.created", null, 0, false, null, false, OnActionError.Continue),
            (rule.Id, rule.Name, rule.Description, rule.Enabled, rule.Mode, rule.TriggerEvent, rule.TimeCondition,
                rule.PriorityOrder, rule.StopProcessing, rule.RunLimit, rule.ReactToAutomation, rule.OnError));
        Assert.Empty(rule.Conditions.Items);
        Assert.Equal((Now, Now), (rule.CreatedAt, rule.UpdatedAt));
    }

    [Fact]
    public void Write_TheReferencesOwnRule_AnswersItsMembersInItsOrder()
    {
        var rule = Read("""
            {"name":"Escalate urgent tickets","execution_mode":"event","trigger_event":"ticket.created",
             "conditions":[{"field":"priority","operator":"equals","value":"urgent"}],
             "actions":[{"type":"assign_team","team_id":"team_escalation"},{"type":"send_notification","template":"urgent_ticket"}],
             "enabled":true,"priority_order":1,"stop_processing":false,"unknown":{"x":1}}
            """);

        Assert.Equal(
            """{"id":"rule_1","name":"Escalate urgent tickets","description":null,"enabled":true,"execution_mode":"event","trigger_event":"ticket.created","time_condition":{},"conditions":[{"field":"priority","operator":"equals","value":"urgent"}],"actions":[{"type":"assign_team","team_id":"team_escalation"},{"type":"send_notification","template":"urgent_ticket"}],"priority_order":1,"stop_processing":false,"execution_count":42,"last_fired_at":"2026-02-10T14:30:00.25Z","created_at":"2026-02-01T10:00:00Z","updated_at":"2026-02-01T10:00:00Z"}""",
            Answer(new RuleState { Rule = rule, Revision = 1, ExecutionCount = 42, LastFiredAt = new DateTimeOffset(2026, 2, 10, 15, 30, 0, 250, TimeSpan.FromHours(1)) }));
    }

    [Fact]
    public void Write_WhatIsBeyondTheReference_IsAnsweredWhereItDiffersFromItsDefault()
    {
        var plain = Answer(new RuleState { Rule = Read(Minimal[..^1] + ""","run_limit":"every_time","react_to_automation":false,"on_error":"continue"}"""), Revision = 1 });
        var all = Answer(new RuleState { Rule = Read(Minimal[..^1] + ""","run_limit":{"max":3,"window":{"amount":90,"unit":"minutes"}},"react_to_automation":true,"on_error":"fail"}"""), Revision = 1 });

        Assert.DoesNotContain("run_limit", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("on_error", plain, StringComparison.Ordinal);
        Assert.Contains(""","run_limit":{"max":3,"window":"PT1H30M"},"react_to_automation":true,"on_error":"fail",""", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ParametersOfActions_AreKeptWholeInTheirOrder()
    {
        const string action = """{"z":1.0,"type":"send_notification","unknown":{"b":[],"a":null},"template":"t \u00e9"}""";

        var rule = Read($$"""{"name":"n","trigger_event":"e","actions":[{{action}}]}""");

        Assert.Equal(action, Assert.Single(rule.Actions).Definition.ToString());
        Assert.Contains(action, RuleJson.WriteStored(rule).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"trigger_event":"e","actions":[{"type":"unassign"}]}""", "name:missing")]
    [InlineData("""{"name":null,"trigger_event":"e","actions":[{"type":"unassign"}]}""", "name:string_type")]
    [InlineData("""{"name":7,"trigger_event":"e","actions":[{"type":"unassign"}]}""", "name:string_type")]
    [InlineData("""{"name":"","trigger_event":"e","actions":[{"type":"unassign"}]}""", "name:string_too_short")]
    [InlineData("""{"name":" \u00a0","trigger_event":"e","actions":[{"type":"unassign"}]}""", "name:string_blank")]
    [InlineData("""{"name":"n","actions":[{"type":"unassign"}]}""", "trigger_event:missing")]
    [InlineData("""{"name":"n","trigger_event":null,"actions":[{"type":"unassign"}]}""", "trigger_event:missing")]
    [InlineData("""{"name":"n","trigger_event":"  ","actions":[{"type":"unassign"}]}""", "trigger_event:string_blank")]
    [InlineData("""{"name":"n","trigger_event":"e"}""", "actions:missing")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[]}""", "actions:too_short")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":{}}""", "actions:list_type")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"},{"type":"nope"}]}""", "actions[1].type:unknown_action")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[7]}""", "actions[0]:dict_type")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}],"enabled":"true"}""", "enabled:bool_type")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}],"enabled":null}""", "enabled:bool_type")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}],"priority_order":-1}""", "priority_order:greater_than_equal")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}],"priority_order":-99999999999}""", "priority_order:greater_than_equal")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}],"priority_order":99999999999}""", "priority_order:less_than_equal")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}],"priority_order":1.0}""", "priority_order:int_type")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}],"priority_order":"1"}""", "priority_order:int_type")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}],"execution_mode":"cron"}""", "execution_mode:enum")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}],"description":1}""", "description:string_type")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}],"time_condition":{"older_than_minutes":1}}""", "time_condition:value_error")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}],"time_condition":null}""", "time_condition:dict_type")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}],"on_error":"stop"}""", "on_error:enum")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}],"run_limit":"once"}""", "run_limit:enum")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}],"run_limit":{"max":0,"window":"PT1H"}}""", "run_limit.max:greater_than_equal")]
    [InlineData("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}],"run_limit":{"max":1,"window":"PT0S"}}""", "run_limit.window:greater_than")]
    [InlineData("""{"name":"n","execution_mode":"time","actions":[{"type":"unassign"}]}""", "time_condition:missing")]
    [InlineData("""{"name":"n","execution_mode":"time","time_condition":{},"actions":[{"type":"unassign"}]}""", "time_condition:missing")]
    [InlineData("""{"name":"n","execution_mode":"time","time_condition":{"status":["open"]},"actions":[{"type":"unassign"}]}""", "time_condition.older_than_minutes:missing")]
    [InlineData("""{"name":"n","execution_mode":"time","time_condition":{"older_than_minutes":-1},"actions":[{"type":"unassign"}]}""", "time_condition.older_than_minutes:greater_than_equal")]
    [InlineData("""{"name":"n","execution_mode":"time","time_condition":{"older_than_minutes":1,"status":"open"},"actions":[{"type":"unassign"}]}""", "time_condition.status:list_type")]
    [InlineData("""{"name":"n","execution_mode":"time","time_condition":{"older_than_minutes":1,"status":["a",""]},"actions":[{"type":"unassign"}]}""", "time_condition.status[1]:string_too_short")]
    [InlineData("""{"name":"n","execution_mode":"time","time_condition":{"older_than_minutes":1,"basis":"birth"},"actions":[{"type":"unassign"}]}""", "time_condition.basis:enum")]
    [InlineData("""{"name":"n","execution_mode":"time","trigger_event":"e","time_condition":{"older_than_minutes":1},"actions":[{"type":"unassign"}]}""", "trigger_event:value_error")]
    [InlineData("""{"name":"n","trigger_event":"e","conditions":[{"field":"a","operator":"resembles","value":1}],"actions":[{"type":"unassign"}]}""", "conditions[0].operator:*")]
    [InlineData("""{"name":"n","trigger_event":"e","conditions":null,"actions":[{"type":"unassign"}]}""", "conditions:*")]
    [InlineData("""[]""", ":dict_type")]
    public void Read_WhatIsWrong_SaysWhereAndWhat(string body, string expected)
    {
        var faults = new List<Fault>();

        Assert.Null(RuleJson.Read(JsonText.Parse(body), Catalog, "rule_1", Now, faults));

        var fault = Assert.Single(faults);
        Assert.Equal(expected, expected.EndsWith('*') ? $"{fault.Path}:*" : $"{fault.Path}:{fault.Type}");
    }

    [Fact]
    public void Read_SeveralFaults_AreAllReported()
    {
        var faults = new List<Fault>();

        RuleJson.Read(
            JsonText.Parse("""{"name":5,"enabled":1,"priority_order":-2,"execution_mode":"x","conditions":[{"field":""}],"actions":[{"type":"a"},{"type":"assign_team"}]}"""),
            Catalog, "rule_1", Now, faults);

        Assert.Superset(
            new HashSet<string> { "name", "enabled", "priority_order", "execution_mode", "trigger_event", "actions[0].type", "actions[1].team_id" },
            faults.Select(static fault => fault.Path.ToString()).ToHashSet());
        Assert.Contains(faults, static fault => fault.Path.ToString().StartsWith("conditions[0]", StringComparison.Ordinal));
        Assert.Equal("5", faults.Single(static fault => fault.Path.ToString() is "name").Input?.ToString());
    }

    [Fact]
    public void Read_LengthOfAName_CountsCodePoints()
    {
        Assert.Equal(400, Read(Minimal.Replace("\"n\"", $"\"{Repeat("😀", 200)}\"", StringComparison.Ordinal)).Name.Length);

        var faults = new List<Fault>();
        Assert.Null(RuleJson.Read(JsonText.Parse(Minimal.Replace("\"n\"", $"\"{Repeat("😀", 201)}\"", StringComparison.Ordinal)), Catalog, "rule_1", Now, faults));
        Assert.Equal("string_too_long", Assert.Single(faults).Type);
    }

    [Fact]
    public void Apply_AbsentMembers_Stay()
    {
        var rule = Read(Minimal[..^1] + ""","description":"d","priority_order":4,"conditions":{"any":[{"field":"a","operator":"equals","value":1}]},"on_error":"fail"}""");
        var later = Now.AddDays(1);

        var changed = Apply(rule, """{"name":"m"}""", later);

        Assert.Equal(rule with { Name = "m", UpdatedAt = later, Actions = changed.Actions, Conditions = changed.Conditions }, changed);
        Assert.Equal(rule.Conditions, changed.Conditions);
        Assert.Equal(rule.Actions.AsEnumerable(), changed.Actions.AsEnumerable());
    }

    [Fact]
    public void Apply_Null_ClearsWhatMayBeEmptyAndIsAFaultElsewhere()
    {
        var rule = Read(Minimal[..^1] + ""","description":"d","run_limit":"once_per_ticket"}""");

        var changed = Apply(rule, """{"description":null,"run_limit":null}""", Now);
        var faults = new List<Fault>();
        Assert.Null(RuleJson.Apply(
            rule, JsonText.Parse("""{"name":null,"trigger_event":null,"enabled":null,"actions":null,"conditions":null,"priority_order":null}"""), Catalog, Now, faults));

        Assert.Null(changed.Description);
        Assert.Null(changed.RunLimit);
        Assert.Equal(
            ["actions", "conditions", "enabled", "name", "priority_order", "trigger_event"],
            faults.Select(static fault => fault.Path.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Apply_AnotherMode_ClearsTheOthersMember()
    {
        var time = Apply(Read(Minimal), """{"execution_mode":"time","time_condition":{"older_than_minutes":5,"basis":"created_at"}}""", Now);
        var back = Apply(time, """{"execution_mode":"event","trigger_event":"e"}""", Now);

        Assert.Null(time.TriggerEvent);
        Assert.Equal((5, TimeBasis.CreatedAt), (time.TimeCondition!.OlderThanMinutes, time.TimeCondition.Basis));
        Assert.Null(back.TimeCondition);
        Assert.Equal("e", back.TriggerEvent);
    }

    [Theory]
    [InlineData("""{"execution_mode":"time"}""", "time_condition:missing")]
    [InlineData("""{"execution_mode":"time","trigger_event":"e","time_condition":{"older_than_minutes":5}}""", "trigger_event:value_error")]
    [InlineData("""{"time_condition":{"older_than_minutes":5}}""", "time_condition:value_error")]
    [InlineData("""{"actions":[]}""", "actions:too_short")]
    public void Apply_AResultThatIsNoRule_IsAFault(string patch, string expected)
    {
        var faults = new List<Fault>();

        Assert.Null(RuleJson.Apply(Read(Minimal), JsonText.Parse(patch), Catalog, Now, faults));

        var fault = Assert.Single(faults);
        Assert.Equal(expected, $"{fault.Path}:{fault.Type}");
    }

    [Fact]
    public void ValidatePatch_WithoutTheRule_ChecksWhatIsGivenAlone()
    {
        var faults = new List<Fault>();
        RuleJson.ValidatePatch(JsonText.Parse("""{"enabled":false}"""), Catalog, faults);
        Assert.Empty(faults);

        RuleJson.ValidatePatch(JsonText.Parse("""{"enabled":"no","actions":[{"type":"assign_team"}]}"""), Catalog, faults);
        Assert.Equal(["enabled", "actions[0].team_id"], faults.Select(static fault => fault.Path.ToString()).OrderDescending());
    }

    [Fact]
    public void ReadStored_WhatNoLongerIsAllowed_Loads()
    {
        var rule = RuleJson.ReadStored(JsonText.Parse("""
            {"format":1,"id":"rule_9","name":"old","enabled":true,"execution_mode":"event","trigger_event":"e","time_condition":{},
             "conditions":[{"field":"a","operator":"resembles","value":1}],"actions":[{"type":"of_a_plugin_long_gone"}],
             "priority_order":0,"stop_processing":false,"created_at":"2026-02-01T10:00:00Z","updated_at":"2026-02-01T10:00:00Z"}
            """));

        Assert.Equal("of_a_plugin_long_gone", Assert.Single(rule.Actions).Type);
        Assert.Single(rule.Conditions.Items);
    }

    [Theory]
    [InlineData("""{"id":"rule_9"}""")]
    [InlineData("""{"format":2,"id":"rule_9"}""")]
    [InlineData("""{"format":1,"id":"rule_9","created_at":"2026-02-01T10:00:00Z","updated_at":"2026-02-01T10:00:00Z","actions":[1]}""")]
    [InlineData("""{"format":1}""")]
    [InlineData("null")]
    public void ReadStored_NoStoredRule_Throws(string document) =>
        Assert.Throws<JsonException>(() => RuleJson.ReadStored(JsonText.Parse(document)));

    [Fact]
    public void ReadStored_TimeRule_IsWhatWasWritten()
    {
        var rule = Read(TimeRule);

        var again = RuleJson.ReadStored(RuleJson.WriteStored(rule));

        Assert.Equal(RuleJson.WriteStored(rule), RuleJson.WriteStored(again));
        Assert.Equal("open", Assert.Single(again.TimeCondition!.Statuses));
    }

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    private static AutomationRule Read(string body)
    {
        var faults = new List<Fault>();
        var rule = RuleJson.Read(JsonText.Parse(body), Catalog, "rule_1", Now, faults);
        Assert.Empty(faults);
        return rule!;
    }

    private static AutomationRule Apply(AutomationRule rule, string patch, DateTimeOffset now)
    {
        var faults = new List<Fault>();
        var changed = RuleJson.Apply(rule, JsonText.Parse(patch), Catalog, now, faults);
        Assert.Empty(faults);
        return changed!;
    }

    private static string Answer(RuleState state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            RuleJson.Write(writer, state);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
