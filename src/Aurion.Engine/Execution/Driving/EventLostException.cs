namespace Aurion.Engine.Execution.Driving;

/// <summary>Another worker drives the event now: this one stops, what it did is repeated under the same keys.</summary>
internal sealed class EventLostException(string eventId) : Exception($"The event {eventId} is driven by another worker now.");
