using Aurion.Engine.Rules;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The message that tells waiting runs of an accepted event.</summary>
internal static class SignalMessage
{
    public const string Kind = "event.signal";

    public static Message Of(AutomationEvent automationEvent, string eventId) => new()
    {
        Id = $"signal/{eventId}",
        Tenant = automationEvent.Tenant,
        Kind = Kind,
        Body = MessageBody.Of(writer => writer.WriteString("event_id", eventId)),
    };
}
