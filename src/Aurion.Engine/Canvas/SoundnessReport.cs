using System.Collections.Immutable;

namespace Aurion.Engine.Canvas;

/// <summary>What playing every run of a canvas has shown.</summary>
public sealed record SoundnessReport
{
    /// <summary>Gets the verdict.</summary>
    public required SoundnessVerdict Verdict { get; init; }

    /// <summary>Gets what was found, the gravest first; each with the way that shows it.</summary>
    public ImmutableArray<CanvasFinding> Findings { get; init; } = [];

    /// <summary>Gets the number of different states of a run that were looked at.</summary>
    public int States { get; init; }

    /// <summary>Gets why not everything was looked at, in a sentence; null when it was.</summary>
    public string? CutOff { get; init; }
}
