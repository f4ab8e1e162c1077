using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The message that hands an event which a run raised to the rules and triggers.</summary>
internal static class EmitMessage
{
    public const string Kind = "event.emit";

    public static Message Of(Marking emitter, RunEvent.EventEmitted emitted) => new()
    {
        Id = $"emit/{emitted.Key}",
        Tenant = emitter.Tenant,
        Kind = Kind,
        Body = MessageBody.Of(writer =>
        {
            writer.WriteString("event_id", emitted.Key);
            writer.WriteString("event_type", emitted.EventType);
            writer.Text("conversation_id", emitter.ConversationId);
            writer.Text("correlation", emitted.Correlation);
            writer.Text("actor", emitter.RequestedBy);
            writer.Number("depth", emitter.Depth + 1);
            writer.Json("payload", emitted.Payload);
        }),
    };

    public static bool TryRead(Message message, [NotNullWhen(true)] out AutomationEvent? automationEvent)
    {
        var body = message.Body.Element;
        automationEvent = body.ValueKind is JsonValueKind.Object && body.Text("event_id") is { } id && body.Text("event_type") is { } type
            ? new AutomationEvent
            {
                Tenant = message.Tenant,
                Id = id,
                Type = type,
                ConversationId = body.Text("conversation_id"),
                Correlation = body.Text("correlation"),
                Actor = body.Text("actor"),
                Depth = body.Number("depth"),
                Payload = body.Json("payload") ?? JsonText.EmptyObject,
            }
            : null;
        return automationEvent is not null;
    }
}
