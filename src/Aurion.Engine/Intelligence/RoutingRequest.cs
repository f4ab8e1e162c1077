using System.Collections.Immutable;

namespace Aurion.Engine.Intelligence;

/// <summary>What is to be routed, and since when.</summary>
internal sealed record RoutingRequest
{
    public required string? RuleId { get; init; }

    public required TeamSeats Target { get; init; }

    public TeamSeats? Overflow { get; init; }

    public ImmutableArray<string> Skills { get; init; } = [];

    public RoutingMethod Method { get; init; }

    public int PriorityBoost { get; init; }

    public required DateTimeOffset EligibleAt { get; init; }

    public required DateTimeOffset Now { get; init; }
}
