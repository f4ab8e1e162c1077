using System.Text.Json;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>A conversation that something is to be decided about, and why.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Cause">The event or step: whatever is decided for it is decided once.</param>
/// <param name="EventType">The event's type; null for a step.</param>
/// <param name="At">When the event came, or the step ran.</param>
/// <param name="Depth">How many steps of automation led to it.</param>
/// <param name="Payload">The event's payload.</param>
internal sealed record FlowContext(TenantId Tenant, string ConversationId, string Cause, string? EventType, DateTimeOffset At, int Depth, JsonText Payload)
{
    /// <summary>Gets a value indicating whether a customer replied.</summary>
    public bool IsReply => EventType is IntelligenceEvents.CustomerReplied;

    /// <summary>The fields that decisions look at: the host's, or the payload where the host knows no such conversation.</summary>
    public JsonText FieldsOf(Conversation? conversation) => conversation?.Fields ?? Payload;

    /// <summary>Reads a field that holds a text; null when it holds none.</summary>
    public static string? Text(JsonText fields, string name) =>
        fields.Element.ValueKind is JsonValueKind.Object && fields.Element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary>Makes an event that follows from this one; its id is the same whenever it is made again.</summary>
    public AutomationEvent Follow(string type, string word, JsonText payload) => new()
    {
        Tenant = Tenant,
        Id = $"ai/{word}/{Cause}",
        Type = type,
        ConversationId = ConversationId,
        Depth = Depth + 1,
        Payload = payload,
    };
}
