using Aurion.Engine.Actions;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Rules;

/// <summary>Makes rules from short JSON.</summary>
internal static class RuleBuilder
{
    public static readonly DateTimeOffset Now = new(2026, 2, 1, 10, 0, 0, TimeSpan.Zero);

    public static readonly ActionCatalog Catalog = new([ActionCatalog.Describe("send_notification"), ActionCatalog.Describe("add_note")]);

    /// <summary>A rule on <c>ticket.created</c>.</summary>
    public static AutomationRule Rule(string id, string actions, string conditions = "[]", string more = "", DateTimeOffset? created = null)
    {
        var body = $$"""{"name":"{{id}}","trigger_event":"ticket.created","conditions":{{conditions}},"actions":{{actions}}{{(more.Length > 0 ? "," + more : "")}}}""";
        var faults = new List<Fault>();
        var rule = RuleJson.Read(JsonText.Parse(body), Catalog, id, created ?? Now, faults);
        Assert.Empty(faults);
        return rule!;
    }

    /// <summary>A stored rule whose condition nobody would let pass today.</summary>
    public static AutomationRule Faulty(string id, string actions, int order) => RuleJson.ReadStored(JsonText.Parse(
        $$"""
        {"format":1,"id":"{{id}}","name":"{{id}}","trigger_event":"ticket.created","execution_mode":"event",
         "conditions":[{"field":"a","operator":"resembles","value":1}],"actions":{{actions}},"priority_order":{{order}},
         "created_at":"2026-02-01T10:00:00Z","updated_at":"2026-02-01T10:00:00Z"}
        """));

    public static AutomationEvent Event(string payload, string? conversationId = null, string id = "evt_1", string type = "ticket.created") =>
        new() { Id = id, Type = type, ConversationId = conversationId, Payload = JsonText.Parse(payload) };

    public static RuleDecision Decide(string payload, params AutomationRule[] rules) =>
        RulePass.Decide(RuleSet.Compile(rules), "evt_1", Event(payload), conversation: null, Now);

    /// <summary>What became of the actions: <c>rule/type:status</c>, <c>!</c> for a noop.</summary>
    public static string[] Outcomes(this RuleDecision decision) =>
        [.. decision.Actions.Select(static entry => $"{entry.RuleId}/{entry.Type}:{entry.Status}{(entry.IsNoop ? "!" : "")}")];
}
