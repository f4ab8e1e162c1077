namespace Aurion.Engine.Runs;

/// <summary>A way that a dry run took where there was more than one.</summary>
/// <remarks>Immutable.</remarks>
public sealed record DryRunBranch
{
    /// <summary>Gets the node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets the port that it was left by; of a switch that takes all cases, several with commas between.</summary>
    public required string Port { get; init; }

    /// <summary>Gets why, one or two sentences for people.</summary>
    public required string Why { get; init; }
}
