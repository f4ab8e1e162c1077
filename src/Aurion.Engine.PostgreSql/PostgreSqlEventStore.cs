using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Aurion.Engine.PostgreSql.Writing;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Npgsql;

namespace Aurion.Engine.PostgreSql;

internal sealed class PostgreSqlEventStore(PostgreSqlDatabase database) : IEventStore
{
    private const int EventsAtOnce = 200;
    private const string Select = "SELECT revision AS Revision, claims AS Claims, body AS Body FROM aurion.event WHERE tenant = @tenant";

    public async ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<EventCommit> commits, CancellationToken cancellationToken)
    {
        if (commits.IsDefaultOrEmpty)
        {
            return [];
        }

        EventUnit[] units = [.. commits.Select(commit => new EventUnit(commit, cancellationToken))];
        return await database.Writer.WriteAsync<EventUnit, CommitResult>(units, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ImmutableArray<StoredEvent>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var unit = new ClaimUnit<EventRow>(
            place => new NpgsqlBatchCommand(place.Sql("SELECT * FROM aurion.claim_events($1,$2,$3,$4)"))
                .Add(place.Now).Add(request.Limit).Add((long?)request.Lease.Ticks).Add(request.MaxPerTenant),
            EventRow.OfClaim,
            WorkKinds.None,
            cancellationToken);
        var rows = await database.Writer.WriteAsync(unit, cancellationToken).ConfigureAwait(false);
        var events = ImmutableArray.CreateBuilder<StoredEvent>(rows.Count);
        foreach (var row in rows)
        {
            try
            {
                events.Add(row.ToStored());
            }
            catch (AurionEngineException exception)
            {
                await database.ParkAsync("event", row.Tenant, row.Id, row.Revision, exception, cancellationToken).ConfigureAwait(false);
            }
        }

        return events.DrainToImmutable();
    }

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => database.Signals.WaitAsync(WorkKinds.Events, "event", atMost, cancellationToken);

    public async ValueTask<StoredEvent?> FindAsync(TenantId tenant, string eventId, CancellationToken cancellationToken)
    {
        var row = await database.QueryFirstAsync<EventRow>($"{Select} AND id = @id", new { tenant = StoredText.Id(tenant.Value), id = StoredText.Id(eventId) }, cancellationToken).ConfigureAwait(false);
        return row?.ToStored();
    }

    public async ValueTask<ImmutableArray<string?>> FindHoldersAsync(TenantId tenant, ImmutableArray<OnceKey> keys, CancellationToken cancellationToken)
    {
        var holders = await database.QueryAsync<string?>(
            "SELECT o.holder FROM unnest(@scopes, @names) WITH ORDINALITY i(scope, name, at) " +
            "LEFT JOIN aurion.once o ON o.tenant = @tenant AND o.scope = i.scope AND o.name = i.name AND (o.until IS NULL OR o.until > coalesce(@now, aurion.now_ticks())) ORDER BY i.at",
            new
            {
                tenant = StoredText.Id(tenant.Value),
                scopes = keys.Select(static key => StoredText.Key(key.Scope)).ToArray(),
                names = keys.Select(static key => StoredText.Key(key.Key)).ToArray(),
                now = database.Now,
            },
            cancellationToken).ConfigureAwait(false);
        return [.. holders.Select(static holder => holder is null ? null : StoredText.Read(holder))];
    }

    public async IAsyncEnumerable<StoredEvent> ReadAsync(TenantId tenant, EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sql = new StringBuilder(Select).Append(" AND (accepted_at, id) > (@afterTime, @afterId)");
        sql.Append(filter.Type is null ? "" : " AND type = @type");
        sql.Append(filter.ConversationId is null ? "" : " AND conversation = @conversation");
        sql.Append(filter.AcceptedBefore is null ? "" : " AND accepted_at < @before");
        sql.Append(" ORDER BY accepted_at, id LIMIT @limit");
        var (afterTime, afterId) = (Ticks.Of(filter.AcceptedFrom) ?? 0, string.Empty);
        while (true)
        {
            var rows = await database.QueryAsync<EventRow>(
                sql.ToString(),
                new
                {
                    tenant = StoredText.Id(tenant.Value),
                    afterTime,
                    afterId,
                    type = StoredText.KeyOrNull(filter.Type),
                    conversation = StoredText.KeyOrNull(filter.ConversationId),
                    before = Ticks.Of(filter.AcceptedBefore),
                    limit = EventsAtOnce,
                },
                cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var stored = row.ToStored();
                (afterTime, afterId) = (stored.AcceptedAt.UtcTicks, StoredText.Id(stored.EventId));
                yield return stored;
            }

            if (rows.Count < EventsAtOnce)
            {
                yield break;
            }
        }
    }

    public async ValueTask<ImmutableArray<RuleLogEntry>> ListLogAsync(TenantId tenant, int limit, CancellationToken cancellationToken)
    {
        var bodies = await database.QueryAsync<byte[]>(
            "SELECT body FROM aurion.rule_log WHERE tenant = @tenant ORDER BY id DESC LIMIT @limit", new { tenant = StoredText.Id(tenant.Value), limit }, cancellationToken).ConfigureAwait(false);
        return [.. bodies.Select(static body => StoredFormat.Read<RuleLogEntry>(body))];
    }

    public async ValueTask<ImmutableDictionary<string, RuleCounter>> CountByRuleAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<(string Rule, long Count, long LastAt)>(
            "SELECT rule, sum(count)::bigint, max(last_at) FROM aurion.rule_counter WHERE tenant = @tenant GROUP BY rule",
            new { tenant = StoredText.Id(tenant.Value) },
            cancellationToken).ConfigureAwait(false);
        return rows.ToImmutableDictionary(static row => StoredText.Read(row.Rule), static row => new RuleCounter(row.Count, Ticks.ToTime(row.LastAt)), StringComparer.Ordinal);
    }
}
