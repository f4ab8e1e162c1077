using System.Collections.Immutable;

namespace Aurion.Engine.Rules;

/// <summary>What a run of the time rules did.</summary>
public sealed record TimeRuleRun
{
    /// <summary>Gets the conversations on which rules ran, each with the rules that were due for it, in the order they were found.</summary>
    public ImmutableArray<FiredEvent> Fired { get; init; } = [];

    /// <summary>Gets the ids of the rules that may be due for more conversations: the run had done as much as one may, and the next goes on there.</summary>
    public ImmutableArray<string> Deferred { get; init; } = [];

    /// <summary>Gets a value indicating whether nothing was deferred.</summary>
    public bool IsComplete => Deferred.IsEmpty;
}
