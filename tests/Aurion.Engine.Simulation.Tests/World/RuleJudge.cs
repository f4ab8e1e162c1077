using System.Globalization;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>Holds what the rules did against what they may do: once a conversation, twice an hour, once an episode.</summary>
internal sealed class RuleJudge(SimulatedWorld world)
{
    public async Task<Violation?> JudgeAsync()
    {
        foreach (var (id, fired) in world.Clients.Events)
        {
            var stored = await world.Stores.Events.FindAsync(TenantId.Default, id, CancellationToken.None);
            if (stored is not { Stage: EventStage.Finished })
            {
                return new Violation(Fault.Accepted, $"event {id} ({fired.Type}) was accepted, and is {stored?.Stage.ToString() ?? "gone"}");
            }
        }

        var log = (await world.Stores.Events.ListLogAsync(TenantId.Default, 1_000, CancellationToken.None)).Where(static entry => entry.IsMatch).ToList();
        for (var at = 0; at < SimulatedPlan.Conversations; at++)
        {
            if (Judge($"c{at}", log) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    private Violation? Judge(string conversation, List<RuleLogEntry> log)
    {
        var isGreeted = world.Clients.Events.Values.Any(fired => fired.Type == "ticket.created" && fired.ConversationId == conversation) ? 1 : 0;
        var fields = JsonText.Parse(world.ConversationsOfTheHost.FieldsOf(conversation)).Element;
        return Judge(world.Plan.Greeting, "greeted", isGreeted) ?? Judge(world.Plan.Aging, "aged", 1) ?? Judge(world.Plan.Rare, "rare", null) ?? JudgeReaction();

        // One that ran out of time, or met others at each change, is logged as failed: how far it came is open.
        Violation? Judge(string rule, string field, int? wanted)
        {
            var ran = log.Where(entry => entry.RuleId == rule && entry.ConversationId == conversation).ToList();
            var succeeded = ran.Count(static entry => entry.Status is RuleLogStatus.Success);
            var changed = fields.GetProperty(field).GetInt32();
            var called = world.Calls.Where(call => call.RuleId == rule && call.ConversationId == conversation).Select(static call => call.IdempotencyKey).Distinct().Count();
            return (wanted is null || ran.Count == wanted) && changed >= succeeded && changed <= ran.Count && called >= succeeded && called <= ran.Count
                ? null
                : new Violation(Fault.Once, $"{field} of {conversation}: ran {ran.Count} times by the log, {succeeded} with success, of {wanted?.ToString(CultureInfo.InvariantCulture) ?? "any"}; {changed} by the field, {called} by the handler");
        }

        Violation? JudgeReaction()
        {
            var (greeted, seen) = (fields.GetProperty("greeted").GetInt32(), fields.GetProperty("seen").GetInt32());
            return seen == greeted || (seen < greeted && log.Exists(static entry => entry.Status is not RuleLogStatus.Success))
                ? null
                : new Violation(Fault.Once, $"{conversation} was greeted {greeted} times, and that was seen {seen} times");
        }
    }
}
