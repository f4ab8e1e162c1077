using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>A trigger node: where a run begins.</summary>
/// <param name="Event">The type of event that it begins with; null with any.</param>
/// <param name="TestData">The pinned sample for dry runs; null when there is none.</param>
internal sealed record TriggerSettings(string? Event, JsonText? TestData)
{
    public static TriggerSettings Read(in ConfigReader config) =>
        new(config.Text("event"), config.TryGet("test_data", out var sample) ? JsonText.Copy(sample) : null);
}
