namespace Aurion.Engine.Storage;

/// <summary>What a run waits to hear of.</summary>
/// <param name="EventType">The event's type.</param>
/// <param name="Correlation">What the event must be about, for example a conversation's id.</param>
public readonly record struct Subscription(string EventType, string Correlation);
