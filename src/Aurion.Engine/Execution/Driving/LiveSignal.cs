using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Something that wakes a live world.</summary>
internal abstract record LiveSignal
{
    private LiveSignal()
    {
    }

    /// <summary>An attempt at an action ended.</summary>
    public sealed record Performed(RunInput.Completed Result) : LiveSignal;

    /// <summary>What was due at an approval was done, and its document says how it stands; null when the document is missing.</summary>
    public sealed record Tended(Effect.TendApproval Effect, Approvals.Approval? Approval) : LiveSignal;

    /// <summary>A wish for a place was answered.</summary>
    public sealed record Placed(EffectKey Key, RunInput Answer) : LiveSignal;

    /// <summary>An effect could not be performed because of the engine's own parts.</summary>
    public sealed record Broken(Exception Exception) : LiveSignal;

    /// <summary>The inbox may have news.</summary>
    public sealed record Refresh : LiveSignal;

    /// <summary>A timer of the run is due.</summary>
    public sealed record Due : LiveSignal;

    /// <summary>The run is driven by another worker.</summary>
    public sealed record Lost : LiveSignal;
}
