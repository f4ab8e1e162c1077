using System.Buffers;
using System.Text.Json;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The message that starts a workflow: written where an event or action asks for it, read where it is delivered.</summary>
internal static class WorkflowStartMessage
{
    /// <summary>The message's kind.</summary>
    public const string Kind = "workflow.start";

    /// <summary>Makes the message.</summary>
    /// <param name="id">The id, made from the cause; the run takes it as its once-key.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="workflowId">The workflow to start.</param>
    /// <param name="cause">What led to it.</param>
    public static Message Create(string id, TenantId tenant, string workflowId, in WorkflowStartCause cause)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, TemplateJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("workflow_id", workflowId);
            writer.WriteString("event_id", cause.EventId);
            writer.WriteString("event_type", cause.EventType);
            writer.WriteString("conversation_id", cause.ConversationId);
            writer.WriteString("actor", cause.Actor);
            writer.WritePropertyName("payload");
            writer.WriteRawValue((cause.Payload ?? JsonText.EmptyObject).Utf8.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return new Message { Id = id, Tenant = tenant, Kind = Kind, Body = new JsonText(buffer.WrittenMemory) };
    }
}
