using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Aurion.Engine.Canvas;

/// <summary>The answer to a publication.</summary>
public sealed record PublishResult
{
    private PublishResult(PublishStatus status) => Status = status;

    /// <summary>Gets what became of it.</summary>
    public PublishStatus Status { get; }

    /// <summary>Gets the version that starts; null unless published or unchanged.</summary>
    public WorkflowVersion? Version { get; private init; }

    /// <summary>Gets what is wrong with the canvas, or doubtful: errors only when the status is invalid.</summary>
    public ImmutableArray<CanvasFinding> Findings { get; private init; } = [];

    /// <summary>Gets what playing every run of the canvas has shown; null when it was not played: it has other errors, or nothing was to be published.</summary>
    public SoundnessReport? Soundness { get; private init; }

    /// <summary>Gets a value indicating whether the draft is what starts now.</summary>
    [MemberNotNullWhen(true, nameof(Version))]
    public bool IsPublished => Status is PublishStatus.Published or PublishStatus.Unchanged;

    internal static PublishResult Unknown { get; } = new(PublishStatus.Unknown);

    internal static PublishResult Stale { get; } = new(PublishStatus.Stale);

    internal static PublishResult UnknownVersion { get; } = new(PublishStatus.UnknownVersion);

    internal static PublishResult Published(WorkflowVersion version, CanvasReport report) =>
        new(PublishStatus.Published) { Version = version, Findings = report.Findings, Soundness = report.Soundness };

    internal static PublishResult Unchanged(WorkflowVersion version) => new(PublishStatus.Unchanged) { Version = version };

    internal static PublishResult Invalid(CanvasReport report) => new(PublishStatus.Invalid) { Findings = report.Findings, Soundness = report.Soundness };
}
