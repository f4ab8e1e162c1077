using System.Data.Common;
using System.Text.Json.Nodes;
using Aurion.Engine.Values;

namespace Helpdesk.Conversations;

/// <summary>What stands on a conversation besides its fields: replies, notes, notifications, created tickets.</summary>
internal sealed class TicketEntries(HelpdeskDatabase database, TimeProvider time)
{
    public const string Reply = "replies";
    public const string Note = "notes";
    public const string Notification = "notifications";
    public const string Ticket = "tickets";
    public const string ApprovalNotice = "approval_notices";

    /// <summary>Adds an entry once per key; a repeat finds the first one and changes nothing.</summary>
    /// <returns>The entry that stands.</returns>
    public async Task<JsonObject> AddAsync(TenantId tenant, string conversation, string kind, string key, JsonObject body, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await AddAsync(transaction, tenant, conversation, kind, key, body, cancellationToken))
        {
            await transaction.CommitAsync(cancellationToken);
            return body;
        }

        return await FindAsync(connection, transaction, tenant, key, cancellationToken);
    }

    /// <summary>Adds a ticket that belongs to a conversation, and its line on it, once per key.</summary>
    /// <returns>The line that stands.</returns>
    public async Task<JsonObject> AddTicketAsync(TenantId tenant, string parent, string key, JsonObject fields, CancellationToken cancellationToken)
    {
        var id = (string)fields["id"]!;
        var line = new JsonObject { ["id"] = id, ["subject"] = fields["subject"]?.DeepClone() };
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await AddAsync(transaction, tenant, parent, Ticket, key, line, cancellationToken))
        {
            return await FindAsync(connection, transaction, tenant, key, cancellationToken);
        }

        await new TicketRow(tenant, id, 1, fields).InsertAsync(transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return line;
    }

    /// <summary>Writes an entry into the caller's transaction.</summary>
    /// <returns>False when the key has been used.</returns>
    public async Task<bool> AddAsync(
        DbTransaction transaction, TenantId tenant, string conversation, string kind, string key, JsonObject body, CancellationToken cancellationToken)
    {
        body["created_at"] = Clock.Write(time.GetUtcNow());
        return await transaction.ExecuteAsync(
            "INSERT INTO helpdesk_entry (tenant, conversation, kind, key, body) VALUES (@tenant, @conversation, @kind, @key, @body) ON CONFLICT DO NOTHING",
            cancellationToken,
            ("@tenant", tenant.Value),
            ("@conversation", conversation),
            ("@kind", kind),
            ("@key", key),
            ("@body", body.ToJsonString())) > 0;
    }

    /// <summary>Reads the entries of a conversation, oldest first, under the names of their kinds.</summary>
    public async Task<JsonObject> ListAsync(TenantId tenant, string conversation, CancellationToken cancellationToken)
    {
        var lists = new JsonObject
        {
            [Reply] = new JsonArray(),
            [Note] = new JsonArray(),
            [Notification] = new JsonArray(),
            [Ticket] = new JsonArray(),
            [ApprovalNotice] = new JsonArray(),
        };
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var reader = await connection.QueryAsync(
            null,
            "SELECT kind, body FROM helpdesk_entry WHERE tenant = @tenant AND conversation = @conversation ORDER BY number",
            cancellationToken,
            ("@tenant", tenant.Value),
            ("@conversation", conversation));
        while (await reader.ReadAsync(cancellationToken))
        {
            lists[reader.GetString(0)]!.AsArray().Add(JsonNode.Parse(reader.GetString(1)));
        }

        return lists;
    }

    private static async Task<JsonObject> FindAsync(
        DbConnection connection, DbTransaction transaction, TenantId tenant, string key, CancellationToken cancellationToken)
    {
        await using var reader = await connection.QueryAsync(
            transaction,
            "SELECT body FROM helpdesk_entry WHERE tenant = @tenant AND key = @key",
            cancellationToken,
            ("@tenant", tenant.Value),
            ("@key", key));
        await reader.ReadAsync(cancellationToken);
        return JsonNode.Parse(reader.GetString(0))!.AsObject();
    }
}
