using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>A node that raises an event about the run's conversation.</summary>
/// <param name="EventType">The event's type.</param>
/// <param name="Correlation">What else it is about; null when nothing.</param>
/// <param name="Payload">Its payload, an object; empty when it is left out.</param>
internal sealed record EmitEventSettings(string EventType, JsonTemplate? Correlation, JsonTemplate Payload)
{
    private static readonly JsonTemplate Nothing = new(JsonText.EmptyObject);

    public static EmitEventSettings Read(in ConfigReader config) => new(
        EventTypes.Read(config, "A node that raises an event"),
        EventTypes.ReadCorrelation(config),
        EventTypes.ReadObject(config, "payload") ?? Nothing);
}
