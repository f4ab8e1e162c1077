namespace Aurion.Engine.Rules;

/// <summary>What a pass found about one rule it looked at, in order.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="RuleName">Its name at that time.</param>
/// <param name="Matched">Whether its conditions held.</param>
/// <param name="Error">Why it could not be judged or was cut; null when it was judged.</param>
public sealed record RuleVerdict(string RuleId, string RuleName, bool Matched, string? Error = null);
