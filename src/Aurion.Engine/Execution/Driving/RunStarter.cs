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
    RunDispatcher dispatcher,
    IdSource ids,
    DriverSettings settings,
    TimeProvider time,
    ILogger<RunStarter> logger)
{
    public async ValueTask<StartResult> StartAsync(StartRun request, CancellationToken cancellationToken)
    {
        var document = await documents.FindAsync(request.Tenant, DocumentKind.Workflow, request.WorkflowId, cancellationToken).ConfigureAwait(false);
        if (document is null)
        {
            return StartResult.UnknownWorkflow;
        }

        if (Workflow.FromJson(document.Body) is not { Status: WorkflowStatus.Published, PublishedVersion: { } version })
        {
            return StartResult.NotPublished;
        }

        var conversation = request.ConversationId is null || conversations is null
            ? null
            : await conversations.FindAsync(request.Tenant, request.ConversationId, cancellationToken).ConfigureAwait(false);
        if (conversation is null && request is { ConversationId: not null, Payload: null } && conversations is not null)
        {
            return StartResult.UnknownConversation;
        }

        var graph = await graphs.GetAsync(request.Tenant, request.WorkflowId, version, cancellationToken).ConfigureAwait(false);
        return await StartAsync(request, graph, conversation, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<StartResult> StartAsync(StartRun request, Graph graph, Conversation? conversation, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var run = new RunId(ids.Next("run"));
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
        };
        var transition = Machine.Decide(graph, Marking.Empty, input);
        var pending = Machine.PendingEffects(graph, transition.Marking);
        var isLeased = pending.Length > 0 && dispatcher.TryReserve();
        try
        {
            var commit = CommitOf(request, graph.Version, input, transition, pending.Length > 0, isLeased);
            var result = await committer.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
            if (!result.IsDurable)
            {
                return StartResult.AlreadyStarted(await FindStandingAsync(request, result.Holder, cancellationToken).ConfigureAwait(false));
            }

            logger.RunStarted(run, request.WorkflowId, graph.Version.Version);
            if (isLeased)
            {
                isLeased = false;
                dispatcher.Drive(new StoredRun { Head = commit.Head, Marking = commit.Marking, Revision = 1, Steps = commit.Records.Length }, now);
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
            Records = [new RunRecord { Step = 1, Input = input, Events = transition.Events }],
            Approvals = [.. transition.Effects.OfType<Effect.RequestApproval>().Select(static effect => effect.Approval)],
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
