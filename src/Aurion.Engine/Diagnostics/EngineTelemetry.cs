using System.Diagnostics;

namespace Aurion.Engine.Diagnostics;

/// <summary>The names under which the engine can be observed.</summary>
public static class EngineTelemetry
{
    /// <summary>The name of the activity source: hand it to a tracing library.</summary>
    public const string ActivitySourceName = "Aurion.Engine";

    /// <summary>The name of the meter: hand it to a metrics library.</summary>
    public const string MeterName = "Aurion.Engine";

    internal static ActivitySource Source { get; } = new(ActivitySourceName);
}
