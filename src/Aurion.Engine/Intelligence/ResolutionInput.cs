namespace Aurion.Engine.Intelligence;

/// <summary>All that a decision about a reply looks at.</summary>
internal sealed record ResolutionInput
{
    public bool IsHighPriority { get; init; }

    /// <summary>Gets how often the conversation was resolved without an agent before.</summary>
    public int Attempts { get; init; }

    public double? ClassificationConfidence { get; init; }

    public double? KbMatch { get; init; }

    /// <summary>Gets how well the reply hangs together; null when none was written.</summary>
    public double? Coherence { get; init; }

    /// <summary>Gets a value indicating whether the host can send a reply without an agent.</summary>
    public bool CanSend { get; init; } = true;
}
