using System.Collections.Immutable;

namespace Aurion.Engine.Rules;

/// <summary>What one rule did about one event.</summary>
public sealed record RuleExecution
{
    /// <summary>Gets the rule.</summary>
    public required string RuleId { get; init; }

    /// <summary>Gets a value indicating whether its conditions held.</summary>
    public required bool Matched { get; init; }

    /// <summary>Gets a value indicating whether it matched, was run, and every action ended ok.</summary>
    public bool Success { get; init; }

    /// <summary>Gets its actions with what became of them, in order; empty when it did not match or was not run.</summary>
    public ImmutableArray<ActionEntry> Actions { get; init; } = [];

    /// <summary>Gets what failed, or why the rule was not run, in one sentence; null when neither.</summary>
    public string? ErrorMessage { get; init; }
}
