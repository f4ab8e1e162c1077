using Microsoft.Data.Sqlite;

namespace Aurion.Engine.Sqlite;

/// <summary>Finds what can be claimed in one of the tables that have <c>tenant</c> and <c>available_at</c>, fairly across tenants.</summary>
internal sealed class DueRows(string table, string? condition = null)
{
    private readonly string _oldest =
        $"SELECT key, tenant FROM {table} WHERE available_at IS NOT NULL AND available_at <= $1{And(condition)} ORDER BY available_at, key LIMIT $2";

    private readonly string _nextTenant =
        $"SELECT tenant FROM {table} WHERE available_at IS NOT NULL AND tenant > $1 ORDER BY tenant LIMIT 1";

    private readonly string _oldestOfTenant =
        $"SELECT key, available_at FROM {table} WHERE available_at IS NOT NULL AND tenant = $1 AND available_at <= $2{And(condition)} ORDER BY available_at, key LIMIT $3";

    private readonly string _next = $"SELECT available_at FROM {table} WHERE available_at IS NOT NULL{And(condition)} ORDER BY available_at LIMIT 1";

    /// <summary>Finds rows to claim: the tenants take turns, each tenant's oldest first.</summary>
    /// <param name="session">The writer.</param>
    /// <param name="now">The store's time.</param>
    /// <param name="limit">The most rows.</param>
    /// <param name="maxPerTenant">The most rows of one tenant.</param>
    /// <param name="maxFormat">The value of the condition's <c>$9</c>, where there is one.</param>
    internal List<long> Pick(WriteSession session, long now, int limit, int maxPerTenant, int maxFormat)
    {
        var probe = (4 * limit) + 1;
        var queues = new List<(string Tenant, Queue<long> Keys)>();
        var found = 0;
        using (var rows = session.Read(Fill(_oldest, maxFormat), now, probe))
        {
            var places = new Dictionary<string, int>(StringComparer.Ordinal);
            while (rows.Read())
            {
                found++;
                var tenant = rows.GetString(1);
                if (!places.TryGetValue(tenant, out var place))
                {
                    places[tenant] = place = queues.Count;
                    queues.Add((tenant, new Queue<long>()));
                }

                queues[place].Keys.Enqueue(rows.GetInt64(0));
            }
        }

        if (found == probe)
        {
            queues = OfEachTenant(session, now, Math.Min(limit, maxPerTenant), maxFormat);
        }

        return TakeTurns(queues, limit, maxPerTenant);
    }

    /// <summary>Tells when the next row can be claimed; null when none ever can by itself.</summary>
    internal long? Next(SqliteConnection connection, int maxFormat)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // made of constants and a number
        command.CommandText = Fill(_next, maxFormat);
#pragma warning restore CA2100
        return command.ExecuteScalar() as long?;
    }

    private static List<long> TakeTurns(List<(string Tenant, Queue<long> Keys)> queues, int limit, int maxPerTenant)
    {
        var picked = new List<long>();
        for (var round = 0; round < maxPerTenant && picked.Count < limit; round++)
        {
            var before = picked.Count;
            foreach (var (_, keys) in queues)
            {
                if (picked.Count < limit && keys.TryDequeue(out var key))
                {
                    picked.Add(key);
                }
            }

            if (picked.Count == before)
            {
                break;
            }
        }

        return picked;
    }

    private static string And(string? condition) => condition is null ? string.Empty : $" AND {condition}";

    // The format is a number of ours; as text it leaves the numbered parameters alone, and there are never more than a few.
    private static string Fill(string sql, int maxFormat) =>
        sql.Replace("$9", maxFormat.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>The slow way, taken when there is a backlog: one seek to each tenant, so that none hides behind another's thousands.</summary>
    private List<(string Tenant, Queue<long> Keys)> OfEachTenant(WriteSession session, long now, int each, int maxFormat)
    {
        var queues = new List<(long Oldest, string Tenant, Queue<long> Keys)>();
        for (var tenant = NextTenant(session, null); tenant is not null; tenant = NextTenant(session, tenant))
        {
            var keys = new Queue<long>();
            var oldest = long.MaxValue;
            using var rows = session.Read(Fill(_oldestOfTenant, maxFormat), tenant, now, each);
            while (rows.Read())
            {
                keys.Enqueue(rows.GetInt64(0));
                oldest = Math.Min(oldest, rows.GetInt64(1));
            }

            if (keys.Count > 0)
            {
                queues.Add((oldest, tenant, keys));
            }
        }

        queues.Sort(static (left, right) => left.Oldest.CompareTo(right.Oldest));
        return queues.ConvertAll(static queue => (queue.Tenant, queue.Keys));
    }

    private string? NextTenant(WriteSession session, string? after)
    {
        using var rows = after is null
            ? session.Read(_nextTenant.Replace(" AND tenant > $1", string.Empty, StringComparison.Ordinal))
            : session.Read(_nextTenant, after);
        return rows.Read() ? rows.GetString(0) : null;
    }
}
