using System.Collections.Immutable;
using System.Data.Common;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Aurion.Engine.Sqlite;

internal sealed class SqliteMessageStore(SqliteDatabase database) : IMessageStore, ITransactionOutbox
{
    private static readonly DueRows Due = new("aurion_message");

    public async ValueTask SendAsync(ImmutableArray<Message> messages, CancellationToken cancellationToken)
    {
        if (messages.IsDefaultOrEmpty)
        {
            return;
        }

        var rows = MessageRow.Of(messages);
        await database.Writer.WriteAsync(
            session =>
            {
                SharedRows.Add(session, rows, session.Now);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask SendAsync(ImmutableArray<Message> messages, DbTransaction transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (transaction is not SqliteTransaction { Connection: { } connection } given)
        {
            throw new ArgumentException($"The stores are on SQLite, so the transaction must be an open SqliteTransaction on the same file; it is a {transaction?.GetType().Name} that is over or another.", nameof(transaction));
        }

        try
        {
            foreach (var message in MessageRow.Of(messages))
            {
                using var command = connection.CreateCommand();
                command.Transaction = given;
                command.CommandText = "INSERT INTO aurion_message (tenant, id, available_at, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
                command.Parameters.AddWithValue("$1", message.Tenant);
                command.Parameters.AddWithValue("$2", message.Id);
                command.Parameters.AddWithValue("$3", message.DueAt ?? database.Time.GetUtcNow().UtcTicks);
                command.Parameters.AddWithValue("$4", message.Body);
                command.ExecuteNonQuery();
            }

            return default;
        }
        catch (SqliteException exception)
        {
            throw SqliteDatabase.Broken(exception);
        }
    }

    public async ValueTask<ImmutableArray<ClaimedMessage>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var rows = await database.Writer.WriteAsync(session => Claim(session, request), cancellationToken).ConfigureAwait(false);
        var messages = ImmutableArray.CreateBuilder<ClaimedMessage>(rows.Count);
        foreach (var (attempt, body, tenant, id) in rows)
        {
            try
            {
                messages.Add(new ClaimedMessage(StoredFormat.Read<Message>(body), attempt, attempt));
            }
            catch (AurionEngineException exception)
            {
                await Parking.ParkAsync(database, Parking.Message, tenant, id, attempt, exception, cancellationToken).ConfigureAwait(false);
            }
        }

        return messages.DrainToImmutable();
    }

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        database.WaitAsync(database.Messages, static connection => Due.Next(connection, 0), atMost, cancellationToken);

    public async ValueTask CompleteAsync(ImmutableArray<Delivery> deliveries, CancellationToken cancellationToken)
    {
        if (deliveries.IsDefaultOrEmpty)
        {
            return;
        }

        ImmutableArray<ImmutableArray<MessageRow>> next = [.. deliveries.Select(static delivery => MessageRow.Of(delivery.Next))];
        await database.Writer.WriteAsync(
            session =>
            {
                for (var at = 0; at < deliveries.Length; at++)
                {
                    Complete(session, deliveries[at], next[at]);
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<ImmutableArray<Message>> ListDeadAsync(TenantId tenant, Page page, CancellationToken cancellationToken)
    {
        var rows = database.Read(
            connection => connection.Query<(string Id, byte[] Body)>(
                "SELECT id, body FROM aurion_message WHERE tenant = @tenant AND is_dead = 1 AND id > @after ORDER BY id LIMIT @limit",
                new { tenant = tenant.Value, after = page.After ?? string.Empty, limit = page.Limit }).AsList(),
            cancellationToken);
        return new([.. rows.Select(row => Unreadable.Message(tenant, row.Id, row.Body))]);
    }

    private static List<(int Attempt, byte[] Body, string Tenant, string Id)> Claim(WriteSession session, ClaimRequest request)
    {
        var now = session.Now;
        return Due.Pick(session, now.UtcTicks, request.Limit, request.MaxPerTenant, request.MaxFormat).ConvertAll(key =>
        {
            session.Run("UPDATE aurion_message SET available_at = $2, attempt = attempt + 1, is_idle = 0 WHERE key = $1", key, (now + request.Lease).UtcTicks);
            using var row = session.Read("SELECT attempt, body, tenant, id FROM aurion_message WHERE key = $1", key);
            row.Read();
            return (row.GetInt32(0), row.GetFieldValue<byte[]>(1), row.GetString(2), row.GetString(3));
        });
    }

    private static void Complete(WriteSession session, Delivery delivery, ImmutableArray<MessageRow> next)
    {
        var now = session.Now;
        var (available, isDead, keepsBody) = delivery.Outcome switch
        {
            DeliveryOutcome.Later => ((delivery.RetryAt ?? now).UtcTicks, false, true),
            DeliveryOutcome.Dead => ((long?)null, true, true),
            _ => (null, false, false),
        };

        // The fence is the attempt; what was given back or is at its end has nobody's claim.
        var changed = session.Run(
            "UPDATE aurion_message SET available_at = $4, is_idle = 1, is_dead = $5, error = $6, body = CASE WHEN $7 THEN body END " +
            "WHERE tenant = $1 AND id = $2 AND attempt = $3 AND is_idle = 0 AND available_at IS NOT NULL",
            delivery.Tenant.Value, delivery.MessageId, delivery.Fence, available, isDead, delivery.Error, keepsBody);
        if (changed > 0)
        {
            session.WakesMessages |= available is not null;
            SharedRows.Add(session, next, now);
        }
    }
}
