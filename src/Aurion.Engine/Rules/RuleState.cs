namespace Aurion.Engine.Rules;

/// <summary>A rule with its revision and counters, as lists and answers show it.</summary>
public sealed record RuleState
{
    /// <summary>Gets the rule.</summary>
    public required AutomationRule Rule { get; init; }

    /// <summary>Gets the revision that a guarded change must expect; every edit raises it, firing does not.</summary>
    public required long Revision { get; init; }

    /// <summary>Gets how often it has matched.</summary>
    public long ExecutionCount { get; init; }

    /// <summary>Gets when it last matched, in UTC; null when it never did.</summary>
    public DateTimeOffset? LastFiredAt { get; init; }
}
