using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>Something that a decision did: plain data, kept for ever.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(NodeEntered), "entered")]
[JsonDerivedType(typeof(NodeWaits), "waits")]
[JsonDerivedType(typeof(ApprovalTended), "tended")]
[JsonDerivedType(typeof(AttemptFailed), "attempt_failed")]
[JsonDerivedType(typeof(AttemptStarted), "attempt_started")]
[JsonDerivedType(typeof(AttemptBegun), "attempt_begun")]
[JsonDerivedType(typeof(BranchJoined), "joined")]
[JsonDerivedType(typeof(NodeLeft), "left")]
[JsonDerivedType(typeof(NodeFailed), "failed")]
[JsonDerivedType(typeof(NodeCancelled), "cancelled")]
[JsonDerivedType(typeof(EventEmitted), "emitted")]
[JsonDerivedType(typeof(ChildStarted), "child_started")]
[JsonDerivedType(typeof(ChildCancelled), "child_cancelled")]
[JsonDerivedType(typeof(ConversationRefreshed), "refreshed")]
[JsonDerivedType(typeof(RunEnded), "ended")]
[JsonDerivedType(typeof(AdmissionAsked), "admission_asked")]
[JsonDerivedType(typeof(RunQueued), "run_queued")]
[JsonDerivedType(typeof(RunAdmitted), "run_admitted")]
[JsonDerivedType(typeof(RunPaused), "run_paused")]
[JsonDerivedType(typeof(RunResumed), "run_resumed")]
[JsonDerivedType(typeof(RunRetried), "run_retried")]
public abstract record RunEvent
{
    private RunEvent()
    {
    }

    /// <summary>A token entered a node.</summary>
    public sealed record NodeEntered : RunEvent
    {
        /// <summary>Gets the step's key.</summary>
        public required string Key { get; init; }

        /// <summary>Gets the node.</summary>
        public required string NodeId { get; init; }

        /// <summary>Gets the node's type.</summary>
        public required string NodeType { get; init; }

        /// <summary>Gets the node's name; null when it has none.</summary>
        public string? Name { get; init; }

        /// <summary>Gets the resolved configuration; null when the node has none to resolve.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // a null that is written would be read back as JSON's null
        public JsonText? Input { get; init; }

        /// <summary>Gets the key of the step that this one undoes; null for a step of its own.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Compensates { get; init; }

        /// <summary>Gets what was odd: placeholders without a value, conditions that can't be judged. One sentence each.</summary>
        public ImmutableArray<string> Warnings
        {
            get;
            init => field = value.IsDefault ? [] : value; // a stored event without the member
        }
        = [];
    }

    /// <summary>The step waits for a person, a clock or a message.</summary>
    public sealed record NodeWaits : RunEvent
    {
        /// <summary>Gets the step's key.</summary>
        public required string Key { get; init; }

        /// <summary>Gets until when, at most; null when only a message ends the wait.</summary>
        public DateTimeOffset? Until { get; init; }
    }

    /// <summary>People were reminded of the approval request that the step waits for, or it was escalated.</summary>
    public sealed record ApprovalTended : RunEvent
    {
        /// <summary>Gets the step's key.</summary>
        public required string Key { get; init; }

        /// <summary>Gets how many of the instants at which people are reminded have passed.</summary>
        public int Reminders { get; init; }

        /// <summary>Gets a value indicating whether others may vote too by now.</summary>
        public bool IsEscalated { get; init; }
    }

    /// <summary>An attempt failed and another will follow.</summary>
    public sealed record AttemptFailed : RunEvent
    {
        /// <summary>Gets the step's key.</summary>
        public required string Key { get; init; }

        /// <summary>Gets the attempt, the first being 1.</summary>
        public required int Attempt { get; init; }

        /// <summary>Gets why.</summary>
        public required string Error { get; init; }

        /// <summary>Gets when the next attempt is made.</summary>
        public required DateTimeOffset NextAt { get; init; }
    }

    /// <summary>Another attempt has begun.</summary>
    public sealed record AttemptStarted : RunEvent
    {
        /// <summary>Gets the step's key.</summary>
        public required string Key { get; init; }

        /// <summary>Gets the attempt: 2 or more.</summary>
        public required int Attempt { get; init; }
    }

    /// <summary>An attempt is made at an effect that may happen at most once: from here on nobody else makes it.</summary>
    public sealed record AttemptBegun : RunEvent
    {
        /// <summary>Gets the step's key.</summary>
        public required string Key { get; init; }

        /// <summary>Gets the attempt, the first being 1.</summary>
        public required int Attempt { get; init; }
    }

