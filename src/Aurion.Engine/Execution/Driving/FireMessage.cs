using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The message that hands over an event which a host fired within its own transaction.</summary>
internal static class FireMessage
{
    public const string Kind = "event.fire";

    public static Message Of(AutomationEvent automationEvent) => new()
    {
        Id = $"fire/{automationEvent.Id}",
        Tenant = automationEvent.Tenant,
        Kind = Kind,
        Body = StrictJson.Parse(StoredFormat.Write(automationEvent)),
    };

    public static bool TryRead(Message message, [NotNullWhen(true)] out AutomationEvent? automationEvent)
    {
        try
        {
            automationEvent = StoredFormat.Read<AutomationEvent>(message.Body.Utf8.Span);
            return true;
        }
        catch (AurionEngineException)
        {
            automationEvent = null;
            return false;
        }
    }
}
