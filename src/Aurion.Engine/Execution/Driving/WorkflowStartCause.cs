using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>What led to the start of a workflow, as the message carries it.</summary>
internal readonly record struct WorkflowStartCause(string? EventId, string? EventType, string? ConversationId, string? Actor, JsonText? Payload);
