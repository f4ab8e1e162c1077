using Aurion.Engine.Tests.Execution;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>What the simulated engines have to do: workflows on random canvases, rules, and the host's conversations.</summary>
internal sealed class SimulatedPlan(int seed)
{
    public const int Conversations = 3;
    private readonly Random _random = new(seed ^ 0x5EED);

    /// <summary>Gets the workflow that others call.</summary>
    public string Called { get; private set; } = null!;

    /// <summary>Gets the workflow that clients start.</summary>
    public string Started { get; private set; } = null!;

    /// <summary>Gets the workflow that each event of a new ticket starts.</summary>
    public string Listening { get; private set; } = null!;

    /// <summary>Gets the workflow of which only so many runs are at work for each key.</summary>
    public string Limited { get; private set; } = null!;

    /// <summary>Gets the workflow that each conversation starts once, when it is an hour old.</summary>
    public string Timed { get; private set; } = null!;

    public int Limit { get; private set; }

    public string OnConflict { get; private set; } = null!;

    /// <summary>Gets the rule that greets each conversation once.</summary>
    public string Greeting { get; private set; } = null!;

    /// <summary>Gets the rule that runs at most twice an hour on a conversation.</summary>
    public string Rare { get; private set; } = null!;

    /// <summary>Gets the rule that each conversation meets once, when it is an hour old.</summary>
    public string Aging { get; private set; } = null!;

    public IEnumerable<string> Pausable => [Started, Limited];

    public async Task PrepareAsync(SimulatedNode node, TestConversations conversations)
    {
        for (var at = 0; at < Conversations; at++)
        {
            conversations.Put($"c{at}", $$"""{"status":"open","status_changed_at":"{{EngineHarness.Noon:O}}","greeted":0,"rare":0,"aged":0,"seen":0}""");
        }

        Called = await PublishAsync(node, [], """{"type":"manual"}""");
        Started = await PublishAsync(node, [Called], """{"type":"manual"}""");
        Listening = await PublishAsync(node, [Called], """{"type":"event","event_types":["ticket.created"]}""");
        Limited = await PublishAsync(node, [], """{"type":"manual"}""");
        Timed = await PublishAsync(node, [], """{"type":"time","time_condition":{"older_than_minutes":60,"status":["open"]}}""");
        (Limit, OnConflict) = (_random.Next(1, 3), _random.Next(4) switch { 0 => "skip", 1 => "replace", _ => "queue" });
        var group = $$$"""{"concurrency":{"key":"{{k}}","limit":{{{Limit}}},"on_conflict":"{{{OnConflict}}}"}}""";
        await node.Workflows.UpdateAsync(TenantId.Default, Limited, JsonText.Parse(group), null, CancellationToken.None);
        Greeting = await RuleAsync(node, """ "trigger_event":"ticket.created","run_limit":"once_per_ticket","actions":[{"type":"set_field","field":"greeted","mode":"increment"},{"type":"do"}] """);
        Rare = await RuleAsync(node, """ "trigger_event":"ticket.created","run_limit":{"max":2,"window":"PT1H"},"actions":[{"type":"set_field","field":"rare","mode":"increment"},{"type":"do"}] """);
        Aging = await RuleAsync(node, """ "execution_mode":"time","time_condition":{"older_than_minutes":60,"status":["open"]},"actions":[{"type":"set_field","field":"aged","mode":"increment"},{"type":"do"}] """);
        await RuleAsync(node, """ "trigger_event":"ticket.updated","react_to_automation":true,"conditions":[{"field":"greeted","operator":"changed"}],"actions":[{"type":"set_field","field":"seen","mode":"increment"},{"type":"do"}] """);
    }

    private async Task<string> PublishAsync(SimulatedNode node, string[] called, string trigger)
    {
        var id = (await node.Workflows.CreateAsync(TenantId.Default, JsonText.Parse($$"""{"name":"Test","trigger_config":{{trigger}}}"""), CancellationToken.None)).Workflow.Id;
        while (true)
        {
            var canvas = RandomScopes.DrawDriven(_random, new DrivenKinds(called, Loops: false));
            await node.Workflows.UpdateAsync(TenantId.Default, id, JsonText.Parse($$"""{"canvas_definition":{{canvas}}}"""), null, CancellationToken.None);
            if ((await node.Workflows.PublishAsync(TenantId.Default, id, "author", null, CancellationToken.None)).IsPublished)
            {
                return id;
            }
        }
    }

    private static async Task<string> RuleAsync(SimulatedNode node, string members) =>
        (await node.Rules.CreateAsync(TenantId.Default, JsonText.Parse($$"""{"name":"r",{{members}}}"""), CancellationToken.None)).Rule.Id;
}
