using Aurion.Engine.Conditions;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>A node that waits for an event.</summary>
/// <param name="EventType">The event's type.</param>
/// <param name="Correlation">What the event must be about; null is the run's conversation.</param>
/// <param name="Condition">What the event's payload must be like; null takes any.</param>
/// <param name="Timeout">How long it waits; null for ever.</param>
internal sealed record WaitEventSettings(string EventType, JsonTemplate? Correlation, CompiledCondition? Condition, TimeSpan? Timeout)
{
    public static WaitEventSettings Read(in ConfigReader config)
    {
        var timeout = config.Duration("timeout");
        if (timeout <= TimeSpan.Zero)
        {
            config.TryGet("timeout", out var written);
            config.Add(config.At.Member("timeout"), "out_of_range", "\"timeout\" must be longer than nothing.", written);
        }

        return new WaitEventSettings(
            EventTypes.Read(config, "A wait for an event"),
            EventTypes.ReadCorrelation(config),
            config.Has("conditions") ? config.Conditions() : null,
            timeout);
    }
}
