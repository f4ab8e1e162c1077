using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;

namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>What a run commit writes, made before it queues: the writer only writes.</summary>
internal sealed class RunRows(RunCommit commit)
{
    internal RunCommit Commit { get; } = commit;

    internal string Tenant { get; } = StoredText.Id(commit.Tenant.Value);

    internal string Run { get; } = StoredText.Id(commit.Run.Value);

    internal string Workflow { get; } = StoredText.Id(commit.Head.WorkflowId);

    internal string? Conversation { get; } = StoredText.KeyOrNull(commit.Head.ConversationId);

    internal byte[] Head { get; } = StoredFormat.Write(commit.Head);

    internal byte[] Marking { get; } = StoredFormat.Write(commit.Marking);

    internal ImmutableArray<byte[]> Records { get; } = [.. commit.Records.Select(StoredFormat.Write)];

    internal ImmutableArray<ApprovalRow> Approvals { get; } = [.. commit.Approvals.Select(static approval => new ApprovalRow(approval))];

    internal ImmutableArray<MessageRow> Messages { get; } = MessageRow.Of(commit.Messages);

    /// <summary>Gets a value indicating whether not even a message makes the run due.</summary>
    internal bool IsOver => Commit.Head.Status is RunStatus.Completed or RunStatus.Cancelled;

    /// <summary>Gets when the head makes the run due; null when only a message does.</summary>
    internal long? DueAt => IsOver || Commit.Head.Status is RunStatus.Paused or RunStatus.Failed ? null : Ticks.Of(Commit.Head.DueAt);

    internal long? Lease => Commit.KeepLeaseFor is null ? null : Commit.Lease.Ticks;
}

/// <summary>An approval request ready to be written.</summary>
internal sealed class ApprovalRow(Approval approval)
{
    internal string Id { get; } = StoredText.Id(approval.Id.Value);

    internal bool IsPending { get; } = approval.Status is ApprovalStatus.Pending;

    internal short Status { get; } = (short)approval.Status;

    internal long? DecidedAt { get; } = Ticks.Of(approval.DecidedAt);

    internal byte[] Body { get; } = StoredFormat.Write(approval);

    /// <summary>Gets who may decide it; nobody when it is decided.</summary>
    internal ImmutableArray<string> Approvers { get; } =
        approval.Status is ApprovalStatus.Pending ? [.. approval.ListApprovers().Select(StoredText.Key).Distinct(StringComparer.Ordinal)] : [];
}
