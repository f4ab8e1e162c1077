using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Aurion.Engine.Sqlite;

internal sealed class SqliteEventStore(SqliteDatabase database) : IEventStore
{
    private const int EventsAtOnce = 200;
    private static readonly DueRows Due = new("aurion_event");

    public ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<EventCommit> commits, CancellationToken cancellationToken)
    {
        if (commits.IsDefaultOrEmpty)
        {
            return new(ImmutableArray<CommitResult>.Empty);
        }

        ImmutableArray<EventRows> rows = [.. commits.Select(static commit => new EventRows(commit))];
        return database.Writer.WriteAsync<ImmutableArray<CommitResult>>(session => [.. rows.Select(each => EventWriting.Commit(session, each))], cancellationToken);
    }

    public async ValueTask<ImmutableArray<StoredEvent>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var rows = await database.Writer.WriteAsync(
            session =>
            {
                var now = session.Now;
                var keys = Due.Pick(session, now.UtcTicks, request.Limit, request.MaxPerTenant, request.MaxFormat);
                return keys.ConvertAll(key => EventWriting.Claim(session, key, (now + request.Lease).UtcTicks));
            },
            cancellationToken).ConfigureAwait(false);
        var events = ImmutableArray.CreateBuilder<StoredEvent>(rows.Count);
        foreach (var row in rows)
        {
            try
            {
                events.Add(row.ToStored());
            }
            catch (AurionEngineException exception)
            {
                await Parking.ParkAsync(database, Parking.Event, row.Tenant, row.Id, row.Revision, exception, cancellationToken).ConfigureAwait(false);
            }
        }

        return events.DrainToImmutable();
    }

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        database.WaitAsync(database.Events, static connection => Due.Next(connection, 0), atMost, cancellationToken);

    public ValueTask<StoredEvent?> FindAsync(TenantId tenant, string eventId, CancellationToken cancellationToken)
    {
        var rows = database.Read(
            connection => connection.Query<EventRow>($"{EventRow.Select} WHERE tenant = @tenant AND id = @id", new { tenant = tenant.Value, id = eventId }).AsList(), cancellationToken);
        return new(rows.Count == 0 ? null : rows[0].ToStored());
    }

    public ValueTask<ImmutableArray<string?>> FindHoldersAsync(TenantId tenant, ImmutableArray<OnceKey> keys, CancellationToken cancellationToken) =>
        new(database.Read<ImmutableArray<string?>>(connection => [.. keys.Select(key => Holder(connection, tenant, key))], cancellationToken));

    public async IAsyncEnumerable<StoredEvent> ReadAsync(TenantId tenant, EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        var sql = new StringBuilder(EventRow.Select).Append(" WHERE tenant = @tenant AND (accepted_at, id) > (@afterTime, @afterId)");
        sql.Append(filter.Type is null ? "" : " AND type = @type");
        sql.Append(filter.ConversationId is null ? "" : " AND conversation = @conversation");
        sql.Append(filter.AcceptedBefore is null ? "" : " AND accepted_at < @before");
        sql.Append(" ORDER BY accepted_at, id LIMIT @limit");
        var (afterTime, afterId) = (Ticks.Of(filter.AcceptedFrom) ?? 0, string.Empty);
        while (true)
        {
            var place = (Time: afterTime, Id: afterId);
            var rows = database.Read(
                connection => connection.Query<EventRow>(sql.ToString(), new
                {
                    tenant = tenant.Value,
                    afterTime = place.Time,
                    afterId = place.Id,
                    type = filter.Type,
                    conversation = filter.ConversationId,
                    before = Ticks.Of(filter.AcceptedBefore),
                    limit = EventsAtOnce,
                }).AsList(),
                cancellationToken);
            foreach (var row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var stored = row.ToStored();
                (afterTime, afterId) = (stored.AcceptedAt.UtcTicks, stored.EventId);
                yield return stored;
            }

            if (rows.Count < EventsAtOnce)
            {
                yield break;
            }
        }
    }

    public ValueTask<ImmutableArray<RuleLogEntry>> ListLogAsync(TenantId tenant, int limit, CancellationToken cancellationToken)
    {
        var bodies = database.Read(
            connection => connection.Query<byte[]>("SELECT body FROM aurion_rule_log WHERE tenant = @tenant ORDER BY id DESC LIMIT @limit", new { tenant = tenant.Value, limit }).AsList(),
            cancellationToken);
        return new([.. bodies.Select(static body => StoredFormat.Read<RuleLogEntry>(body))]);
    }

    public ValueTask<ImmutableDictionary<string, RuleCounter>> CountByRuleAsync(TenantId tenant, CancellationToken cancellationToken) =>
        new(database.Read(
            connection => connection.Query<(string Rule, long Count, long LastAt)>("SELECT rule, count, last_at FROM aurion_rule_counter WHERE tenant = @tenant", new { tenant = tenant.Value })
                .ToImmutableDictionary(static row => row.Rule, static row => new RuleCounter(row.Count, Ticks.ToTime(row.LastAt)), StringComparer.Ordinal),
            cancellationToken));

    private string? Holder(SqliteConnection connection, TenantId tenant, OnceKey key) => connection.ExecuteScalar<string?>(
        "SELECT holder FROM aurion_once WHERE tenant = @tenant AND scope = @scope AND name = @name AND (until IS NULL OR until > @now)",
        new { tenant = tenant.Value, scope = key.Scope, name = key.Key, now = database.Time.GetUtcNow().UtcTicks });
}
