using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Sqlite;

/// <summary>Writes approval requests, within the writer's transaction.</summary>
internal static class ApprovalWriting
{
    /// <summary>Does what a run's commit says: opens what is unknown, closes what is pending, leaves all else alone.</summary>
    internal static void OpenOrClose(WriteSession session, TenantId tenant, Approval approval, long run)
    {
        if (Find(session, tenant, approval.Id) is not { } stored)
        {
            session.Run(
                "INSERT INTO aurion_approval (tenant, id, run_key, is_pending, revision, body) VALUES ($1, $2, $3, $4, 1, $5)",
                tenant.Value, approval.Id.Value, run, approval.Status is ApprovalStatus.Pending, StoredFormat.Write(approval));
            AddApprovers(session, tenant, approval);
        }
        else if (stored.IsPending && approval.Status is not ApprovalStatus.Pending)
        {
            var current = StoredFormat.Read<Approval>(stored.Body);
            Write(session, tenant, stored, current with { Status = approval.Status, DecidedAt = approval.DecidedAt });
        }
    }

    internal static CommitResult Commit(
        WriteSession session,
        TenantId tenant,
        Approval approval,
        long expectedRevision,
        (string Id, bool IsCancellation, byte[] Body)? outcome,
        ImmutableArray<MessageRow> messages)
    {
        if (Find(session, tenant, approval.Id) is not { } stored || stored.Revision != expectedRevision || !stored.IsPending)
        {
            return new(CommitStatus.Stale);
        }

        Write(session, tenant, stored, approval);
        if (outcome is { } item)
        {
            RunWriting.Put(session, stored.Run, item.Id, item.IsCancellation, item.Body);
        }

        SharedRows.Add(session, messages, session.Now);

        return new(CommitStatus.Committed);
    }

    private static Row? Find(WriteSession session, TenantId tenant, ApprovalId id)
    {
        using var found = session.Read("SELECT key, run_key, is_pending, revision, body FROM aurion_approval WHERE tenant = $1 AND id = $2", tenant.Value, id.Value);
        return found.Read() ? new Row(found.GetInt64(0), found.GetInt64(1), found.GetBoolean(2), found.GetInt64(3), found.GetFieldValue<byte[]>(4)) : null;
    }

    private static void Write(WriteSession session, TenantId tenant, Row stored, Approval approval)
    {
        session.Run(
            "UPDATE aurion_approval SET is_pending = $2, revision = revision + 1, body = $3 WHERE key = $1",
            stored.Key, approval.Status is ApprovalStatus.Pending, StoredFormat.Write(approval));
        session.Run("DELETE FROM aurion_approver WHERE tenant = $1 AND id = $2", tenant.Value, approval.Id.Value);
        AddApprovers(session, tenant, approval);
    }

    private static void AddApprovers(WriteSession session, TenantId tenant, Approval approval)
    {
        if (approval.Status is not ApprovalStatus.Pending)
        {
            return;
        }

        foreach (var entry in approval.ListApprovers())
        {
            session.Run("INSERT INTO aurion_approver (tenant, entry, id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", tenant.Value, entry, approval.Id.Value);
        }
    }

    private sealed record Row(long Key, long Run, bool IsPending, long Revision, byte[] Body);
}
