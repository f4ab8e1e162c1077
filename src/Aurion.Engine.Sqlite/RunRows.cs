using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace Aurion.Engine.Sqlite;

/// <summary>What a run commit writes, made before it queues: the writer only writes.</summary>
internal sealed class RunRows(RunCommit commit)
{
    internal RunCommit Commit { get; } = commit;

    internal byte[] Head { get; } = StoredFormat.Write(commit.Head);

    internal byte[] Marking { get; } = StoredFormat.Write(commit.Marking);

    internal ImmutableArray<byte[]> Records { get; } = [.. commit.Records.Select(StoredFormat.Write)];

    internal ImmutableArray<MessageRow> Messages { get; } = MessageRow.Of(commit.Messages);

    /// <summary>Gets a value indicating whether not even a message makes the run due.</summary>
    internal bool IsOver => Commit.Head.Status is RunStatus.Completed or RunStatus.Cancelled;

    /// <summary>Gets when the head makes the run due; null when only a message does.</summary>
    internal long? DueAt => IsOver || Commit.Head.Status is RunStatus.Paused or RunStatus.Failed ? null : Ticks.Of(Commit.Head.DueAt);

    /// <summary>Says from when on a run can be claimed; null is never.</summary>
    internal static long? AvailableAt(bool isOver, long? dueAt, long? wokenAt, long? leaseUntil)
    {
        var due = isOver ? null : dueAt is null || wokenAt < dueAt ? wokenAt : dueAt;
        return due is null || leaseUntil is null ? due : Math.Max(due.Value, leaseUntil.Value);
    }
}

/// <summary>A run as its rows hold it; read into plain data outside the transaction.</summary>
internal sealed record RawRun(byte[] Head, byte[] Marking, long Revision, long Steps, int Claims, string Tenant, string Run, List<(string Id, byte[] Body)> Inbox)
{
    internal const string Columns = "r.head, r.marking, q.revision, q.steps, q.claims, r.tenant, r.run";

    internal const string InboxQuery = "SELECT id, body FROM aurion_run_inbox WHERE run_key = $1 AND body IS NOT NULL ORDER BY key";

    internal static RawRun Of(SqliteDataReader row) =>
        new(row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1), row.GetInt64(2), row.GetInt64(3), row.GetInt32(4), row.GetString(5), row.GetString(6), []);

    internal void AddInbox(SqliteDataReader rows)
    {
        while (rows.Read())
        {
            Inbox.Add((rows.GetString(0), rows.GetFieldValue<byte[]>(1)));
        }
    }

    internal StoredRun ToStored() => new()
    {
        Head = StoredFormat.Read<RunHead>(Head),
        Marking = StoredFormat.Read<Marking>(Marking),
        Revision = Revision,
        Steps = Steps,
        Claims = Claims,
        Inbox = [.. Inbox.Select(static item => new InboxItem(item.Id, StoredFormat.Read<RunInput>(item.Body)))],
    };
}
