using Aurion.Engine.Approvals;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Diagnostics;

/// <summary>What the engine writes into logs. Event ids are a contract: 1xx runs, 2xx actions, 3xx approvals, 4xx messages and workers. Never reuse one.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 101, EventName = "RunStarted", Level = LogLevel.Debug, Message = "Run {RunId} of workflow {WorkflowId}, version {Version}, is accepted")]
    public static partial void RunStarted(this ILogger logger, RunId runId, string workflowId, int version);

    [LoggerMessage(EventId = 102, EventName = "RunLost", Level = LogLevel.Information, Message = "Run {RunId} is driven by another worker now; this one stops")]
    public static partial void RunLost(this ILogger logger, RunId runId);

    [LoggerMessage(EventId = 103, EventName = "CommitOutcomeUnknown", Level = LogLevel.Warning, Message = "Attempt {Attempt} to commit run {RunId} threw; the same commit is sent again")]
    public static partial void CommitOutcomeUnknown(this ILogger logger, Exception exception, RunId runId, int attempt);

    [LoggerMessage(EventId = 104, EventName = "RunDrivingFailed", Level = LogLevel.Error, Message = "Driving run {RunId} failed; it goes on once its lease is over")]
    public static partial void RunDrivingFailed(this ILogger logger, Exception exception, RunId runId);

    [LoggerMessage(EventId = 105, EventName = "RunParked", Level = LogLevel.Error, Message = "Run {RunId} was claimed {Claims} times without progress and is parked as failed")]
    public static partial void RunParked(this ILogger logger, RunId runId, int claims);

    [LoggerMessage(EventId = 106, EventName = "HeartbeatFailed", Level = LogLevel.Warning, Message = "Renewing the leases of {Count} runs failed")]
    public static partial void HeartbeatFailed(this ILogger logger, Exception exception, int count);

    [LoggerMessage(EventId = 107, EventName = "ConversationPatchThrew", Level = LogLevel.Warning, Message = "Changing the conversation of run {RunId} for step {StepKey} threw")]
    public static partial void ConversationPatchThrew(this ILogger logger, Exception exception, RunId runId, string stepKey);

    [LoggerMessage(EventId = 108, EventName = "ReleaseFailed", Level = LogLevel.Warning, Message = "Giving back the lease of run {RunId} failed; it ends by itself")]
    public static partial void ReleaseFailed(this ILogger logger, Exception exception, RunId runId);

    [LoggerMessage(EventId = 109, EventName = "WorkflowUnreadable", Level = LogLevel.Error, Message = "Workflow {WorkflowId} can't be read and is started by no event")]
    public static partial void WorkflowUnreadable(this ILogger logger, Exception exception, string workflowId);

    [LoggerMessage(EventId = 301, EventName = "ApprovalEnded", Level = LogLevel.Information, Message = "Approval {ApprovalId} ended {Status}")]
    public static partial void ApprovalEnded(this ILogger logger, ApprovalId approvalId, ApprovalStatus status);

    [LoggerMessage(EventId = 302, EventName = "ApprovalMissing", Level = LogLevel.Error, Message = "Approval {ApprovalId} is missing; its step ends as expired")]
    public static partial void ApprovalMissing(this ILogger logger, ApprovalId approvalId);

    [LoggerMessage(EventId = 303, EventName = "DirectoryThrew", Level = LogLevel.Error, Message = "The directory of approvers threw; what asked it is refused")]
    public static partial void DirectoryThrew(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 401, EventName = "DeliveryFailed", Level = LogLevel.Warning, Message = "Attempt {Attempt} to deliver message {MessageId} failed")]
    public static partial void DeliveryFailed(this ILogger logger, Exception exception, string messageId, int attempt);

    [LoggerMessage(EventId = 402, EventName = "MessageDead", Level = LogLevel.Error, Message = "Message {MessageId} can't be delivered and is kept: {Reason}")]
    public static partial void MessageDead(this ILogger logger, string messageId, string reason);

    [LoggerMessage(EventId = 403, EventName = "EventFailed", Level = LogLevel.Error, Message = "Finishing event {EventId} failed; it goes on once its lease is over")]
    public static partial void EventFailed(this ILogger logger, Exception exception, string eventId);
}
