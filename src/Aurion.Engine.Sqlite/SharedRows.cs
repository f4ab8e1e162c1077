using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Sqlite;

/// <summary>Rows that run commits and event commits write alike: once-keys and messages.</summary>
internal static class SharedRows
{
    /// <summary>Finds who else holds one of the keys; null when all are free or the holder's own.</summary>
    internal static string? OtherHolder(WriteSession session, TenantId tenant, ImmutableArray<OnceKey> keys, string holder, DateTimeOffset now)
    {
        foreach (var key in keys)
        {
            using var rows = session.Read(
                "SELECT holder FROM aurion_once WHERE tenant = $1 AND scope = $2 AND name = $3 AND holder <> $4 AND (until IS NULL OR until > $5)",
                tenant.Value, key.Scope, key.Key, holder, now.UtcTicks);
            if (rows.Read())
            {
                return rows.GetString(0);
            }
        }

        return null;
    }

    internal static void Take(WriteSession session, TenantId tenant, ImmutableArray<OnceKey> keys, string holder)
    {
        foreach (var key in keys)
        {
            session.Run(
                "INSERT INTO aurion_once (tenant, scope, name, holder, until) VALUES ($1, $2, $3, $4, $5) " +
                "ON CONFLICT DO UPDATE SET holder = excluded.holder, until = excluded.until",
                tenant.Value, key.Scope, key.Key, holder, Ticks.Of(key.Until));
        }
    }

    internal static void Add(WriteSession session, ImmutableArray<MessageRow> messages, DateTimeOffset now)
    {
        foreach (var message in messages)
        {
            var added = session.Run(
                "INSERT INTO aurion_message (tenant, id, available_at, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                message.Tenant, message.Id, message.DueAt ?? now.UtcTicks, message.Body);
            session.WakesMessages |= added > 0;
        }
    }
}

/// <summary>A message ready to be written.</summary>
internal readonly record struct MessageRow(string Tenant, string Id, long? DueAt, byte[] Body)
{
    internal static ImmutableArray<MessageRow> Of(ImmutableArray<Message> messages) =>
        [.. messages.Select(static message => new MessageRow(message.Tenant.Value, message.Id, Ticks.Of(message.DueAt), StoredFormat.Write(message)))];
}
