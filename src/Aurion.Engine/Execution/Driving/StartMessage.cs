using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The message that starts a workflow, once for its id.</summary>
internal static class StartMessage
{
    public const string Kind = "workflow.start";

    /// <summary>Writes the message for a workflow that an event starts.</summary>
    public static Message Of(AutomationEvent automationEvent, string eventId, string workflowId) => new()
    {
        Id = $"start/{eventId}/{workflowId}",
        Tenant = automationEvent.Tenant,
        Kind = Kind,
        Body = BodyOf(
            workflowId, "event", eventId, automationEvent.Type, automationEvent.ConversationId, automationEvent.Actor, automationEvent.Payload),
    };

    /// <summary>Writes the message for a workflow that an action starts.</summary>
    public static Message Of(ActionRequest request, string workflowId) => new()
    {
        Id = $"start/{request.IdempotencyKey}",
        Tenant = request.Tenant,
        Kind = Kind,
        Body = BodyOf(
            workflowId, "workflow", request.EventId, request.EventType, request.ConversationId, request.Actor, request.Payload ?? JsonText.EmptyObject),
    };

    /// <summary>Reads the message.</summary>
    /// <returns>False when it names no workflow.</returns>
    public static bool TryRead(Message message, [NotNullWhen(true)] out StartRun? request)
    {
        request = null;
        var body = message.Body.Element;
        if (body.ValueKind is not JsonValueKind.Object || Text(body, "workflow_id") is not { } workflowId)
        {
            return false;
        }

        request = new StartRun
        {
            Tenant = message.Tenant,
            WorkflowId = workflowId,
            ConversationId = Text(body, "conversation_id"),
            Payload = body.TryGetProperty("payload", out var payload) && payload.ValueKind is JsonValueKind.Object ? JsonText.From(payload) : null,
            Trigger = Text(body, "trigger") == "workflow" ? TriggerType.Workflow : TriggerType.Event,
            EventType = Text(body, "event_type"),
            RequestedBy = Text(body, "actor"),
            StartKey = message.Id,
            KeepStartKeyFor = null,
        };
        return true;
    }

    private static JsonText BodyOf(
        string workflowId, string trigger, string? eventId, string? eventType, string? conversationId, string? actor, JsonText payload)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("workflow_id", workflowId);
            WriteOptional(writer, "event_id", eventId);
            WriteOptional(writer, "event_type", eventType);
            WriteOptional(writer, "conversation_id", conversationId);
            WriteOptional(writer, "actor", actor);
            writer.WriteString("trigger", trigger);
            writer.WritePropertyName("payload");
            writer.WriteRawValue(payload.Utf8.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return new JsonText(buffer.WrittenMemory);
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
