using System.Collections.Immutable;

namespace Aurion.Engine.Intelligence;

/// <summary>Somebody who takes conversations.</summary>
public sealed record Agent
{
    /// <summary>Gets the host's id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets a value indicating whether the agent belongs to the team's staff now: one who does not counts for nothing.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Gets a value indicating whether the agent takes conversations at this moment: one who does not may come back, so the queue waits.</summary>
    public bool IsAvailable { get; init; } = true;

    /// <summary>Gets how many open conversations the agent may have.</summary>
    public required int Capacity { get; init; }

    /// <summary>Gets how many the agent has now. It must be read after the call began: a figure of before may let one too many through.</summary>
    public required int Open { get; init; }

    /// <summary>Gets what the agent knows; case ignored.</summary>
    public ImmutableArray<string> Skills { get; init; } = [];
}
