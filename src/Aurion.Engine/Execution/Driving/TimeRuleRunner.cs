using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Runs the time rules of a tenant: finds the conversations that are due, and fires each episode once, whoever else does the same.</summary>
/// <remarks>
/// Safe for concurrent use, also from other processes: an episode's once-key belongs to the commit that decides on it. Where a
/// run had to stop, the next one of this engine goes on; one that has come to the end begins anew.
/// </remarks>
internal sealed class TimeRuleRunner(
    DueListing due,
    RuleSetCache rules,
    EventDecider decider,
    EventIntake intake,
    EventCommitter committer,
    EventDriver driver,
    IEventStore events,
    IDocumentStore documents,
    DriverSettings settings,
    TimeProvider time,
    ILogger<TimeRuleRunner> logger)
{
    private const string EventType = "time";
    private const int PageSize = 100;
    private const int AtOnce = 8;

    /// <summary>How many candidates a run looks at for each one that it may fire on.</summary>
    private const int LooksPerFiring = 10;

    private readonly ConcurrentDictionary<(TenantId Tenant, string RuleId), string> _cursors = new();

    /// <summary>Runs the rules of all tenants that have any; a tenant where that fails holds up no other.</summary>
    /// <returns>The number of tenants for which a part was deferred.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "A tenant whose rules can't be run is logged and tried again with the next run.")]
    public async ValueTask<int> RunAllAsync(CancellationToken cancellationToken)
    {
        var deferred = 0;
        foreach (var tenant in await documents.ListTenantsAsync(DocumentKind.Rule, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                var run = await RunAsync(tenant, ruleIds: null, cancellationToken).ConfigureAwait(false);
                deferred += run.IsComplete ? 0 : 1;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                logger.TimeRulesFailed(exception, tenant);
            }
        }

        return deferred;
    }

    /// <summary>Runs the rules.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="ruleIds">The rules that are looked for; null is all.</param>
    /// <param name="cancellationToken">Stops; what has begun goes on.</param>
    public async ValueTask<TimeRuleRun> RunAsync(TenantId tenant, IReadOnlyCollection<string>? ruleIds, CancellationToken cancellationToken)
    {
        var cached = await rules.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
        var run = new Run(settings.MaxTimeRuleFirings);
        foreach (var rule in cached.TimeRules)
        {
            if (ruleIds is null || ruleIds.Contains(rule.Rule.Id, StringComparer.Ordinal))
            {
                await RunAsync(tenant, rule.Rule, cached, run, cancellationToken).ConfigureAwait(false);
            }
        }

        if (run.Deferred.Count > 0)
        {
            logger.TimeRulesDeferred(tenant, run.Fired.Count, run.Deferred.Count);
        }

        return new TimeRuleRun { Fired = [.. run.Fired], Deferred = [.. run.Deferred] };
    }

    private async ValueTask RunAsync(TenantId tenant, AutomationRule rule, CachedRules cached, Run run, CancellationToken cancellationToken)
    {
        if (run.IsOver)
        {
            run.Deferred.Add(rule.Id);
            return;
        }

        var now = time.GetUtcNow();
        var page = new List<Conversation>(PageSize);
        var after = _cursors.GetValueOrDefault((tenant, rule.Id));
        await foreach (var found in due.ListAsync(tenant, rule.TimeCondition!, now, after, cancellationToken).ConfigureAwait(false))
        {
            if (run.IsOver)
            {
                run.Deferred.Add(rule.Id);
                return; // the cursor stands at the last that was done
            }

            run.Looked++;
            if (run.Seen.Add(found.Conversation.Id))
            {
                page.Add(found.Conversation);
            }

            if (page.Count >= Math.Min(PageSize, run.Left))
            {
                await FireAsync(tenant, page, cached, now, run, cancellationToken).ConfigureAwait(false);
                page.Clear();
                _cursors[(tenant, rule.Id)] = found.Conversation.Id;
            }
        }

        await FireAsync(tenant, page, cached, now, run, cancellationToken).ConfigureAwait(false);
        _cursors.TryRemove((tenant, rule.Id), out _);
    }

    private async ValueTask FireAsync(
        TenantId tenant, List<Conversation> page, CachedRules cached, DateTimeOffset now, Run run, CancellationToken cancellationToken)
    {
        var wanted = await WithSomethingToDoAsync(tenant, page, cached, now, cancellationToken).ConfigureAwait(false);
        var fired = new FiredEvent?[wanted.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, wanted.Count, options, async (at, stop) => fired[at] = await FireAsync(tenant, wanted[at], stop).ConfigureAwait(false)).ConfigureAwait(false);
        run.Fired.AddRange(fired.OfType<FiredEvent>());
    }

    /// <summary>Leaves out, by what the host listed, the conversations whose episodes are done or whose conditions do not hold: most of them, and one question to the store for all.</summary>
    private async ValueTask<List<string>> WithSomethingToDoAsync(
        TenantId tenant, List<Conversation> page, CachedRules cached, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var candidates = new List<(Conversation Conversation, CompiledRule Rule, OnceKey Key)>();
        foreach (var conversation in page)
        {
            foreach (var rule in cached.TimeRules)
            {
                if (DueTime.IsDue(rule.Rule.TimeCondition!, conversation.Fields.Element, now, settings.TimeZone, out var since))
                {
                    candidates.Add((conversation, rule, LimitKeys.OfEpisode(rule.Rule.Id, conversation.Id, since)));
                }
            }
        }

        var holders = candidates.Count == 0
            ? []
            : await events.FindHoldersAsync(tenant, [.. candidates.Select(static candidate => candidate.Key)], cancellationToken).ConfigureAwait(false);
        var wanted = new List<string>();
        foreach (var group in candidates.Where((_, at) => holders[at] is null).GroupBy(static candidate => candidate.Conversation))
        {
            var raised = EventOf(tenant, group.Key.Id, group.Key.Fields);
            var decision = RulePass.DecideDue([.. group.Select(static candidate => candidate.Rule)], "?", raised, group.Key, now, settings.TimeZone);
            if (!decision.Found.IsEmpty)
            {
                wanted.Add(group.Key.Id);
            }
        }

        return wanted;
    }

    /// <summary>Fires on one conversation as it is now; null when nothing is due any more, or somebody else was first.</summary>
    private async ValueTask<FiredEvent?> FireAsync(TenantId tenant, string conversationId, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= EventStages.MaxRefusals; attempt++)
        {
            var state = intake.Begin(EventOf(tenant, conversationId, JsonText.EmptyObject), ExecutionMode.Time);
            var conversation = await decider.FindConversationAsync(state.Event, cancellationToken).ConfigureAwait(false);
            if (conversation is null)
            {
                return null;
            }

            var draft = await intake.DraftAsync(state, conversation, cancellationToken).ConfigureAwait(false);
            if (!draft.State.Verdicts.Any(static verdict => verdict.IsRun || verdict.Error is not null))
            {
                return null;
            }

            var keptAt = time.GetTimestamp();
            if ((await committer.AcceptAsync([draft], cancellationToken).ConfigureAwait(false))[0].IsDurable)
            {
                return await driver.GoOnAsync(new EventWork(draft.State with { Revision = 1 }) { KeptAt = keptAt }, cancellationToken).ConfigureAwait(false);
            }
        }

        throw EventStages.RefusedTooOften(conversationId);
    }

    private static AutomationEvent EventOf(TenantId tenant, string conversationId, JsonText payload) =>
        new() { Tenant = tenant, Type = EventType, ConversationId = conversationId, Payload = payload };

    /// <summary>What one run has done so far, and how much more it may do.</summary>
    private sealed class Run(int most)
    {
        public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

        public List<FiredEvent> Fired { get; } = [];

        public List<string> Deferred { get; } = [];

        public int Looked { get; set; }

        public int Left => most - Fired.Count;

        public bool IsOver => Left <= 0 || Looked >= (long)most * LooksPerFiring;
    }
}