    /// <summary>A branch came to a join and ended there: another, or this one, goes on when the join fires.</summary>
    public sealed record BranchJoined : RunEvent
    {
        /// <summary>Gets the key of the join's step: the same for all the branches that it gathers.</summary>
        public required string Key { get; init; }

        /// <summary>Gets the node that the branch came from; null when it began at the join.</summary>
        public string? From { get; init; }

        /// <summary>Gets a value indicating whether the join had fired already, so that the branch ended without effect.</summary>
        public bool IsAbsorbed { get; init; }
    }

    /// <summary>The step ended and its token moved on.</summary>
    public sealed record NodeLeft : RunEvent
    {
        /// <summary>Gets the step's key.</summary>
        public required string Key { get; init; }

        /// <summary>Gets the port that it left by, several joined by commas; null when the node has none (<c>end</c>). An edge need not follow.</summary>
        public string? Port { get; init; }

        /// <summary>Gets what the step produced; null when nothing.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // a null that is written would be read back as JSON's null
        public JsonText? Output { get; init; }

        /// <summary>Gets why it failed, when it left by its error port; null otherwise.</summary>
        public string? Error { get; init; }
    }

    /// <summary>The step failed and nothing at its node handled that.</summary>
    public sealed record NodeFailed : RunEvent
    {
        /// <summary>Gets the step's key.</summary>
        public required string Key { get; init; }

        /// <summary>Gets why.</summary>
        public required string Error { get; init; }
    }

    /// <summary>The step was ended before it was done.</summary>
    public sealed record NodeCancelled : RunEvent
    {
        /// <summary>Gets the step's key.</summary>
        public required string Key { get; init; }
    }

    /// <summary>The step raised an event; the commit that records this sends it.</summary>
    public sealed record EventEmitted : RunEvent
    {
        /// <summary>Gets the step's key: the event's id.</summary>
        public required string Key { get; init; }

        /// <summary>Gets the event's type.</summary>
        public required string EventType { get; init; }

        /// <summary>Gets what it is about besides the run's conversation; null when nothing.</summary>
        public string? Correlation { get; init; }

        /// <summary>Gets its payload, an object.</summary>
        public required JsonText Payload { get; init; }
    }

    /// <summary>The step calls another workflow; the commit that records this sends the call.</summary>
    public sealed record ChildStarted : RunEvent
    {
        /// <summary>Gets the step's key.</summary>
        public required string Key { get; init; }

        /// <summary>Gets the run that the call starts.</summary>
        public required RunId Child { get; init; }

        /// <summary>Gets the workflow.</summary>
        public required string WorkflowId { get; init; }

        /// <summary>Gets the version; null is the published one at the time of the start.</summary>
        public int? Version { get; init; }

        /// <summary>Gets what the run is given, an object.</summary>
        public required JsonText Input { get; init; }

        /// <summary>Gets a value indicating whether the step waits for the run's end.</summary>
        public bool IsAwaited { get; init; }
    }

    /// <summary>The step that waited for another run was ended; the commit that records this ends that run too.</summary>
    public sealed record ChildCancelled : RunEvent
    {
        /// <summary>Gets the step's key.</summary>
        public required string Key { get; init; }

        /// <summary>Gets the run that nobody waits for any more.</summary>
        public required RunId Child { get; init; }
    }

    /// <summary>The conversation had changed since the run last read it.</summary>
    public sealed record ConversationRefreshed : RunEvent;

    /// <summary>The run ended.</summary>
    public sealed record RunEnded : RunEvent
    {
        /// <summary>Gets the end of most runs: completed, nothing produced.</summary>
        internal static RunEnded WithoutOutput { get; } = new() { Status = RunStatus.Completed };

        /// <summary>Gets how.</summary>
        public required RunStatus Status { get; init; }

        /// <summary>Gets why it failed; null unless it did.</summary>
        public string? Error { get; init; }

        /// <summary>Gets what it produced; null when nothing.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // a null that is written would be read back as JSON's null
        public JsonText? Output { get; init; }
    }

    /// <summary>The run asks for its place among those that share its key.</summary>
    public sealed record AdmissionAsked : RunEvent;

    /// <summary>The run waits for its turn.</summary>
    public sealed record RunQueued : RunEvent;

    /// <summary>The run has its place and begins, or goes on.</summary>
    public sealed record RunAdmitted : RunEvent;

    /// <summary>The run is held; who and why stands in the input.</summary>
    public sealed record RunPaused : RunEvent;

    /// <summary>Nothing holds the run any more, or one thing less does.</summary>
    public sealed record RunResumed : RunEvent;

    /// <summary>The failed run goes on.</summary>
    public sealed record RunRetried : RunEvent;
}
