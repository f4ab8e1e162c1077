using System.Collections.Immutable;

namespace Aurion.Engine.Intelligence;

/// <summary>How a conversation would be routed.</summary>
public sealed record RoutingSimulation
{
    /// <summary>Gets the rule that matches; null when none does.</summary>
    public RoutingRule? Rule { get; init; }

    /// <summary>Gets the skills that an agent would need.</summary>
    public ImmutableArray<string> RequiredSkills { get; init; } = [];

    /// <summary>Gets where the conversation would go now, as far as the directory says; null when no rule matches.</summary>
    public RoutingDecision? Decision { get; init; }

    /// <summary>Gets a sentence about it.</summary>
    public required string Message { get; init; }
}
