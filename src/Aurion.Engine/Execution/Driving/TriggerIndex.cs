using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Conditions;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Knows which published workflows an event starts. Read anew whenever the tenant's workflows have changed.</summary>
/// <remarks>Safe for concurrent use: an index is immutable and swapped by reference.</remarks>
internal sealed class TriggerIndex(IDocumentStore documents, GraphCache graphs, DriverSettings settings, ILogger<TriggerIndex> logger, ConditionOptions? conditions = null)
{
    private const int PageSize = 200;
    private readonly ConcurrentDictionary<TenantId, Index> _indexes = new();

    /// <summary>Lists the messages that start what listens to an event; they belong into the commit that decides on it.</summary>
    /// <param name="automationEvent">The event.</param>
    /// <param name="eventId">Its id.</param>
    /// <param name="now">The time that conditions go by.</param>
    /// <param name="conversation">The conversation that it is about; null when none is known.</param>
    /// <param name="rules">The rules that decided on the event: a workflow does not act in the place of one that still did.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <returns>The messages.</returns>
    public async ValueTask<ImmutableArray<Message>> MessagesForAsync(
        AutomationEvent automationEvent, string eventId, DateTimeOffset now, Conversation? conversation, CachedRules rules, CancellationToken cancellationToken)
    {
        var index = await GetAsync(automationEvent.Tenant, cancellationToken).ConfigureAwait(false);
        ImmutableArray<Message> signal = index.AwaitedTypes.Contains(automationEvent.Type) && (automationEvent.ConversationId ?? automationEvent.Correlation) is not null
            ? [SignalMessage.Of(automationEvent, eventId)]
            : [];
        if (!index.ByEventType.TryGetValue(automationEvent.Type, out var listeners))
        {
            return signal;
        }

        var fields = new WorkingCopy(automationEvent.Payload, conversation?.Fields);
        var messages = ImmutableArray.CreateBuilder<Message>(listeners.Length + signal.Length);
        messages.AddRange(signal);
        foreach (var listener in listeners)
        {
            if (IsInPlaceOf(listener.Origin, rules) && (listener.Condition is null || listener.Condition.Evaluate(new ConditionContext(fields, now, settings.TimeZone)) is Truth.True))
            {
                messages.Add(StartMessage.Of(automationEvent, eventId, listener.WorkflowId));
            }
        }

        return messages.DrainToImmutable();
    }

    /// <summary>Whether a workflow acts: one that was made of a rule leaves the event to rules that are older than its publication.</summary>
    private static bool IsInPlaceOf(MigratedRule? origin, CachedRules rules) =>
        origin?.DisabledRevision is not { } disabled || !rules.ById.TryGetValue(origin.RuleId, out var rule) || rule.Revision >= disabled || !rule.Rule.Enabled;

    /// <summary>Lists the published workflows that time starts.</summary>
    public async ValueTask<ImmutableArray<TimedWorkflow>> TimedAsync(TenantId tenant, CancellationToken cancellationToken) =>
        (await GetAsync(tenant, cancellationToken).ConfigureAwait(false)).Timed;

    private async ValueTask<Index> GetAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        // The generation is read first: a write that comes in between makes the index older than it is, never newer.
        var generation = await documents.GetGenerationAsync(tenant, DocumentKind.Workflow, cancellationToken).ConfigureAwait(false);
        if (_indexes.TryGetValue(tenant, out var index) && index.Generation == generation)
        {
            return index;
        }

        index = await BuildAsync(tenant, generation, cancellationToken).ConfigureAwait(false);
        _indexes[tenant] = index;
        return index;
    }

    private async ValueTask<Index> BuildAsync(TenantId tenant, long generation, CancellationToken cancellationToken)
    {
        var byType = new Dictionary<string, List<Listener>>(StringComparer.Ordinal);
        var timed = ImmutableArray.CreateBuilder<TimedWorkflow>();
        var filter = new DocumentFilter { Tag = WorkflowTags.Of(WorkflowStatus.Published) };
        for (string? after = null; ;)
        {
            var page = await documents.ListAsync(tenant, DocumentKind.Workflow, filter, new Page(after, PageSize), cancellationToken).ConfigureAwait(false);
            foreach (var document in page)
            {
                try
                {
                    if (Workflow.FromJson(document.Body) is { PublishedVersion: { } version } workflow)
                    {
                        var graph = await graphs.GetAsync(tenant, workflow.Id, version, cancellationToken).ConfigureAwait(false);
                        Add(byType, workflow, graph.Version.Trigger);
                        if (graph.Version.Trigger.ToTimeCondition() is { } condition)
                        {
                            timed.Add(new TimedWorkflow(workflow.Id, condition, Compile(graph.Version.Trigger), workflow.MigratedFrom?.RuleId));
                        }
                    }
                }
                catch (Exception exception) when (exception is AurionEngineException or JsonException)
                {
                    // One that is broken, or deleted this very moment, must not keep events from the others.
                    logger.WorkflowUnreadable(exception, document.Id);
                }
            }

            if (page.Length < PageSize)
            {
                var awaited = await FindAwaitedAsync(tenant, cancellationToken).ConfigureAwait(false);
                return new Index(generation, awaited, byType.ToFrozenDictionary(static entry => entry.Key, static entry => entry.Value.ToImmutableArray(), StringComparer.Ordinal), timed.DrainToImmutable());
            }

            after = page[^1].Id;
        }
    }

    /// <summary>Finds the types of events that runs of any version may wait for: a run stays on its version, also when that is long replaced.</summary>
    private async ValueTask<FrozenSet<string>> FindAwaitedAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        var filter = new DocumentFilter { Tag = WorkflowTags.WaitsForEvents };
        for (string? after = null; ;)
        {
            var page = await documents.ListAsync(tenant, DocumentKind.WorkflowVersion, filter, new Page(after, PageSize), cancellationToken).ConfigureAwait(false);
            foreach (var document in page)
            {
                try
                {
                    var version = WorkflowVersion.FromJson(document.Body);
                    var graph = await graphs.GetAsync(tenant, version.WorkflowId, version.Version, cancellationToken).ConfigureAwait(false);
                    types.UnionWith(graph.Settings.OfType<WaitEventSettings>().Select(static settings => settings.EventType));
                }
                catch (Exception exception) when (exception is AurionEngineException or JsonException)
                {
                    logger.WorkflowUnreadable(exception, document.Id);
                }
            }

            if (page.Length < PageSize)
            {
                return types.ToFrozenSet(StringComparer.Ordinal);
            }

            after = page[^1].Id;
        }
    }

    private CompiledCondition? Compile(TriggerConfig trigger) => trigger.Conditions is { } group ? CompiledCondition.Compile(group, at: null, conditions) : null;

    private void Add(Dictionary<string, List<Listener>> byType, Workflow workflow, TriggerConfig trigger)
    {
        if (trigger.Type is not TriggerType.Event)
        {
            return;
        }

        var condition = Compile(trigger);
        foreach (var type in trigger.EventTypes.Distinct(StringComparer.Ordinal))
        {
            if (!byType.TryGetValue(type, out var listeners))
            {
                byType[type] = listeners = [];
            }

            listeners.Add(new Listener(workflow.Id, condition, workflow.MigratedFrom));
        }
    }

    private sealed record Listener(string WorkflowId, CompiledCondition? Condition, MigratedRule? Origin);

    private sealed record Index(long Generation, FrozenSet<string> AwaitedTypes, FrozenDictionary<string, ImmutableArray<Listener>> ByEventType, ImmutableArray<TimedWorkflow> Timed);
}
