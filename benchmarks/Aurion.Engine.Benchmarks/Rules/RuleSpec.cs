namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>One rule, in no engine's own words: all its tests must hold.</summary>
/// <param name="Id">Its number, which is also its place in the order.</param>
/// <param name="Tests">Its three conditions, in the order in which somebody wrote them.</param>
/// <param name="WritesScore">Whether it writes a field that others read when it matches.</param>
internal sealed record RuleSpec(int Id, TestSpec[] Tests, bool WritesScore);
