using System.Collections.Immutable;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Sqlite;

/// <summary>Writes event commits, within the writer's transaction.</summary>
internal static class EventWriting
{
    internal static CommitResult Commit(WriteSession session, EventRows rows)
    {
        var commit = rows.Commit;
        var known = Find(session, commit);
        if (Judge(commit, known) is { } refused)
        {
            return refused;
        }

        var now = session.Now;
        if (SharedRows.OtherHolder(session, commit.Tenant, commit.Once, commit.EventId, now) is { } holder)
        {
            return new(CommitStatus.Duplicate, holder);
        }

        SharedRows.Take(session, commit.Tenant, commit.Once, commit.EventId);
        Write(session, rows, known?.Key, now);
        for (var at = 0; at < rows.Log.Length; at++)
        {
            AddLog(session, commit, commit.Log[at], rows.Log[at]);
        }

        SharedRows.Add(session, rows.Messages, now);
        session.WakesEvents = true;
        return new(CommitStatus.Committed);
    }

    internal static EventRow Claim(WriteSession session, long key, long until)
    {
        session.Run("UPDATE aurion_event SET available_at = $2, claims = claims + 1, revision = revision + 1 WHERE key = $1", key, until);
        using var row = session.Read("SELECT revision, claims, body, tenant, id FROM aurion_event WHERE key = $1", key);
        row.Read();
        return new EventRow { Revision = row.GetInt64(0), Claims = row.GetInt64(1), Body = row.GetFieldValue<byte[]>(2), Tenant = row.GetString(3), Id = row.GetString(4) };
    }

    private static (long Key, long Revision, Guid First, Guid Latest)? Find(WriteSession session, EventCommit commit)
    {
        using var found = session.Read("SELECT key, revision, first_commit, latest_commit FROM aurion_event WHERE tenant = $1 AND id = $2", commit.Tenant.Value, commit.EventId);
        return found.Read() ? (found.GetInt64(0), found.GetInt64(1), new Guid(found.GetFieldValue<byte[]>(2)), new Guid(found.GetFieldValue<byte[]>(3))) : null;
    }

    private static CommitResult? Judge(EventCommit commit, (long Key, long Revision, Guid First, Guid Latest)? known) => known switch
    {
        null => commit.ExpectedRevision == 0 ? null : new CommitResult(CommitStatus.Stale),
        { } found when commit.CommitId == found.First || commit.CommitId == found.Latest => new CommitResult(CommitStatus.AlreadyCommitted),
        { } found when commit.ExpectedRevision == found.Revision => null,
        _ => commit.ExpectedRevision == 0 ? new CommitResult(CommitStatus.Duplicate, commit.EventId) : new CommitResult(CommitStatus.Stale),
    };

    private static void Write(WriteSession session, EventRows rows, long? key, DateTimeOffset now)
    {
        var commit = rows.Commit;
        long? available = commit.Stage is EventStage.Finished ? null
            : commit.KeepLeaseFor is null ? commit.AcceptedAt.UtcTicks
            : Math.Max(commit.AcceptedAt.UtcTicks, (now + commit.Lease).UtcTicks);
        if (key is { } known)
        {
            session.Run(
                "UPDATE aurion_event SET revision = revision + 1, latest_commit = $2, claims = 0, available_at = $3, accepted_at = $4, type = $5, conversation = $6, body = $7 WHERE key = $1",
                known, commit.CommitId.ToByteArray(), available, commit.AcceptedAt.UtcTicks, commit.Event.Type, commit.Event.ConversationId, rows.Body);
        }
        else
        {
            session.Run(
                "INSERT INTO aurion_event (tenant, id, revision, first_commit, latest_commit, claims, available_at, accepted_at, type, conversation, body) " +
                "VALUES ($1, $2, 1, $3, $3, 0, $4, $5, $6, $7, $8)",
                commit.Tenant.Value, commit.EventId, commit.CommitId.ToByteArray(), available, commit.AcceptedAt.UtcTicks, commit.Event.Type, commit.Event.ConversationId, rows.Body);
        }
    }

    private static void AddLog(WriteSession session, EventCommit commit, RuleLogEntry entry, byte[] body)
    {
        var added = session.Run("INSERT INTO aurion_rule_log (tenant, id, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", commit.Tenant.Value, entry.Id, body);
        if (added > 0 && entry.IsMatch)
        {
            session.Run(
                "INSERT INTO aurion_rule_counter (tenant, rule, count, last_at) VALUES ($1, $2, 1, $3) " +
                "ON CONFLICT DO UPDATE SET count = count + 1, last_at = max(last_at, excluded.last_at)",
                commit.Tenant.Value, entry.RuleId, entry.ExecutedAt.UtcTicks);
        }
    }
}

/// <summary>What an event commit writes, made before it queues.</summary>
internal sealed class EventRows(EventCommit commit)
{
    internal EventCommit Commit { get; } = commit;

    internal byte[] Body { get; } = StoredFormat.Write(new StoredEvent
    {
        Event = commit.Event,
        EventId = commit.EventId,
        Revision = 0, // the column's counts
        AcceptedAt = commit.AcceptedAt,
        Stage = commit.Stage,
        Patch = commit.Patch,
        Verdicts = commit.Verdicts,
        Actions = commit.Actions,
        Plan = commit.Plan,
    });

    internal ImmutableArray<byte[]> Log { get; } = [.. commit.Log.Select(StoredFormat.Write)];

    internal ImmutableArray<MessageRow> Messages { get; } = MessageRow.Of(commit.Messages);
}

/// <summary>An event as its row holds it.</summary>
internal sealed class EventRow
{
    internal const string Select = "SELECT revision AS Revision, claims AS Claims, body AS Body FROM aurion_event";

    public long Revision { get; init; }

    public long Claims { get; init; }

    public byte[] Body { get; init; } = [];

    public string Tenant { get; init; } = string.Empty;

    public string Id { get; init; } = string.Empty;

    internal StoredEvent ToStored() => StoredFormat.Read<StoredEvent>(Body) with { Revision = Revision, Claims = (int)Claims };
}
