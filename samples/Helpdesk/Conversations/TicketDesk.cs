using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Helpdesk.Conversations;

/// <summary>What people do with conversations. Each change is written with the events that tell of it.</summary>
internal sealed class TicketDesk(HelpdeskDatabase database, TicketEntries entries, TimeProvider time)
{
    private readonly IdSource _ids = new(time);

    public async Task<(string Id, AutomationEvent[] Events)> CreateAsync(TenantId tenant, string person, JsonElement body, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        var row = new TicketRow(tenant, id, 1, TicketFields.Create(id, body, person, Clock.Write(time.GetUtcNow())));
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await row.InsertAsync(transaction, cancellationToken);
        var events = new[]
        {
            await RaiseAsync(transaction, row, "ticket.created", person, row.Fields, cancellationToken),
            await RaiseAsync(transaction, row, "conversation.created", person, row.Fields, cancellationToken),
        };
        await transaction.CommitAsync(cancellationToken);
        return (id, events);
    }

    /// <summary>Changes fields; null when there is no such conversation.</summary>
    public async Task<AutomationEvent[]?> ChangeAsync(TenantId tenant, string id, string person, JsonElement body, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await TicketRow.FindAsync(connection, transaction, tenant, id, cancellationToken) is not { } row)
        {
            return null;
        }

        var fields = row.Fields.DeepClone().AsObject();
        TicketFields.Merge(fields, body);
        var previous = new JsonObject();
        foreach (var (name, value) in fields)
        {
            if (!JsonNode.DeepEquals(value, row.Fields[name]))
            {
                previous[name] = row.Fields[name]?.DeepClone();
            }
        }

        if (previous.Count == 0)
        {
            return [];
        }

        var now = Clock.Write(time.GetUtcNow());
        fields["updated_at"] = now;
        if (previous.ContainsKey("status"))
        {
            fields["status_changed_at"] = now;
        }

        var changed = await row.UpdateAsync(transaction, fields, cancellationToken);
        var payload = fields.DeepClone().AsObject();
        payload["previous"] = previous;
        var raised = await RaiseAsync(transaction, changed, "ticket.updated", person, payload, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return [raised];
    }

    /// <summary>Adds a reply; null when there is no such conversation.</summary>
    public async Task<AutomationEvent[]?> ReplyAsync(
        TenantId tenant, string id, string person, bool byCustomer, string text, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await TicketRow.FindAsync(connection, transaction, tenant, id, cancellationToken) is not { } row)
        {
            return null;
        }

        var reply = new JsonObject { ["id"] = _ids.Next("reply"), ["body"] = text, ["author"] = person, ["from"] = byCustomer ? "customer" : "agent" };
        await entries.AddAsync(transaction, tenant, id, TicketEntries.Reply, (string)reply["id"]!, reply, cancellationToken);

        var fields = row.Fields.DeepClone().AsObject();
        fields["updated_at"] = Clock.Write(time.GetUtcNow());
        fields[byCustomer ? "last_customer_reply_at" : "last_agent_reply_at"] = Clock.Write(time.GetUtcNow());
        var changed = await row.UpdateAsync(transaction, fields, cancellationToken);
        var payload = fields.DeepClone().AsObject();
        payload["reply"] = reply.DeepClone();
        var type = byCustomer ? "conversation.customer_replied" : "conversation.agent_replied";
        var raised = await RaiseAsync(transaction, changed, type, person, payload, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return [raised];
    }

    private async Task<AutomationEvent> RaiseAsync(
        DbTransaction transaction, TicketRow row, string type, string person, JsonObject payload, CancellationToken cancellationToken)
    {
        var raised = new AutomationEvent
        {
            Tenant = row.Tenant,
            Id = _ids.Next("evt"),
            Type = type,
            ConversationId = row.Id,
            Payload = JsonText.Parse(payload.ToJsonString()),
            Actor = person,
        };
        await transaction.ExecuteAsync(
            "INSERT INTO helpdesk_event (id, tenant, type, conversation, payload, actor) VALUES (@id, @tenant, @type, @conversation, @payload, @actor)",
            cancellationToken,
            ("@id", raised.Id),
            ("@tenant", raised.Tenant.Value),
            ("@type", raised.Type),
            ("@conversation", raised.ConversationId),
            ("@payload", raised.Payload.ToString()),
            ("@actor", person));
        return raised;
    }
}
