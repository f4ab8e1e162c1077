using Aurion.Engine.Conditions;
using Aurion.Engine.Rules;

namespace Aurion.Engine.Execution.Driving;

/// <summary>A published workflow that time starts.</summary>
/// <param name="WorkflowId">The workflow.</param>
/// <param name="Condition">What a conversation must be in, and for how long.</param>
/// <param name="Also">What else must hold of it; null asks nothing.</param>
/// <param name="RuleId">The rule that it was made of: an episode that the rule fired on is done; null when it was drawn.</param>
internal readonly record struct TimedWorkflow(string WorkflowId, TimeCondition Condition, CompiledCondition? Also, string? RuleId);
