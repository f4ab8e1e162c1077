using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Sqlite;

/// <summary>Writes run commits and messages to runs, within the writer's transaction.</summary>
internal static class RunWriting
{
    internal static CommitResult Commit(WriteSession session, RunRows rows)
    {
        var commit = rows.Commit;
        return Find(session, commit.Tenant, commit.Run) is { } state ? Progress(session, rows, state)
            : commit.ExpectedRevision == 0 ? Start(session, rows)
            : new CommitResult(CommitStatus.Stale);
    }

    internal static long? FindKey(WriteSession session, TenantId tenant, RunId run) =>
        session.ReadNumber("SELECT key FROM aurion_run WHERE tenant = $1 AND run = $2", tenant.Value, run.Value);

    /// <summary>Puts a message into the inbox and makes the run due; false when its id is known.</summary>
    internal static bool Put(WriteSession session, long run, string id, bool isCancellation, byte[] body)
    {
        var now = session.Now.UtcTicks;
        var added = session.Run(
            "INSERT INTO aurion_run_inbox (run_key, id, stored_at, is_cancellation, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            run, id, now, isCancellation, body);
        if (added == 0)
        {
            return false;
        }

        session.Run("UPDATE aurion_run_queue SET woken_at = coalesce(woken_at, $2) WHERE key = $1", run, now);
        Reschedule(session, run);
        session.WakesRuns = true;
        return true;
    }

    /// <summary>Works out anew from when on the run can be claimed.</summary>
    internal static void Reschedule(WriteSession session, long run) => session.Run(
        "UPDATE aurion_run_queue SET available_at = CASE WHEN is_over OR (due_at IS NULL AND woken_at IS NULL) THEN NULL " +
        "ELSE max(min(coalesce(due_at, woken_at), coalesce(woken_at, due_at)), coalesce(lease_until, 0)) END WHERE key = $1",
        run);

    private static RunState? Find(WriteSession session, TenantId tenant, RunId run)
    {
        using var found = session.Read(
            "SELECT q.key, q.revision, q.first_commit, q.latest_commit, q.steps, q.subscriptions, q.woken_at FROM aurion_run r JOIN aurion_run_queue q ON q.key = r.key " +
            "WHERE r.tenant = $1 AND r.run = $2",
            tenant.Value, run.Value);
        return found.Read()
            ? new RunState(
                found.GetInt64(0), found.GetInt64(1), new Guid(found.GetFieldValue<byte[]>(2)), new Guid(found.GetFieldValue<byte[]>(3)),
                found.GetInt64(4), found.GetInt32(5), found.IsDBNull(6) ? null : found.GetInt64(6))
            : null;
    }

    private static CommitResult Start(WriteSession session, RunRows rows)
    {
        var commit = rows.Commit;
        CheckSteps(commit, 0);
        var now = session.Now;
        ImmutableArray<OnceKey> keys = commit.StartKey is { } key ? [key] : [];
        if (SharedRows.OtherHolder(session, commit.Tenant, keys, commit.Run.Value, now) is { } holder)
        {
            return new(CommitStatus.Duplicate, holder);
        }

        SharedRows.Take(session, commit.Tenant, keys, commit.Run.Value);
        var (head, tenant) = (commit.Head, commit.Tenant.Value);
        session.Run(
            "INSERT INTO aurion_run (tenant, run, workflow, status, conversation, started_at, head, marking) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            tenant, commit.Run.Value, head.WorkflowId, (int)head.Status, head.ConversationId, head.StartedAt.UtcTicks, rows.Head, rows.Marking);
        var run = session.LastKey();
        var leaseUntil = LeaseUntil(commit, now);
        var id = commit.CommitId.ToByteArray();
        session.Run(
            "INSERT INTO aurion_run_queue (key, tenant, run, revision, first_commit, latest_commit, steps, subscriptions, format, claims, due_at, is_over, lease_worker, lease_until, available_at) " +
            "VALUES ($1, $2, $3, 1, $4, $4, $5, $6, $7, 0, $8, $9, $10, $11, $12)",
            run, tenant, commit.Run.Value, id, commit.Records.Length, commit.Subscriptions.Length, head.Format, rows.DueAt, rows.IsOver,
            commit.KeepLeaseFor, leaseUntil, RunRows.AvailableAt(rows.IsOver, rows.DueAt, null, leaseUntil));
        session.Run(
            "INSERT INTO aurion_workflow_counter (tenant, workflow, count, last_at) VALUES ($1, $2, 1, $3) " +
            "ON CONFLICT DO UPDATE SET count = count + 1, last_at = max(last_at, excluded.last_at)",
            tenant, head.WorkflowId, head.StartedAt.UtcTicks);
        WriteParts(session, rows, run, 0, now);
        return new(CommitStatus.Committed);
    }

    private static CommitResult Progress(WriteSession session, RunRows rows, RunState state)
    {
        var commit = rows.Commit;
        if (commit.CommitId == state.Latest || commit.CommitId == state.First)
        {
            return new(CommitStatus.AlreadyCommitted);
        }

        if (commit.ExpectedRevision != state.Revision)
        {
            return new(CommitStatus.Stale);
        }

        CheckSteps(commit, state.Steps);
        var now = session.Now;
        var head = commit.Head;
        session.Run(
            "UPDATE aurion_run SET workflow = $2, status = $3, conversation = $4, started_at = $5, head = $6, marking = $7 WHERE key = $1",
            state.Key, head.WorkflowId, (int)head.Status, head.ConversationId, head.StartedAt.UtcTicks, rows.Head, rows.Marking);
        var wokenAt = Consume(session, commit, state);
        var leaseUntil = LeaseUntil(commit, now);
        session.Run(
            "UPDATE aurion_run_queue SET revision = $2, latest_commit = $3, steps = $4, subscriptions = $5, format = $6, claims = 0, due_at = $7, woken_at = $8, is_over = $9, " +
            "lease_worker = $10, lease_until = $11, available_at = $12 WHERE key = $1",
            state.Key, state.Revision + 1, commit.CommitId.ToByteArray(), state.Steps + commit.Records.Length, commit.Subscriptions.Length, head.Format,
            rows.DueAt, wokenAt, rows.IsOver, commit.KeepLeaseFor, leaseUntil, RunRows.AvailableAt(rows.IsOver, rows.DueAt, wokenAt, leaseUntil));
        WriteParts(session, rows, state.Key, state.Subscriptions, now);
        return new(CommitStatus.Committed);
    }

    private static long? Consume(WriteSession session, RunCommit commit, RunState state)
    {
        foreach (var id in commit.Consumed)
        {
            session.Run("UPDATE aurion_run_inbox SET body = NULL WHERE run_key = $1 AND id = $2", state.Key, id);
        }

        return commit.Consumed.IsEmpty
            ? state.WokenAt
            : session.ReadNumber("SELECT stored_at FROM aurion_run_inbox WHERE run_key = $1 AND body IS NOT NULL ORDER BY key LIMIT 1", state.Key);
    }

    private static void WriteParts(WriteSession session, RunRows rows, long run, int subscriptionsBefore, DateTimeOffset now)
    {
        var commit = rows.Commit;
        for (var at = 0; at < rows.Records.Length; at++)
        {
            session.Run("INSERT INTO aurion_run_record (run_key, step, body) VALUES ($1, $2, $3)", run, commit.Records[at].Step, rows.Records[at]);
        }

        foreach (var value in commit.Values)
        {
            session.Run("INSERT INTO aurion_run_value (run_key, name, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", run, value.Name, value.Value.Utf8.ToArray());
        }

        if (subscriptionsBefore > 0)
        {
            session.Run("DELETE FROM aurion_subscription WHERE run_key = $1", run);
        }

        foreach (var subscription in commit.Subscriptions)
        {
            session.Run(
                "INSERT INTO aurion_subscription (tenant, event_type, correlation, run_key) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                commit.Tenant.Value, subscription.EventType, subscription.Correlation, run);
        }

        foreach (var approval in commit.Approvals)
        {
            ApprovalWriting.OpenOrClose(session, commit.Tenant, approval, run);
        }

        SharedRows.Add(session, rows.Messages, now);
        session.WakesRuns = true;
    }

    private static long? LeaseUntil(RunCommit commit, DateTimeOffset now) => commit.KeepLeaseFor is null ? null : (now + commit.Lease).UtcTicks;

    private static void CheckSteps(RunCommit commit, long steps)
    {
        if (!commit.Records.IsEmpty && commit.Records[0].Step != steps + 1)
        {
            throw new ArgumentException($"Run {commit.Run} has {steps} records, so the next is not {commit.Records[0].Step}.", nameof(commit));
        }
    }

    private sealed record RunState(long Key, long Revision, Guid First, Guid Latest, long Steps, int Subscriptions, long? WokenAt);
}
