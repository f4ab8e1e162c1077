using System.Data.Common;
using System.Text.Json.Nodes;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;
using Npgsql;

namespace Helpdesk.Conversations;

/// <summary>One conversation as its row holds it.</summary>
internal sealed record TicketRow(TenantId Tenant, string Id, long Version, JsonObject Fields)
{
    public static async Task<TicketRow?> FindAsync(
        DbConnection connection, DbTransaction? transaction, TenantId tenant, string id, CancellationToken cancellationToken)
    {
        await using var reader = await connection.QueryAsync(
            transaction,
            "SELECT version, fields FROM helpdesk_conversation WHERE tenant = @tenant AND id = @id" + (transaction is NpgsqlTransaction ? " FOR UPDATE" : ""), // SQLite has one writer anyway
            cancellationToken,
            ("@tenant", tenant.Value),
            ("@id", id));
        return await reader.ReadAsync(cancellationToken)
            ? new TicketRow(tenant, id, reader.GetInt64(0), JsonNode.Parse(reader.GetString(1))!.AsObject())
            : null;
    }

    public Task InsertAsync(DbTransaction transaction, CancellationToken cancellationToken) => transaction.ExecuteAsync(
        "INSERT INTO helpdesk_conversation (tenant, id, version, fields) VALUES (@tenant, @id, @version, @fields)",
        cancellationToken,
        ("@tenant", Tenant.Value),
        ("@id", Id),
        ("@version", Version),
        ("@fields", Fields.ToJsonString()));

    /// <summary>Writes changed fields under the next version.</summary>
    public async Task<TicketRow> UpdateAsync(DbTransaction transaction, JsonObject fields, CancellationToken cancellationToken)
    {
        var next = this with { Version = Version + 1, Fields = fields };
        await transaction.ExecuteAsync(
            "UPDATE helpdesk_conversation SET version = @version, fields = @fields WHERE tenant = @tenant AND id = @id",
            cancellationToken,
            ("@version", next.Version),
            ("@fields", fields.ToJsonString()),
            ("@tenant", Tenant.Value),
            ("@id", Id));
        return next;
    }

    public Conversation ToConversation() => new()
    {
        Tenant = Tenant,
        Id = Id,
        Fields = JsonText.Parse(Fields.ToJsonString()),
        Version = Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
