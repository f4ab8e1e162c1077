using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Conditions;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Starts the workflows whose trigger is time: one run for each conversation and episode, on any number of nodes.</summary>
/// <remarks>
/// Safe for concurrent use, also from other processes: the start key of a run names workflow, conversation and the instant of the
/// basis, and the store takes it once. What this process has started before is remembered, so that a conversation that stays due is not asked for again.
/// </remarks>
internal sealed class TimeTriggers(
    DueListing due, TriggerIndex triggers, RunStarter starter, IDocumentStore documents, IEventStore events, DriverSettings settings, TimeProvider time, ILogger<TimeTriggers> logger)
{
    // More would be the memory of a year; forgetting costs a look into the store.
    private const int MaxRemembered = 100_000;
    private readonly ConcurrentDictionary<(TenantId Tenant, string Key), bool> _started = new();

    /// <summary>Starts what is due for all tenants; a tenant where that fails holds up no other.</summary>
    /// <returns>The number of tenants for which a part was deferred.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "A tenant whose workflows can't be started is logged and tried again with the next run.")]
    public async ValueTask<int> RunAllAsync(CancellationToken cancellationToken)
    {
        var deferred = 0;
        foreach (var tenant in await documents.ListTenantsAsync(DocumentKind.Workflow, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                deferred += await RunAsync(tenant, cancellationToken).ConfigureAwait(false) >= settings.MaxTimeRuleFirings ? 1 : 0;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                logger.TimeTriggersFailed(exception, tenant);
            }
        }

        return deferred;
    }

    /// <summary>Starts what is due for a tenant, up to the limit of one run.</summary>
    /// <returns>The number of runs started.</returns>
    public async ValueTask<int> RunAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var trigger in await triggers.TimedAsync(tenant, cancellationToken).ConfigureAwait(false))
        {
            await foreach (var found in due.ListAsync(tenant, trigger.Condition, time.GetUtcNow(), after: null, cancellationToken).ConfigureAwait(false))
            {
                count += await StartAsync(tenant, trigger, found, cancellationToken).ConfigureAwait(false) ? 1 : 0;
                if (count >= settings.MaxTimeRuleFirings)
                {
                    return count;
                }
            }
        }

        return count;
    }

    private async ValueTask<bool> StartAsync(TenantId tenant, TimedWorkflow trigger, DueConversation found, CancellationToken cancellationToken)
    {
        var workflowId = trigger.WorkflowId;
        var key = string.Create(CultureInfo.InvariantCulture, $"start/time/{workflowId}/{found.Conversation.Id}/{found.Since.UtcTicks}");
        if (_started.ContainsKey((tenant, key)))
        {
            return false;
        }

        var fields = found.Conversation.Fields;
        if (trigger.Also is not null && trigger.Also.Evaluate(new ConditionContext(new WorkingCopy(fields, fields), time.GetUtcNow(), settings.TimeZone)) is not Truth.True)
        {
            return false; // asked again with the next run, as long as the episode lasts
        }

        if (trigger.RuleId is { } rule && await HasFiredAsync(tenant, rule, found, cancellationToken).ConfigureAwait(false))
        {
            _started[(tenant, key)] = true;
            return false;
        }

        var result = await starter.StartAsync(
            new StartRun
            {
                Tenant = tenant,
                WorkflowId = workflowId,
                ConversationId = found.Conversation.Id,
                Payload = found.Conversation.Fields,
                Trigger = TriggerType.Time,
                StartKey = key,
                KeepStartKeyFor = null,
            },
            cancellationToken).ConfigureAwait(false);
        if (result.Status is not (StartStatus.Started or StartStatus.AlreadyStarted))
        {
            return false; // paused, skipped or archived: asked again with the next run, as long as the episode lasts
        }

        if (_started.Count >= MaxRemembered)
        {
            _started.Clear();
        }

        _started[(tenant, key)] = true;
        return result.Status is StartStatus.Started;
    }

    private async ValueTask<bool> HasFiredAsync(TenantId tenant, string ruleId, DueConversation found, CancellationToken cancellationToken) =>
        (await events.FindHoldersAsync(tenant, [LimitKeys.OfEpisode(ruleId, found.Conversation.Id, found.Since)], cancellationToken).ConfigureAwait(false))[0] is not null;
}
