using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The once-keys that keep a rule's limit: running takes one of each choice, and when all of a choice are held, the rule has run often enough.</summary>
internal static class LimitKeys
{
    private const string Ticket = "rule.ticket";
    private const string Episode = "rule.episode";
    private const string Window = "rule.window";
    private const string Fault = "rule.error";

    /// <summary>Lists what a run of a rule takes.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="eventId">The event: it decides which slot of a window is tried first, so that events at the same time seldom try the same.</param>
    /// <param name="conversationId">The conversation that limits count by.</param>
    /// <param name="fields">Its fields, as far as they are known.</param>
    /// <param name="now">The time.</param>
    /// <param name="zone">The zone of instants without an offset.</param>
    /// <returns>The choices; empty for a rule without a limit.</returns>
    public static ImmutableArray<ImmutableArray<OnceKey>> Of(
        AutomationRule rule, string eventId, string conversationId, JsonElement fields, DateTimeOffset now, TimeZoneInfo zone)
    {
        var limit = rule.RunLimit ?? RunLimit.DefaultFor(rule.Mode);
        var isTime = rule.Mode is ExecutionMode.Time;
        if (!isTime && limit.Kind is RunLimitKind.EveryTime)
        {
            return [];
        }

        var choices = ImmutableArray.CreateBuilder<ImmutableArray<OnceKey>>(2);
        if (isTime || limit.Kind is RunLimitKind.OncePerEpisode)
        {
            choices.Add([new OnceKey(Episode, EpisodeName(rule, conversationId, fields, zone))]);
        }

        if (limit.Kind is RunLimitKind.OncePerTicket)
        {
            choices.Add([new OnceKey(Ticket, $"{rule.Id}/{conversationId}")]);
        }

        if (limit.Kind is RunLimitKind.Window)
        {
            choices.Add(SlotsOf(rule.Id, limit, eventId, conversationId, now));
        }

        return choices.DrainToImmutable();
    }

    /// <summary>The key by which a time rule that can't be judged is logged once an episode, and not each time it is looked at.</summary>
    public static OnceKey OfFault(AutomationRule rule, string conversationId, JsonElement fields, TimeZoneInfo zone) =>
        new(Fault, EpisodeName(rule, conversationId, fields, zone));

    /// <summary>The key of one episode: of a conversation, since an instant, for a rule or a workflow.</summary>
    public static OnceKey OfEpisode(string id, string conversationId, DateTimeOffset? since) => new(Episode, NameOf(id, conversationId, since));

    /// <summary>Says why a rule is not run.</summary>
    public static RuleCut Reached(AutomationRule rule)
    {
        var limit = rule.RunLimit ?? RunLimit.DefaultFor(rule.Mode);
        return new RuleCut(RuleLogStatus.LimitReached, limit.Kind switch
        {
            RunLimitKind.OncePerTicket => "Not run: it runs once per ticket, and has run on this one.",
            RunLimitKind.Window => string.Create(CultureInfo.InvariantCulture, $"Not run: it runs at most {limit.Max} times in {limit.Window} on one conversation, and has."),
            _ => "Not run: it runs once per episode, and has run in this one.",
        });
    }

    private static ImmutableArray<OnceKey> SlotsOf(string ruleId, RunLimit limit, string eventId, string conversationId, DateTimeOffset now)
    {
        var count = Math.Min(limit.Max, RunLimit.MaxInWindow);
        var first = (int)(StableHash.Of(eventId, 0) % (ulong)count);
        DateTimeOffset? until = DateTimeOffset.MaxValue - now > limit.Window ? now + limit.Window : null;
        var slots = ImmutableArray.CreateBuilder<OnceKey>(count);
        for (var at = 0; at < count; at++)
        {
            slots.Add(new OnceKey(Window, string.Create(CultureInfo.InvariantCulture, $"{ruleId}/{(first + at) % count}/{conversationId}"), until));
        }

        return slots.MoveToImmutable();
    }

    private static string EpisodeName(AutomationRule rule, string conversationId, JsonElement fields, TimeZoneInfo zone) =>
        NameOf(rule.Id, conversationId, DueTime.InstantOf(fields, rule.TimeCondition?.Basis ?? TimeBasis.StatusChangedAt, zone));

    private static string NameOf(string id, string conversationId, DateTimeOffset? since) =>
        string.Create(CultureInfo.InvariantCulture, $"{id}/{since?.UtcTicks ?? 0}/{conversationId}");
}
