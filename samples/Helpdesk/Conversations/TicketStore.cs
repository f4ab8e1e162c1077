using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Helpdesk.Conversations;

/// <summary>The conversations as the engine sees and changes them.</summary>
internal sealed class TicketStore(HelpdeskDatabase database, TimeProvider time) : IConversationStore
{
    private const int PageSize = 100;
    private static readonly string[] Bases = ["status_changed_at", "created_at", "updated_at", "last_customer_reply_at", "last_agent_reply_at"];

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
            "SELECT id, version, fields FROM helpdesk_conversation WHERE tenant = @tenant ORDER BY id DESC LIMIT @limit",
            cancellationToken,
            ("@tenant", tenant.Value),
            ("@limit", limit));
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
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await TicketRow.FindAsync(connection, transaction, patch.Tenant, patch.ConversationId, cancellationToken) is not { } row)
        {
            return PatchResult.Refused($"There is no conversation {patch.ConversationId}");
        }

        var isNew = await transaction.ExecuteAsync(
            "INSERT INTO helpdesk_patch (tenant, key) VALUES (@tenant, @key) ON CONFLICT DO NOTHING",
            cancellationToken,
            ("@tenant", patch.Tenant.Value),
            ("@key", patch.Key));
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

    /// <summary>Reads page by page, so that no list is held open while rules write.</summary>
    public async IAsyncEnumerable<Conversation> ListDueAsync(
        TenantId tenant, TimeRuleQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = query.After; ;)
        {
            var page = await ListDuePageAsync(tenant, query, after, cancellationToken);
            foreach (var conversation in page)
            {
                yield return conversation;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            after = page[^1].Id;
        }
    }

    private async Task<List<Conversation>> ListDuePageAsync(TenantId tenant, TimeRuleQuery query, string? after, CancellationToken cancellationToken)
    {
        // The expression stands in the text as the index has it: a parameter for the path would find no index.
        var basis = Bases.Contains(query.Basis, StringComparer.Ordinal)
            ? database.Field(query.Basis)
            : throw new ArgumentException($"The helpdesk keeps no instant '{query.Basis}'.", nameof(query));
        var sql = $"""
            SELECT id, version, fields FROM helpdesk_conversation
            WHERE tenant = @tenant AND {basis} <= @not_after
              AND (@statuses = '[]' OR {database.Field("status")} IN ({database.Texts("@statuses")}))
              AND ({basis}, id) > (@after_instant, @after)
            ORDER BY {basis}, id LIMIT @limit
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        var place = after is null ? null : await TicketRow.FindAsync(connection, null, tenant, after, cancellationToken);
        await using var reader = await connection.QueryAsync(
            null,
            sql,
            cancellationToken,
            ("@tenant", tenant.Value),
            ("@not_after", Clock.Write(query.NotAfter)),
            ("@statuses", System.Text.Json.JsonSerializer.Serialize(query.Statuses.ToArray())),
            ("@after_instant", (string?)place?.Fields[query.Basis] ?? string.Empty),
            ("@after", place is null ? string.Empty : after!),
            ("@limit", PageSize));
        var page = new List<Conversation>();
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add(Read(tenant, reader));
        }

        return page;
    }

    private static Conversation Read(TenantId tenant, DbDataReader reader) => new()
    {
        Tenant = tenant,
        Id = reader.GetString(0),
        Version = reader.GetInt64(1).ToString(CultureInfo.InvariantCulture),
        Fields = JsonText.Parse(reader.GetString(2)),
    };
}
