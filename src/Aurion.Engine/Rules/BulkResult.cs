using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>What became of one event of those that were handed over in bulk.</summary>
public sealed record BulkResult
{
    /// <summary>Gets the event's place in the list that was handed over, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Gets what was done.</summary>
    public required BulkStatus Status { get; init; }

    /// <summary>Gets what each rule did; the same for all events that became one. Null when the event was refused.</summary>
    public FiredEvent? Fired { get; init; }

    /// <summary>Gets what is wrong with the event; empty unless it was refused.</summary>
    public ImmutableArray<Fault> Faults { get; init; } = [];
}
