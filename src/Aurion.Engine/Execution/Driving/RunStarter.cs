using System.Data.Common;
using Aurion.Engine.Canvas;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Starts runs: the first decision is part of the commit that gives birth to the run, leased to this worker when it has a place for it.</summary>
internal sealed class RunStarter(
    IDocumentStore documents,
    IRunReader reader,
    IConversationStore? conversations,
    GraphCache graphs,
    RunCommitter committer,
    IRunStore runs,
    Admissions admissions,
    Pauses pauses,
    RunDispatcher dispatcher,
    IdSource ids,
    DriverSettings settings,
    TimeProvider time,
    ILogger<RunStarter> logger)
{
    public async ValueTask<StartResult> StartAsync(StartRun request, CancellationToken cancellationToken)
    {
        var (refusal, workflow, version) = await FindWorkflowAsync(request, cancellationToken).ConfigureAwait(false);
        if (workflow is null)
        {
            return refusal!;
        }

        var conversation = request.ConversationId is null || conversations is null
            ? null
            : await conversations.FindAsync(request.Tenant, request.ConversationId, cancellationToken).ConfigureAwait(false);
        if (conversation is null && request is { ConversationId: not null, Payload: null } && conversations is not null)
        {
            return StartResult.UnknownConversation;
        }

        var graph = await graphs.GetAsync(request.Tenant, request.WorkflowId, version, cancellationToken).ConfigureAwait(false);
        return await StartAsync(request, workflow, graph, conversation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has a run started by a message that the host's transaction holds.</summary>
    public async ValueTask<StartResult> StartAsync(StartRun request, ITransactionOutbox outbox, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var (refusal, workflow, version) = await FindWorkflowAsync(request, cancellationToken).ConfigureAwait(false);
        if (workflow is null)
        {
            return refusal!;
        }

        var run = request.Run ?? new RunId(ids.Next("run"));
        await outbox.SendAsync([StartMessage.Of(request, run)], transaction, cancellationToken).ConfigureAwait(false);
        return StartResult.Started(new StartedRun { RunId = run, WorkflowId = request.WorkflowId, Version = version });
    }

    private async ValueTask<(StartResult? Refusal, Workflow? Workflow, int Version)> FindWorkflowAsync(StartRun request, CancellationToken cancellationToken)
    {
        var document = await documents.FindAsync(request.Tenant, DocumentKind.Workflow, request.WorkflowId, cancellationToken).ConfigureAwait(false);
        if (document is null)
        {
            return (StartResult.UnknownWorkflow, null, 0);
        }

        var workflow = graphs.Read(request.Tenant, document);
        if (workflow is not { Status: WorkflowStatus.Published, PublishedVersion: { } version }
            || (request.Version is { } wanted && !await HasVersionAsync(request, version = wanted, cancellationToken).ConfigureAwait(false)))
        {
            return (StartResult.NotPublished, null, 0);
        }

        return await pauses.CoversAsync(request.Tenant, request.WorkflowId, cancellationToken).ConfigureAwait(false)
            ? (StartResult.Paused, null, 0)
            : (null, workflow, version);
    }

    private async ValueTask<StartResult> StartAsync(StartRun request, Workflow workflow, Graph graph, Conversation? conversation, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var run = request.Run ?? new RunId(ids.Next("run"));
        var input = new RunInput.Started
        {
            At = now,
            Run = run,
            Tenant = request.Tenant,
            ConversationId = request.ConversationId,
            Conversation = conversation?.Fields,
            Payload = request.Payload ?? conversation?.Fields ?? JsonText.EmptyObject,
            EventType = request.EventType,
            RequestedBy = request.RequestedBy,
            Depth = request.Depth,
            Parent = request.Parent,
        };
        if (Admissions.GroupOf(workflow, graph, input) is { } group)
        {
            input = input with { Group = group };
            if (MaySkipUnstored(request, group) && await admissions.FindHolderAsync(request.Tenant, group, cancellationToken).ConfigureAwait(false) is { } holder)
            {
                return StartResult.Skipped(holder);
            }
        }

        var transition = Machine.Decide(graph, Marking.Empty, input);
        var pending = Machine.PendingEffects(graph, transition.Marking);
        var isBusy = pending.Length > 0 || EarlyEvents.BeginToWait(Marking.Empty, transition.Marking);
        var isLeased = isBusy && dispatcher.TryReserve();
        try
        {
            var commit = CommitOf(request, graph.Version, input, transition, isBusy, isLeased);
            var result = await committer.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
            if (!result.IsDurable)
            {
                return StartResult.AlreadyStarted(await FindStandingAsync(request, result.Holder ?? request.Run?.Value, cancellationToken).ConfigureAwait(false));
            }

            logger.RunStarted(run, request.WorkflowId, graph.Version.Version);
            var answer = await EnterAsync(commit, transition, now, cancellationToken).ConfigureAwait(false);
            if (isLeased)
            {
                isLeased = false;
                dispatcher.Drive(
                    new StoredRun { Head = commit.Head, Marking = commit.Marking, Revision = 1, Steps = commit.Records.Length, Inbox = answer is null ? [] : [answer] }, now);
            }

            if (answer?.Input is RunInput.Refused refused)
            {
                return StartResult.Skipped(refused.Holder);
            }

            return StartResult.Started(new StartedRun { RunId = run, WorkflowId = request.WorkflowId, Version = graph.Version.Version });
        }
        finally
        {
            if (isLeased)
            {
                dispatcher.Unreserve();
            }
        }
    }

    /// <summary>Asks for the place of a run that needs one, so that who starts it learns the answer. After a crash its worker asks again.</summary>
    private async ValueTask<InboxItem?> EnterAsync(RunCommit commit, Transition transition, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (transition.Effects.OfType<Effect.RequestAdmission>().FirstOrDefault() is not { } wish)
        {
            return null;
        }

        var answer = await admissions.EnterAsync(commit.Tenant, commit.Run, wish, now, cancellationToken).ConfigureAwait(false);
        var item = new InboxItem(Admissions.IdOf(answer, wish.Ticket), answer);
        await runs.SendAsync(commit.Tenant, commit.Run, item, cancellationToken).ConfigureAwait(false);
        return item;
    }

    /// <summary>A start under a key that may be known must be stored to find out; one by an event is answered to nobody.</summary>
    private static bool MaySkipUnstored(StartRun request, ConcurrencyGroup group) =>
        group.OnConflict is ConcurrencyConflict.Skip && (request.StartKey is null || request.Trigger is TriggerType.Event or TriggerType.Schedule or TriggerType.Time);

    private async ValueTask<bool> HasVersionAsync(StartRun request, int version, CancellationToken cancellationToken) =>
        await documents.FindAsync(request.Tenant, DocumentKind.WorkflowVersion, GraphCache.IdOf(request.WorkflowId, version), cancellationToken).ConfigureAwait(false) is not null;

    private RunCommit CommitOf(StartRun request, WorkflowVersion version, RunInput.Started input, Transition transition, bool isPerforming, bool isLeased)
    {
        var head = new RunHead
        {
            Tenant = request.Tenant,
            Run = input.Run,
            WorkflowId = version.WorkflowId,
            Version = version.Version,
            Status = RunStatus.Pending,
            Trigger = request.Trigger,
            ConversationId = request.ConversationId,
            StartedAt = input.At,
        };
        return new RunCommit
        {
            Tenant = request.Tenant,
            Run = input.Run,
            CommitId = Guid.NewGuid(),
            ExpectedRevision = 0,
            Head = LiveWorld.HeadAfter(head, transition.Marking, isPerforming),
            Marking = transition.Marking,
            Records = [new RunRecord { Step = 1, Input = input, Log = transition.Log }],
            Approvals = transition.Effects.IsEmpty ? [] : [.. transition.Effects.OfType<Effect.RequestApproval>().Select(static effect => effect.Approval)],
            Messages = ApprovalMessage.Of(transition.Effects),
            StartKey = request.StartKey is { } key ? new OnceKey("start", key, request.KeepStartKeyFor is { } kept ? input.At + kept : null) : null,
            KeepLeaseFor = isLeased ? settings.Worker : null,
            Lease = settings.Lease,
        };
    }

    private async ValueTask<StartedRun> FindStandingAsync(StartRun request, string? holder, CancellationToken cancellationToken)
    {
        var standing = holder is null ? null : await reader.FindAsync(request.Tenant, new RunId(holder), cancellationToken).ConfigureAwait(false);
        return standing is null
            ? throw new AurionEngineException($"The start of workflow {request.WorkflowId} was refused as a duplicate of a run that can't be found.")
            : new StartedRun { RunId = standing.Run, WorkflowId = standing.WorkflowId, Version = standing.Version };
    }
}
