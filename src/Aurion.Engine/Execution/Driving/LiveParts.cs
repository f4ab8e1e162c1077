using Aurion.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>What all live worlds of an engine share.</summary>
internal sealed record LiveParts(
    IRunStore Runs,
    IApprovalStore Approvals,
    RunCommitter Committer,
    EffectPerformer Performer,
    ApprovalDecider Decider,
    Admissions Admissions,
    Pauses Pauses,
    EarlyEvents Events,
    IConversationStore? Conversations,
    DriverSettings Settings,
    TimeProvider Time,
    ILogger<LiveWorld> Logger);
