using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Dapper;

namespace Aurion.Engine.Sqlite;

internal sealed class SqliteDecisionStore(SqliteDatabase database) : IDecisionStore
{
    private const int ReadAtOnce = 500;

    private const string Select =
        "SELECT id AS Id, conversation AS Conversation, kind AS Kind, decided_at AS DecidedAt, recorded_at AS RecordedAt, is_current AS IsCurrent, body AS Body " +
        "FROM aurion_decision WHERE tenant = @tenant";

    public ValueTask<CommitResult> AppendAsync(StoredDecision decision, string? supersedes, CancellationToken cancellationToken)
    {
        var body = decision.Body.Utf8.ToArray();
        return database.Writer.WriteAsync(session => Append(session, decision, supersedes, body), cancellationToken);
    }

    public ValueTask<StoredDecision?> FindCurrentAsync(TenantId tenant, string conversationId, DecisionKind kind, CancellationToken cancellationToken)
    {
        var rows = database.Read(
            connection => connection.Query<Row>(
                $"{Select} AND conversation = @conversation AND kind = @kind AND is_current = 1", new { tenant = tenant.Value, conversation = conversationId, kind = (int)kind }).AsList(),
            cancellationToken);
        return new(rows.Count == 0 ? null : rows[0].ToDecision(tenant));
    }

    public ValueTask<ImmutableArray<StoredDecision>> ListAsync(TenantId tenant, DecisionFilter filter, Page page, CancellationToken cancellationToken)
    {
        var sql = new StringBuilder(Select);
        sql.Append(page.After is null ? "" : " AND id < @after");
        sql.Append(filter.ConversationId is null ? "" : " AND conversation = @conversation");
        sql.Append(filter.Kind is null ? "" : " AND kind = @kind");
        sql.Append(" ORDER BY id DESC LIMIT @limit");
        var rows = database.Read(
            connection => connection.Query<Row>(
                sql.ToString(), new { tenant = tenant.Value, after = page.After, conversation = filter.ConversationId, kind = (int?)filter.Kind, limit = page.Limit }).AsList(),
            cancellationToken);
        return new([.. rows.Select(row => row.ToDecision(tenant))]);
    }

    public async IAsyncEnumerable<StoredDecision> ReadCurrentAsync(
        TenantId tenant, DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        var (at, id) = (from.UtcTicks, string.Empty);
        while (true)
        {
            var place = (At: at, Id: id);
            var rows = database.Read(
                connection => connection.Query<Row>(
                    $"{Select} AND is_current = 1 AND (decided_at, id) > (@at, @id) AND decided_at < @until ORDER BY decided_at, id LIMIT {ReadAtOnce}",
                    new { tenant = tenant.Value, at = place.At, id = place.Id, until = until.UtcTicks }).AsList(),
                cancellationToken);
            foreach (var row in rows)
            {
                yield return row.ToDecision(tenant);
            }

            if (rows.Count < ReadAtOnce)
            {
                yield break;
            }

            (at, id) = (rows[^1].DecidedAt, rows[^1].Id);
        }
    }

    private static CommitResult Append(WriteSession session, StoredDecision decision, string? supersedes, byte[] body)
    {
        var tenant = decision.Tenant.Value;
        if (session.ReadNumber("SELECT 1 FROM aurion_decision WHERE tenant = $1 AND id = $2", tenant, decision.Id) is not null)
        {
            return new(CommitStatus.AlreadyCommitted);
        }

        string? standing = null;
        using (var reader = session.Read(
            "SELECT id FROM aurion_decision WHERE tenant = $1 AND conversation = $2 AND kind = $3 AND is_current = 1", tenant, decision.ConversationId, (int)decision.Kind))
        {
            standing = reader.Read() ? reader.GetString(0) : null;
        }

        if (standing != supersedes)
        {
            return new(CommitStatus.Stale, standing);
        }

        if (standing is not null)
        {
            session.Run("UPDATE aurion_decision SET is_current = 0 WHERE tenant = $1 AND id = $2", tenant, standing);
        }

        session.Run(
            "INSERT INTO aurion_decision (tenant, id, conversation, kind, decided_at, recorded_at, is_current, body) VALUES ($1, $2, $3, $4, $5, $6, 1, $7)",
            tenant, decision.Id, decision.ConversationId, (int)decision.Kind, Ticks.Of(decision.DecidedAt), Ticks.Of(decision.RecordedAt), body);
        return new(CommitStatus.Committed);
    }

    private sealed class Row
    {
        public string Id { get; init; } = string.Empty;

        public string Conversation { get; init; } = string.Empty;

        public long Kind { get; init; }

        public long DecidedAt { get; init; }

        public long RecordedAt { get; init; }

        public long IsCurrent { get; init; }

        public byte[] Body { get; init; } = [];

        public StoredDecision ToDecision(TenantId tenant) => new()
        {
            Tenant = tenant,
            Id = Id,
            ConversationId = Conversation,
            Kind = (DecisionKind)Kind,
            DecidedAt = Ticks.ToTime(DecidedAt),
            RecordedAt = Ticks.ToTime(RecordedAt),
            IsCurrent = IsCurrent != 0,
            Body = StrictJson.Parse(Body),
        };
    }
}
