using System.Collections.Immutable;
using Aurion.Engine.PostgreSql.Writing;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Npgsql;

namespace Aurion.Engine.PostgreSql;

internal sealed class PostgreSqlMessageStore(PostgreSqlDatabase database) : IMessageStore
{
    public async ValueTask SendAsync(ImmutableArray<Message> messages, CancellationToken cancellationToken)
    {
        if (!messages.IsDefaultOrEmpty)
        {
            await database.Writer.WriteAsync(new MessageUnit(messages, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<ImmutableArray<ClaimedMessage>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var unit = new ClaimUnit<(int Attempt, byte[] Body)>(
            place => new NpgsqlBatchCommand(place.Sql("SELECT * FROM aurion.claim_messages($1,$2,$3,$4)"))
                .Add(place.Now).Add(request.Limit).Add((long?)request.Lease.Ticks).Add(request.MaxPerTenant),
            static row => (row.GetInt32(0), row.GetFieldValue<byte[]>(1)),
            WorkKinds.None,
            cancellationToken);
        var rows = await database.Writer.WriteAsync(unit, cancellationToken).ConfigureAwait(false);
        var messages = ImmutableArray.CreateBuilder<ClaimedMessage>(rows.Count);
        foreach (var (attempt, body) in rows)
        {
            try
            {
                messages.Add(new ClaimedMessage(StoredFormat.Read<Message>(body), attempt, attempt));
            }
            catch (AurionEngineException)
            {
                // A message that can't be read is nobody's work: it stays leased, comes again when the lease is over, and fails no other.
            }
        }

        return messages.DrainToImmutable();
    }

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => database.Signals.WaitAsync(WorkKinds.Messages, "message", atMost, cancellationToken);

    public async ValueTask CompleteAsync(ImmutableArray<Delivery> deliveries, CancellationToken cancellationToken)
    {
        if (!deliveries.IsDefaultOrEmpty)
        {
            DeliveryUnit[] units = [.. deliveries.Select(delivery => new DeliveryUnit(delivery, cancellationToken))];
            await database.Writer.WriteAsync<DeliveryUnit, bool>(units, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<ImmutableArray<Message>> ListDeadAsync(TenantId tenant, Page page, CancellationToken cancellationToken)
    {
        var bodies = await database.QueryAsync<byte[]>(
            "SELECT body FROM aurion.message WHERE tenant = @tenant AND is_dead AND id > @after ORDER BY id LIMIT @limit",
            new { tenant = StoredText.Id(tenant.Value), after = StoredText.Key(page.After ?? string.Empty), limit = page.Limit },
            cancellationToken).ConfigureAwait(false);
        return [.. bodies.Select(static body => StoredFormat.Read<Message>(body))];
    }
}
