namespace Aurion.Engine.Rules;

/// <summary>Why a rule whose conditions hold is not run.</summary>
internal readonly record struct RuleCut(RuleLogStatus Status, string Reason);
