using System.Collections.Immutable;

namespace Aurion.Engine.Canvas;

/// <summary>What is known of a canvas before it runs.</summary>
public sealed record CanvasReport
{
    /// <summary>Gets all findings: of the nodes, of the edges, of the whole, and what playing every run has shown.</summary>
    public ImmutableArray<CanvasFinding> Findings { get; init; } = [];

    /// <summary>Gets what playing every run of the canvas has shown; null when it has other errors, for then no run of it could be played.</summary>
    public SoundnessReport? Soundness { get; init; }

    /// <summary>Gets a value indicating whether the canvas can be published: no finding is an error.</summary>
    public bool CanBePublished => !Findings.Any(static finding => finding.Severity is FindingSeverity.Error);
}
