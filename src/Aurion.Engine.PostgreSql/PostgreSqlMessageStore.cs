using System.Collections.Immutable;
using System.Data.Common;
using Aurion.Engine.PostgreSql.Writing;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Npgsql;

namespace Aurion.Engine.PostgreSql;

internal sealed class PostgreSqlMessageStore(PostgreSqlDatabase database) : IMessageStore, ITransactionOutbox
{
    public async ValueTask SendAsync(ImmutableArray<Message> messages, CancellationToken cancellationToken)
    {
        if (!messages.IsDefaultOrEmpty)
        {
            await database.Writer.WriteAsync(new MessageUnit(messages, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask SendAsync(ImmutableArray<Message> messages, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (transaction is not NpgsqlTransaction { Connection: { } connection } given)
        {
            throw new ArgumentException($"The stores are on PostgreSQL, so the transaction must be an open NpgsqlTransaction on the same database; it is a {transaction?.GetType().Name} that is over or another.", nameof(transaction));
        }

        if (messages.IsDefaultOrEmpty)
        {
            return;
        }

        var batch = new WriteBatch();
        batch.TryAdd(new MessageUnit(messages, cancellationToken));
        try
        {
            await batch.ExecuteAsync(database, connection, given, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException over)
        {
            throw new ArgumentException("The transaction is over: the engine must be told before the host commits.", nameof(transaction), over);
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlDatabase.Broken(exception);
        }
    }

    public async ValueTask<ImmutableArray<ClaimedMessage>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var unit = new ClaimUnit<(int Attempt, byte[] Body, string Tenant, string Id)>(
            place => new NpgsqlBatchCommand(place.Sql("SELECT * FROM aurion.claim_messages($1,$2,$3,$4)"))
                .Add(place.Now).Add(request.Limit).Add((long?)request.Lease.Ticks).Add(request.MaxPerTenant),
            static row => (row.GetInt32(0), row.GetFieldValue<byte[]>(1), row.GetString(2), row.GetString(3)),
            WorkKinds.None,
            cancellationToken);
        var rows = await database.Writer.WriteAsync(unit, cancellationToken).ConfigureAwait(false);
        var messages = ImmutableArray.CreateBuilder<ClaimedMessage>(rows.Count);
        foreach (var (attempt, body, tenant, id) in rows)
        {
            try
            {
                messages.Add(new ClaimedMessage(StoredFormat.Read<Message>(body), attempt, attempt));
            }
            catch (AurionEngineException exception)
            {
                await database.ParkAsync("message", tenant, id, attempt, exception, cancellationToken).ConfigureAwait(false);
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
        var rows = await database.QueryAsync<(string Id, byte[] Body)>(
            "SELECT id, body FROM aurion.message WHERE tenant = @tenant AND is_dead AND id > @after ORDER BY id LIMIT @limit",
            new { tenant = StoredText.Id(tenant.Value), after = StoredText.Key(page.After ?? string.Empty), limit = page.Limit },
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => Unreadable.Message(tenant, StoredText.Read(row.Id), row.Body))];
    }
}
