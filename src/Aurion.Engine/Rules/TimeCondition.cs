using System.Collections.Immutable;

namespace Aurion.Engine.Rules;

/// <summary>When a time rule is due: the status is one of those listed, and enough time has passed since the basis.</summary>
public sealed record TimeCondition
{
    /// <summary>Gets the least time since the basis, in minutes; 0 is at once.</summary>
    public required int OlderThanMinutes { get; init; }

    /// <summary>Gets the statuses; empty means any.</summary>
    public ImmutableArray<string> Statuses { get; init; } = [];

    /// <summary>Gets the instant that time counts from. The default is <see cref="TimeBasis.StatusChangedAt"/>.</summary>
    public TimeBasis Basis { get; init; }
}
