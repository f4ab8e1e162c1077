using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.PostgreSql;

internal sealed class PostgreSqlDecisionStore(PostgreSqlDatabase database) : IDecisionStore
{
    private const int ReadAtOnce = 500;

    private const string Select =
        "SELECT id AS Id, conversation AS Conversation, kind AS Kind, decided_at AS DecidedAt, recorded_at AS RecordedAt, is_current AS IsCurrent, body AS Body " +
        "FROM aurion.decision WHERE tenant = @tenant";

    public async ValueTask<CommitResult> AppendAsync(StoredDecision decision, string? supersedes, CancellationToken cancellationToken)
    {
        // Sent again after its answer was lost, it finds itself.
        var answer = await database.QueryFirstAsync<Answer>(
            "SELECT status AS Status, holder AS Holder FROM aurion.append_decision(@tenant, @id, @conversation, @kind, @decidedAt, @recordedAt, @body, @supersedes)",
            new
            {
                tenant = StoredText.Id(decision.Tenant.Value),
                id = StoredText.Id(decision.Id),
                conversation = StoredText.Id(decision.ConversationId),
                kind = (int)decision.Kind,
                decidedAt = Ticks.Of(decision.DecidedAt),
                recordedAt = Ticks.Of(decision.RecordedAt),
                body = decision.Body.Utf8.ToArray(),
                supersedes = StoredText.IdOrNull(supersedes),
            },
            cancellationToken).ConfigureAwait(false);
        return new CommitResult((CommitStatus)answer!.Status, answer.Holder is null ? null : StoredText.Read(answer.Holder));
    }

    public async ValueTask<StoredDecision?> FindCurrentAsync(TenantId tenant, string conversationId, DecisionKind kind, CancellationToken cancellationToken)
    {
        var row = await database.QueryFirstAsync<Row>(
            $"{Select} AND conversation = @conversation AND kind = @kind AND is_current",
            new { tenant = StoredText.Id(tenant.Value), conversation = StoredText.Id(conversationId), kind = (int)kind },
            cancellationToken).ConfigureAwait(false);
        return row?.ToDecision(tenant);
    }

    public async ValueTask<ImmutableArray<StoredDecision>> ListAsync(TenantId tenant, DecisionFilter filter, Page page, CancellationToken cancellationToken)
    {
        var sql = new StringBuilder(Select);
        sql.Append(page.After is null ? "" : " AND id < @after");
        sql.Append(filter.ConversationId is null ? "" : " AND conversation = @conversation");
        sql.Append(filter.Kind is null ? "" : " AND kind = @kind");
        sql.Append(" ORDER BY id DESC LIMIT @limit");
        var rows = await database.QueryAsync<Row>(
            sql.ToString(),
            new
            {
                tenant = StoredText.Id(tenant.Value),
                after = page.After is null ? null : StoredText.Of(page.After),
                conversation = StoredText.IdOrNull(filter.ConversationId),
                kind = (int?)filter.Kind,
                limit = page.Limit,
            },
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToDecision(tenant))];
    }

    public async IAsyncEnumerable<StoredDecision> ReadCurrentAsync(
        TenantId tenant, DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (at, id) = (from.UtcTicks, string.Empty);
        while (true)
        {
            var rows = await database.QueryAsync<Row>(
                $"{Select} AND is_current AND (decided_at, id) > (@at, @id) AND decided_at < @until ORDER BY decided_at, id LIMIT {ReadAtOnce}",
                new { tenant = StoredText.Id(tenant.Value), at, id, until = until.UtcTicks },
                cancellationToken).ConfigureAwait(false);
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

    private sealed class Answer
    {
        public short Status { get; init; }

        public string? Holder { get; init; }
    }

    private sealed class Row
    {
        public string Id { get; init; } = string.Empty;

        public string Conversation { get; init; } = string.Empty;

        public int Kind { get; init; }

        public long DecidedAt { get; init; }

        public long RecordedAt { get; init; }

        public bool IsCurrent { get; init; }

        public byte[] Body { get; init; } = [];

        public StoredDecision ToDecision(TenantId tenant) => new()
        {
            Tenant = tenant,
            Id = StoredText.Read(Id),
            ConversationId = StoredText.Read(Conversation),
            Kind = (DecisionKind)Kind,
            DecidedAt = Ticks.ToTime(DecidedAt),
            RecordedAt = Ticks.ToTime(RecordedAt),
            IsCurrent = IsCurrent,
            Body = StrictJson.Parse(Body),
        };
    }
}
