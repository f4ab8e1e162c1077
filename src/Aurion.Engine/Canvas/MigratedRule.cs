namespace Aurion.Engine.Canvas;

/// <summary>The automation rule that a workflow was made from and takes the place of.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="DisabledRevision">The revision of the rule from which on the workflow acts in its place; null before the first publication, which disables it.</param>
public sealed record MigratedRule(string RuleId, long? DisabledRevision = null);
