using System.Globalization;
using System.Runtime.CompilerServices;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Data.Sqlite;

namespace Helpdesk.Conversations;

/// <summary>The conversations as the engine sees and changes them.</summary>
internal sealed class TicketStore(HelpdeskDatabase database, TimeProvider time) : IConversationStore
{
    public async ValueTask<Conversation?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await TicketRow.FindAsync(connection, null, tenant, id, cancellationToken);
        return row?.ToConversation();
    }

    /// <summary>Lists a tenant's conversations, newest first: their ids sort by creation.</summary>
    public async Task<IReadOnlyList<Conversation>> ListNewestAsync(TenantId tenant, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var reader = await connection.QueryAsync(
            null,
            "SELECT id, version, fields FROM helpdesk_conversation WHERE tenant = $tenant ORDER BY id DESC LIMIT $limit",
            cancellationToken,
            ("$tenant", tenant.Value),
            ("$limit", limit));
        var found = new List<Conversation>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(Read(tenant, reader));
        }

        return found;
    }

    public async ValueTask<PatchResult> ApplyAsync(ConversationPatch patch, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction();
        if (await TicketRow.FindAsync(connection, transaction, patch.Tenant, patch.ConversationId, cancellationToken) is not { } row)
        {
            return PatchResult.Refused($"There is no conversation {patch.ConversationId}");
        }

        var isNew = await transaction.ExecuteAsync(
            "INSERT INTO helpdesk_patch (tenant, key) VALUES ($tenant, $key) ON CONFLICT DO NOTHING",
            cancellationToken,
            ("$tenant", patch.Tenant.Value),
            ("$key", patch.Key));
        if (isNew == 0)
        {
            return PatchResult.Applied(row.ToConversation()); // an earlier call did it, and crashed before it could say so
        }

        var current = row.ToConversation();
        if (patch.ExpectedVersion is { } expected && expected != current.Version)
        {
            return PatchResult.Conflict(current); // the transaction ends unwritten, the key stays free
        }

        var fields = row.Fields.DeepClone().AsObject();
        foreach (var change in patch.Changes)
        {
            if (TicketFields.Set(fields, change.Field, change.Value) is { } reason)
            {
                return PatchResult.Refused(reason);
            }
        }

        var now = Clock.Write(time.GetUtcNow());
        if ((string?)fields["status"] != (string?)row.Fields["status"])
        {
            fields["status_changed_at"] = now;
        }

        if (patch.Origin is not "automation")
        {
            fields["updated_at"] = now;
        }

        var changed = await row.UpdateAsync(transaction, fields, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return PatchResult.Applied(changed.ToConversation());
    }

    public async IAsyncEnumerable<Conversation> ListDueAsync(
        TenantId tenant, TimeRuleQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT id, version, fields FROM helpdesk_conversation
            WHERE tenant = $tenant
              AND json_extract(fields, $basis) <= $not_after
              AND ($statuses = '[]' OR json_extract(fields, '$.status') IN (SELECT value FROM json_each($statuses)))
              AND ($after = '' OR (json_extract(fields, $basis), id) >
                (SELECT json_extract(fields, $basis), id FROM helpdesk_conversation WHERE tenant = $tenant AND id = $after))
            ORDER BY json_extract(fields, $basis), id
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var reader = await connection.QueryAsync(
            null,
            Sql,
            cancellationToken,
            ("$tenant", tenant.Value),
            ("$basis", "$." + query.Basis),
            ("$not_after", Clock.Write(query.NotAfter)),
            ("$statuses", System.Text.Json.JsonSerializer.Serialize(query.Statuses.ToArray())),
            ("$after", query.After ?? string.Empty));
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return Read(tenant, reader);
        }
    }

    private static Conversation Read(TenantId tenant, SqliteDataReader reader) => new()
    {
        Tenant = tenant,
        Id = reader.GetString(0),
        Version = reader.GetInt64(1).ToString(CultureInfo.InvariantCulture),
        Fields = JsonText.Parse(reader.GetString(2)),
    };
}
