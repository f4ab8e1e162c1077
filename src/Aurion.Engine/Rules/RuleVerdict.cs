using System.Text.Json.Serialization;

namespace Aurion.Engine.Rules;

/// <summary>What a pass found about one rule it looked at, in order.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="RuleName">Its name at that time.</param>
/// <param name="Matched">Whether its conditions held.</param>
/// <param name="Error">Why it could not be judged or was not run; null when neither.</param>
public sealed record RuleVerdict(string RuleId, string RuleName, bool Matched, string? Error = null)
{
    /// <summary>Gets what kept a rule whose conditions held from being run: a limit or a stopped loop; null when nothing did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RuleLogStatus? Cut { get; init; }

    /// <summary>Gets a value indicating whether the conditions held and the actions were decided.</summary>
    [JsonIgnore]
    public bool IsRun => Matched && Cut is null;
}
