using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurion.Engine.Conditions;
using Aurion.Engine.Rules;
using Aurion.Engine.Tests.Conditions;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>Two hosts of one kind: in one the rule acts, in the other the workflow that was made of it. Whatever comes, both do the same.</summary>
/// <remarks>Left out is what differs by nature (decision 0027): placeholders of the conversation in an event that is about none, and other rules on the event.</remarks>
public sealed class RuleMigrationProperties
{
    private const string Conversation = "c1";

    private static readonly string[] Actions =
    [
        """{"type":"do","text":"{{t}} and {{n}}","whole":"{{o}}","list":["{{l[0].t}}",{"status":"{{status}}"}]}""", """{"type":"send_notification","status":"{{status}}","own":"{{$conversation.status}}","was":"{{previous.n}}"}""",
        """{"type":"do","fails":true}""", """{"type":"do","fails_until":2}""", """{"type":"create_ticket","missing":"{{missing.x}}","tags":"{{tags}}"}""",
        """{"type":"set_status","status":"open"}""", """{"type":"set_status","status":"{{t}}"}""", """{"type":"set_status","status":"{{missing}}"}""", """{"type":"set_field","field":"n","mode":"increment"}""",
        """{"type":"set_field","field":"t","value":"{{status}}"}""", """{"type":"set_field","field":"n","value":{"was":"{{n}}"}}""", """{"type":"set_field","field":"status","mode":"clear"}""",
        """{"type":"add_tag","tag":"a"}""", """{"type":"add_tag","tags":["b","{{t}}"]}""", """{"type":"remove_tag","tag":"a"}""", """{"type":"bump_priority"}""", """{"type":"escalate","team_id":"team"}""", """{"type":"stop_processing"}""",
    ];

    private static readonly string[] Plain =
    [
        "[]", """[{"field":"status","operator":"not_equals","value":"open"}]""", """[{"field":"n","operator":"changed"}]""", """{"any":[{"field":"t","operator":"is_present"},{"field":"$conversation.status","operator":"equals","value":"open"}]}""",
        """[{"field":"w","operator":"older_than","value":"P1D"}]""", """[{"field":"w","operator":"in_business_hours","value":"office"}]""",
    ];

    private static readonly string[] Known = ["""{"status":"open","n":1,"tags":["a"],"priority":"low"}""", """{"status":"closed"}""", """{"t":"x","n":"5","priority":"urgent","escalation_level":2}"""];

    private static readonly string[] Times = ["2026-03-02T11:00:00Z", "2026-03-02T12:00:00Z", "2026-03-02T12:20:00Z"];

    [Property(MaxTest = 200)]
    public Property Event_AnyRuleAndEvents_RuleAndWorkflowActAlike() => Prop.ForAll(
        (from plain in Gen.Elements(Plain)
         from any in ConditionGenerators.Groups().Generator.Select(Text)
         from isPlain in Gen.Elements(true, false)
         from actions in Gen.Elements(Actions).NonEmptyListOf()
         from fail in Gen.Elements(true, false)
         from known in Gen.Elements(Known)
         from payloads in ConditionGenerators.Payloads().Generator.NonEmptyListOf()
         from about in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
         select (
             Rule: $$"""{"name":"R","trigger_event":"e","conditions":{{(isPlain || !IsAllowed(any) ? plain : any)}},"actions":[{{string.Join(',', Ordered(actions.Take(6), fail)).Replace("$conversation.", about ? "$conversation." : "own.", StringComparison.Ordinal)}}],"on_error":"{{(fail ? "fail" : "continue")}}"}""",
             Known: known,
             Payloads: payloads.Take(3).Select(static payload => payload.ToString()).ToArray(),
             About: about)).ToArbitrary(),
        static sample => PlayEventsAsync(sample.Rule, sample.Known, sample.Payloads, sample.About).GetAwaiter().GetResult());

    [Property(MaxTest = 100)]
    public Property Time_AnyConversationsAndInstants_RuleAndWorkflowActAlike() => Prop.ForAll(
        (from minutes in Gen.Elements(0, 15, 30)
         from statuses in Gen.Elements("", ""","status":["open"]""")
         from limit in Gen.Elements("", ""","run_limit":"every_time" """)
         from conditions in Gen.Elements("[]", """[{"field":"vip","operator":"equals","value":true}]""")
         from steps in (from name in Gen.Choose(0, 2)
                        from status in Gen.Elements("open", "closed")
                        from vip in Gen.Elements("true", "false")
                        from since in Gen.Elements(Times)
                        from wait in Gen.Choose(0, 20)
                        select (Name: $"c{name}", Fields: $$"""{"id":"c{{name}}","status":"{{status}}","vip":{{vip}},"status_changed_at":"{{since}}"}""", Wait: wait)).NonEmptyListOf()
         select (
             Rule: $$"""{"name":"R","execution_mode":"time","time_condition":{"older_than_minutes":{{minutes}}{{statuses}}},"conditions":{{conditions}},"actions":[{"type":"do","id":"{{Braces("id")}}","status":"{{Braces("status")}}"}]{{limit}}}""",
             Steps: steps.Take(10).ToArray())).ToArbitrary(),
        static sample => PlayTimeAsync(sample.Rule, sample.Steps).GetAwaiter().GetResult());

