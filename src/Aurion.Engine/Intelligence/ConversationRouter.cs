using System.Collections.Immutable;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>Routes conversations: decides, takes the agent's place, records it, tells the host. Each cause counts once.</summary>
/// <remarks>
/// The place is taken before the decision is recorded, and given back when it is not, or once the host has the assignment: so at no moment
/// is an agent promised more than there is room for, and of many routers of one conversation one wins.
/// </remarks>
internal sealed class ConversationRouter(
    ConversationFields conversations, DecisionLog<RoutingDecision> log, DecisionLog<ClassificationDecision> classifications, AgentClaims claims, RoutingQueue queue,
    IMessageStore messages, IntelligenceConfiguration configuration, IntelligenceOptions options, TimeProvider time)
{
    private const int MaxAttempts = 200;

    /// <summary>Routes, or goes on where a crash stopped it.</summary>
    /// <param name="context">The conversation; its time is since when it is to be routed.</param>
    /// <param name="order">Where a step sends it; null asks the rules.</param>
    /// <param name="again">Whether a conversation that was routed before is routed anew.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The decision made for this cause, null when none was made, with the messages that follow from it.</returns>
    public async ValueTask<(DecisionEntry<RoutingDecision>? Decided, ImmutableArray<Message> Next)> RouteAsync(FlowContext context, RoutingOrder? order, bool again, CancellationToken cancellationToken)
    {
        string? lost = null; // the team in which a place was wanted, and may have been held and given back
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var history = await log.HistoryAsync(context.Tenant, context.ConversationId, cancellationToken).ConfigureAwait(false);
            var conversation = await conversations.FindAsync(context, cancellationToken).ConfigureAwait(false);
            if (history.Find(entry => entry.Decision.Cause == context.Cause) is { } before)
            {
                return (before, before.IsCurrent ? await FinishAsync(context, before, conversation, cancellationToken).ConfigureAwait(false) : []);
            }

            var standing = history.Find(static entry => entry.IsCurrent);
            var fields = context.FieldsOf(conversation);
            var isTaken = standing?.Decision is { Outcome: not RoutingOutcome.Failed, ResolvedAt: null } || FlowContext.Text(fields, "agent_id") is not null;
            if (isTaken && !again)
            {
                if (lost is not null)
                {
                    await DrainUnlessEmptyAsync(context.Tenant, lost, cancellationToken).ConfigureAwait(false);
                }

                return (null, []);
            }

            if (await RequestAsync(context, order, fields, cancellationToken).ConfigureAwait(false) is not { } wish)
            {
                return (null, []);
            }

            var isFirst = await queue.IsEmptyAsync(context.Tenant, wish.TeamId, cancellationToken).ConfigureAwait(false);
            var placed = await TryPlaceAsync(context, wish, standing, isFirst, cancellationToken).ConfigureAwait(false);
            if (placed is { Entry: { } entry })
            {
                var next = await FinishAsync(context, entry, conversation, cancellationToken).ConfigureAwait(false);
                await DrainUnlessEmptyAsync(context.Tenant, wish.TeamId, cancellationToken).ConfigureAwait(false);
                return (entry, next);
            }

            lost = wish.TeamId;
        }

        throw TooBusy(context.ConversationId);
    }

    /// <summary>Decides how a conversation would be routed now; changes nothing.</summary>
    public async ValueTask<RoutingSimulation> SimulateAsync(TenantId tenant, RoutingCriteria criteria, CancellationToken cancellationToken)
    {
        var settings = await configuration.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
        if (Router.Match(settings.Rules, criteria) is not { } rule)
        {
            return new RoutingSimulation { Message = "No routing rule matched." };
        }

        var wish = new Wish(rule.Id, rule.TargetTeamId, rule.OverflowTeamId, rule.RequiredSkills, rule.Method, rule.PriorityBoost, time.GetUtcNow());
        var picture = await claims.ReadAsync(tenant, wish.TeamId, wish.OverflowTeamId, wish.EligibleAt, cancellationToken).ConfigureAwait(false);
        return new RoutingSimulation
        {
            Rule = rule,
            RequiredSkills = rule.RequiredSkills,
            Decision = Router.Decide(wish.ToRequest(picture, wish.EligibleAt), settings.Settings.Routing),
            Message = "Rule matched.",
        };
    }

    /// <summary>Tries everybody in a team's queue again, in turn.</summary>
    /// <returns>How many found their place.</returns>
    public async ValueTask<int> DrainAsync(TenantId tenant, string teamId, CancellationToken cancellationToken)
    {
        var found = 0;
        foreach (var (conversationId, place) in await queue.ListAsync(tenant, teamId, cancellationToken).ConfigureAwait(false))
        {
            var (isPlaced, isTeamFull) = await TryQueuedAsync(tenant, conversationId, place, cancellationToken).ConfigureAwait(false);
            found += isPlaced ? 1 : 0;
            if (isTeamFull)
            {
                break; // and so for everybody behind
            }
        }

        return found;
    }

    /// <summary>Tries a conversation that waits, and those before it, again.</summary>
    /// <returns>The message for the next time; null when it waits no more.</returns>
    public async ValueTask<Message?> RetryAsync(TenantId tenant, string conversationId, string teamId, string decisionId, int number, CancellationToken cancellationToken)
    {
        if (await queue.HoldsAsync(tenant, conversationId, cancellationToken).ConfigureAwait(false))
        {
            await DrainAsync(tenant, teamId, cancellationToken).ConfigureAwait(false);
        }

        return await queue.HoldsAsync(tenant, conversationId, cancellationToken).ConfigureAwait(false)
            && await log.FindAsync(tenant, conversationId, cancellationToken).ConfigureAwait(false) is { Decision: { Outcome: RoutingOutcome.Queued } waiting }
            ? RoutingQueue.RetryOf(tenant, conversationId, teamId, decisionId, number + 1, await RetryAtAsync(tenant, waiting, cancellationToken).ConfigureAwait(false))
            : null;
    }

    /// <summary>Takes note of something about a conversation's routing.</summary>
    /// <returns>The decision that stands from now on; null when there is nothing to note.</returns>
    public async ValueTask<DecisionEntry<RoutingDecision>?> NoteAsync(
        TenantId tenant, string conversationId, Func<RoutingDecision, RoutingDecision?> note, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var standing = await log.FindAsync(tenant, conversationId, cancellationToken).ConfigureAwait(false);
            if (standing is null || note(standing.Decision) is not { } noted)
            {
                return null;
            }

            if (await log.AppendAsync(tenant, conversationId, noted, standing, isNote: true, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                return entry;
            }
        }

        throw TooBusy(conversationId);
    }

    // A place that is given back looked taken for a moment: who was told to wait meanwhile is asked again, by whoever gives it back and by
    // whoever has just joined the queue, for either may be the later one.
    private async ValueTask DrainUnlessEmptyAsync(TenantId tenant, string teamId, CancellationToken cancellationToken)
    {
        if (!await queue.IsEmptyAsync(tenant, teamId, cancellationToken).ConfigureAwait(false))
        {
            await DrainAsync(tenant, teamId, cancellationToken).ConfigureAwait(false);
        }
    }

    private static AurionEngineException TooBusy(string conversationId) =>
        new($"The conversation '{conversationId}' could not be routed: others decided or took the agents each of {MaxAttempts} times.");

    private async ValueTask<Wish?> RequestAsync(FlowContext context, RoutingOrder? order, JsonText fields, CancellationToken cancellationToken)
    {
        if (order is not null)
        {
            return new Wish(null, order.TeamId, null, order.Skills, order.Method, 0, context.At);
        }

        var settings = await configuration.GetAsync(context.Tenant, cancellationToken).ConfigureAwait(false);
        var criteria = new RoutingCriteria
        {
            Category = FlowContext.Text(fields, "category"),
            Priority = FlowContext.Text(fields, "priority"),
            ConversationType = FlowContext.Text(fields, "conversation_type"),
            Sentiment = FlowContext.Text(fields, "sentiment"),
        };
        if (Router.Match(settings.Rules, criteria) is not { } rule)
        {
            return null;
        }

        ImmutableArray<string> named = settings.Settings.Routing.AiSkillMatchingEnabled
            ? (await classifications.FindAsync(context.Tenant, context.ConversationId, cancellationToken).ConfigureAwait(false))?.Decision.Skills ?? []
            : [];
        return new Wish(rule.Id, rule.TargetTeamId, rule.OverflowTeamId, Router.SkillsOf(rule, named, settings.Settings.Routing), rule.Method, rule.PriorityBoost, context.At);
    }

    /// <summary>Decides once, takes the place and records it.</summary>
    /// <returns>The entry, null when somebody was quicker; and whether nobody in the team is free.</returns>
    private async ValueTask<(DecisionEntry<RoutingDecision>? Entry, bool Waits, bool IsTeamFull)> TryPlaceAsync(
        FlowContext context, Wish wish, DecisionEntry<RoutingDecision>? standing, bool isFirst, CancellationToken cancellationToken)
    {
        var settings = (await configuration.GetAsync(context.Tenant, cancellationToken).ConfigureAwait(false)).Settings.Routing;
        var now = time.GetUtcNow();
        var picture = await claims.ReadAsync(context.Tenant, wish.TeamId, wish.OverflowTeamId, now, cancellationToken).ConfigureAwait(false);
        var decided = Router.Decide(wish.ToRequest(picture, now), settings) with { Cause = context.Cause, OverflowTeamId = wish.OverflowTeamId };
        if (decided is { Outcome: RoutingOutcome.Assigned, IsOverflow: false } && !isFirst)
        {
            decided = decided with { Outcome = RoutingOutcome.Queued, AgentId = null, AssignedAt = null, Reason = "Others wait before it." };
        }

        var waits = decided.Outcome is RoutingOutcome.Queued && standing?.Decision is { Outcome: RoutingOutcome.Queued } && standing.Decision.Cause == context.Cause;
        if (waits)
        {
            return (null, true, picture.Target.Seats.Seats is { } seats && !seats.Any(static seat => seat.IsEligible([])));
        }

        var id = log.NewId();
        if (decided.AgentId is { } agent
            && !await claims.TryClaimAsync(context.Tenant, id, agent, decided.TeamId!, decided.Method is RoutingMethod.RoundRobin, picture, now, cancellationToken).ConfigureAwait(false))
        {
            return default;
        }

        var entry = await log.AppendAsync(context.Tenant, context.ConversationId, decided, standing, isNote: false, cancellationToken, id).ConfigureAwait(false);
        if (entry is null && decided.AgentId is { } unused)
        {
            await claims.ReleaseAsync(context.Tenant, id, unused, cancellationToken).ConfigureAwait(false);
        }

        return (entry, false, false);
    }

    private async ValueTask<(bool IsPlaced, bool IsTeamFull)> TryQueuedAsync(TenantId tenant, string conversationId, QueuePlace place, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var standing = await log.FindAsync(tenant, conversationId, cancellationToken).ConfigureAwait(false);
            var context = new FlowContext(tenant, conversationId, standing?.Decision.Cause ?? string.Empty, null, place.Since, place.Depth, JsonText.EmptyObject);
            var isPlaced = false;
            if (standing is { Decision: { Outcome: RoutingOutcome.Queued, MovedAt: null, ResolvedAt: null } waiting })
            {
                var wish = new Wish(waiting.RuleId, waiting.IntendedTeamId!, waiting.OverflowTeamId, waiting.RequiredSkills, waiting.Method, waiting.PriorityBoost, waiting.EligibleAt);
                var placed = await TryPlaceAsync(context, wish, standing, isFirst: true, cancellationToken).ConfigureAwait(false);
                if (placed.Waits)
                {
                    return (false, placed.IsTeamFull);
                }

                if (placed.Entry is null)
                {
                    continue;
                }

                (standing, isPlaced) = (placed.Entry, true);
            }

            // What a crash left is finished here too: the place in the queue goes last.
            if (standing is { Decision.MovedAt: null })
            {
                var conversation = await conversations.FindAsync(context, cancellationToken).ConfigureAwait(false);
                var next = await FinishAsync(context, standing, conversation, cancellationToken).ConfigureAwait(false);
                if (!next.IsEmpty)
                {
                    await messages.SendAsync(next, cancellationToken).ConfigureAwait(false);
                }
            }

            await queue.RemoveAsync(tenant, conversationId, cancellationToken).ConfigureAwait(false);
            return (isPlaced, false);
        }

        throw TooBusy(conversationId);
    }

    /// <summary>Does what a recorded decision asks for; may be done again.</summary>
    private async ValueTask<ImmutableArray<Message>> FinishAsync(
        FlowContext context, DecisionEntry<RoutingDecision> entry, Conversation? conversation, CancellationToken cancellationToken)
    {
        var decided = entry.Decision;
        if (decided.Outcome is RoutingOutcome.Queued)
        {
            await queue.PutAsync(context.Tenant, decided.IntendedTeamId!, context.ConversationId, new QueuePlace(decided.EligibleAt, decided.PriorityBoost, context.Depth), cancellationToken).ConfigureAwait(false);
            var dueAt = await RetryAtAsync(context.Tenant, decided, cancellationToken).ConfigureAwait(false);
            return [RoutingQueue.RetryOf(context.Tenant, context.ConversationId, decided.IntendedTeamId!, entry.Id, 1, dueAt)];
        }

        if (decided.Outcome is RoutingOutcome.Failed || decided.MovedAt is not null)
        {
            return [];
        }

        var fields = context.FieldsOf(conversation);
        var (team, agent) = (ConversationFields.Json(decided.TeamId), ConversationFields.Json(decided.AgentId));
        var seen = ConversationFields.ValueOf(fields, "agent_id");
        ImmutableArray<FieldChange> changes = decided.AgentId is null ? [new("team_id", team)] : [new("team_id", team), new("agent_id", agent)];
        var isApplied = await conversations.ApplyAsync(
            conversation, $"ai/{entry.Id}/assign", changes, current => ConversationFields.ValueOf(current.Fields, "agent_id") is var there && (there.Equals(seen) || there.Equals(agent)), cancellationToken).ConfigureAwait(false);
        if (decided.AgentId is { } claimed && (conversation is not null || !isApplied))
        {
            await claims.ReleaseAsync(context.Tenant, entry.Id, claimed, cancellationToken).ConfigureAwait(false);
        }

        if (!isApplied)
        {
            var movedAt = time.GetUtcNow();
            await NoteAsync(context.Tenant, context.ConversationId, standing => standing.MovedAt is null ? standing with { MovedAt = movedAt, Reason = "Somebody else assigned the conversation meanwhile, or the host refused." } : null, cancellationToken).ConfigureAwait(false);
            return [];
        }

        var told = context.Follow(
            IntelligenceEvents.Routed, "routed", ConversationFields.Payload(fields, changes.Select(change => (change.Field, change.Value, ConversationFields.ValueOf(fields, change.Field)))));
        return [FollowUps.MessageOf(told)];
    }

    private async ValueTask<DateTimeOffset> RetryAtAsync(TenantId tenant, RoutingDecision waiting, CancellationToken cancellationToken)
    {
        var settings = (await configuration.GetAsync(tenant, cancellationToken).ConfigureAwait(false)).Settings.Routing;
        var now = time.GetUtcNow();
        var relaxed = Router.RelaxedAfter(now - waiting.EligibleAt, waiting.RequiredSkills.Length, settings.SkillsTimeoutSeconds);
        var usual = now + options.RetryQueueEvery;
        var relaxes = waiting.EligibleAt.AddSeconds((double)settings.SkillsTimeoutSeconds * (relaxed + 1));
        return relaxed < waiting.RequiredSkills.Length && relaxes < usual ? relaxes : usual;
    }

    /// <summary>Where a conversation should go.</summary>
    private sealed record Wish(string? RuleId, string TeamId, string? OverflowTeamId, ImmutableArray<string> Skills, RoutingMethod Method, int Boost, DateTimeOffset EligibleAt)
    {
        public RoutingRequest ToRequest(RoutingPicture picture, DateTimeOffset now) => new()
        {
            RuleId = RuleId, Target = picture.Target.Seats, Overflow = picture.Overflow?.Seats, Skills = Skills, Method = Method, PriorityBoost = Boost, EligibleAt = EligibleAt, Now = now,
        };
    }
}
