using Aurion.Engine.Rules;

namespace Aurion.Engine.Execution.Driving;

/// <summary>A published workflow that time starts.</summary>
/// <param name="WorkflowId">The workflow.</param>
/// <param name="Condition">What a conversation must be in, and for how long.</param>
internal readonly record struct TimedWorkflow(string WorkflowId, TimeCondition Condition);