    private static async Task<bool> PlayEventsAsync(string rule, string known, string[] payloads, bool about)
    {
        await using var byRule = new Host(known);
        await using var byWorkflow = new Host(known);
        if (!await byRule.BeginAsync(rule, migrate: false) || !await byWorkflow.BeginAsync(rule, migrate: true))
        {
            return true; // conditions that are no rule's, or actions that can't be carried over: both said why
        }

        foreach (var payload in payloads)
        {
            await byRule.FireAsync(payload, about);
            await byWorkflow.FireAsync(payload, about);
        }

        return byRule.Did().SequenceEqual(byWorkflow.Did())
            && JsonNode.DeepEquals(JsonNode.Parse(byRule.Conversations.FieldsOf(Conversation)), JsonNode.Parse(byWorkflow.Conversations.FieldsOf(Conversation)));
    }

    private static async Task<bool> PlayTimeAsync(string rule, (string Name, string Fields, int Wait)[] steps)
    {
        await using var byRule = new Host("{}");
        await using var byWorkflow = new Host("{}");
        Assert.True(await byRule.BeginAsync(rule, migrate: false) && await byWorkflow.BeginAsync(rule, migrate: true));
        foreach (var (name, fields, wait) in steps)
        {
            await byRule.PassAsync(name, fields, wait);
            await byWorkflow.PassAsync(name, fields, wait);
        }

        return byRule.Did().Order(StringComparer.Ordinal).SequenceEqual(byWorkflow.Did().Order(StringComparer.Ordinal)); // several are done at once
    }

    private static bool IsAllowed(string conditions)
    {
        var faults = new List<Fault>();
        ConditionJson.Read(JsonText.Parse(conditions).Element, FaultPath.Root, faults, new ConditionOptions { Calendars = Host.Calendars });
        return faults.Count == 0;
    }

    /// <summary>Mostly an order that can be carried over: where a failure ends the rule, what acts outside comes last.</summary>
    private static IEnumerable<string> Ordered(IEnumerable<string> actions, bool fail) => !fail
        ? actions
        : actions.OrderBy(static action => action.Contains("\"do\"", StringComparison.Ordinal) || action.Contains("\"send_", StringComparison.Ordinal) || action.Contains("\"create_", StringComparison.Ordinal));

    private static string Braces(string field) => "{{" + field + "}}";

    private static string Text(ConditionGroup group)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            ConditionJson.Write(writer, group);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private sealed class Host : IAsyncDisposable
    {
        private static readonly BusinessCalendar Office = new("Europe/Berlin", BusinessHours.MondayToFriday(new TimeOnly(9, 0), new TimeOnly(17, 0)));

        public static readonly ImmutableDictionary<string, BusinessCalendar> Calendars = ImmutableDictionary<string, BusinessCalendar>.Empty.Add("office", Office).Add("lab", Office);

        private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
        private readonly Outside _outside = new();
        private readonly EngineHarness _engine;

        public Host(string known)
        {
            Conversations.Put(Conversation, known);
            _engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside, Conversations, static engine =>
            {
                foreach (var (name, calendar) in Calendars)
                {
                    engine.AddCalendar(name, calendar);
                }
            });
        }

        public TestConversations Conversations { get; } = new();

        public async Task<bool> BeginAsync(string rule, bool migrate)
        {
            string id;
            try
            {
                id = (await _engine.Rules.CreateAsync(TenantId.Default, JsonText.Parse(rule), CancellationToken.None)).Rule.Id;
            }
            catch (InvalidDefinitionException)
            {
                return false;
            }

            if (!migrate)
            {
                return true;
            }

            var result = await _engine.Workflows.MigrateFromRuleAsync(TenantId.Default, id, CancellationToken.None);
            if (!result.IsMigrated)
            {
                Assert.NotEmpty(result.Reasons);
                return false;
            }

            var published = await _engine.Workflows.PublishAsync(TenantId.Default, result.State.Workflow.Id, null, null, CancellationToken.None);
            Assert.True(published.IsPublished, string.Join(Environment.NewLine, published.Findings));
            return true;
        }

        public async Task FireAsync(string payload, bool about)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await _engine.Rules.FireAsync(new AutomationEvent { Type = "e", ConversationId = about ? Conversation : null, Payload = JsonText.Parse(payload) }, CancellationToken.None);
            await _engine.SettleAsync();
        }

        public async Task PassAsync(string name, string fields, int minutes)
        {
            Conversations.Put(name, fields);
            _time.Advance(TimeSpan.FromMinutes(minutes));
            await _engine.Rules.RunTimeRulesAsync(TenantId.Default, null, CancellationToken.None);
            await _engine.Workflows.StartDueAsync(TenantId.Default, CancellationToken.None);
            await _engine.SettleAsync();
        }

        public IEnumerable<string> Did() => _outside.Calls.Select(static call => $"{call.Type} {call.ConversationId} {call.Parameters}");

        public ValueTask DisposeAsync() => _engine.DisposeAsync();
    }
}
