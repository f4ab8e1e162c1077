namespace Aurion.Engine.Rules;

/// <summary>How often a rule has matched.</summary>
/// <param name="Count">The number of matches.</param>
/// <param name="LastAt">The latest of them.</param>
public readonly record struct RuleCounter(long Count, DateTimeOffset LastAt);
