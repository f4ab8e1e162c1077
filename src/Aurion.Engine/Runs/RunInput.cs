using System.Text.Json.Serialization;
using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>What a decision is made on. Plain data: a recorded input decides the same again.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "input")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Completed), "completed")]
[JsonDerivedType(typeof(Began), "began")]
[JsonDerivedType(typeof(Elapsed), "elapsed")]
[JsonDerivedType(typeof(Voted), "voted")]
[JsonDerivedType(typeof(Tended), "tended")]
[JsonDerivedType(typeof(Received), "received")]
[JsonDerivedType(typeof(ChildEnded), "child_ended")]
[JsonDerivedType(typeof(Refreshed), "refreshed")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
[JsonDerivedType(typeof(Admitted), "admitted")]
[JsonDerivedType(typeof(Queued), "queued")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Paused), "paused")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(Retried), "retried")]
public abstract record RunInput
{
    private RunInput()
    {
    }

    /// <summary>Gets the time of the decision: the store's time of the claim.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The run begins.</summary>
    public sealed record Started : RunInput
    {
        /// <summary>Gets the run: the first part of each step's key.</summary>
        public required RunId Run { get; init; }

        /// <summary>Gets the tenant.</summary>
        public required TenantId Tenant { get; init; }

        /// <summary>Gets the conversation; null when there is none.</summary>
        public string? ConversationId { get; init; }

        /// <summary>Gets the conversation's fields, which <c>$conversation.*</c> reads; null reads them from the payload.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // a null that is written would be read back as JSON's null
        public JsonText? Conversation { get; init; }

        /// <summary>Gets the event's payload, or the conversation's fields.</summary>
        public required JsonText Payload { get; init; }

        /// <summary>Gets the event's type; null for a manual start.</summary>
        public string? EventType { get; init; }

        /// <summary>Gets who asked for the run: who executed it, or the event's actor; null when nobody is known.</summary>
        public string? RequestedBy { get; init; }

        /// <summary>Gets whom the run must wait for; null when its workflow sets no limit of runs at once.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public ConcurrencyGroup? Group { get; init; }

        /// <summary>Gets how many steps of automation led to the run: 0 when something outside started it.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public int Depth { get; init; }

        /// <summary>Gets the step that waits for the run's end; null when none does.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public ParentStep? Parent { get; init; }
    }

    /// <summary>An attempt at an effect ended.</summary>
    public sealed record Completed : RunInput
    {
        private readonly Failure? _failure; // apart: most attempts succeed

        /// <summary>Gets the key of the step that asked for it.</summary>
        public required string Key { get; init; }

        /// <summary>Gets the attempt that ended, the first being 1: a late answer of an earlier one has no effect.</summary>
        public required int Attempt { get; init; }

        /// <summary>Gets how it ended.</summary>
        public required ActionStatus Status { get; init; }

        /// <summary>Gets what it produced; null when nothing.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // a null that is written would be read back as JSON's null
        public JsonText? Output { get; init; }

        /// <summary>Gets why it failed; null unless it did.</summary>
        public string? Error
        {
            get => _failure?.Error;
            init => _failure = Failure.Of(value, RetryAfter);
        }

        /// <summary>Gets the least time to wait before the next attempt; null leaves it to the policy.</summary>
        public TimeSpan? RetryAfter
        {
            get => _failure?.RetryAfter;
            init => _failure = Failure.Of(Error, value);
        }

        private sealed record Failure(string? Error, TimeSpan? RetryAfter)
        {
            public static Failure? Of(string? error, TimeSpan? retryAfter) => error is null && retryAfter is null ? null : new(error, retryAfter);
        }
    }

    /// <summary>An attempt is about to be made at an effect that may happen at most once.</summary>
    public sealed record Began : RunInput
    {
        /// <summary>Gets the key of the step that asked for it.</summary>
        public required string Key { get; init; }

        /// <summary>Gets the attempt, the first being 1.</summary>
        public required int Attempt { get; init; }
    }

    /// <summary>Time has passed: everything due at <see cref="RunInput.At"/> is due.</summary>
    public sealed record Elapsed : RunInput;

    /// <summary>An approval request ended.</summary>
    public sealed record Voted : RunInput
    {
        /// <summary>Gets the request.</summary>
        public required ApprovalId Approval { get; init; }

        /// <summary>Gets the key of the step that waits for it.</summary>
        public required string Key { get; init; }

        /// <summary>Gets how it ended.</summary>
        public required ApprovalStatus Outcome { get; init; }

        /// <summary>Gets the votes as an object, for the step's output.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // a null that is written would be read back as JSON's null
        public JsonText? Output { get; init; }
    }

    /// <summary>What was due at an approval request was done, and it is still open.</summary>
    public sealed record Tended : RunInput
    {
        /// <summary>Gets the request.</summary>
        public required ApprovalId Approval { get; init; }

        /// <summary>Gets the key of the step that waits for it.</summary>
        public required string Key { get; init; }

        /// <summary>Gets when the clock acts on it next; null when it never does.</summary>
        public DateTimeOffset? NextAt { get; init; }

        /// <summary>Gets how many of the instants at which people are reminded have passed.</summary>
        public int Reminders { get; init; }

        /// <summary>Gets a value indicating whether it was escalated.</summary>
        public bool IsEscalated { get; init; }
    }

    /// <summary>An event happened that the run waits for, or waited for a moment ago.</summary>
    public sealed record Received : RunInput
    {
        /// <summary>Gets the event's id.</summary>
        public required string EventId { get; init; }

        /// <summary>Gets the event's type.</summary>
        public required string EventType { get; init; }

        /// <summary>Gets the conversation that it is about; null when there is none.</summary>
        public string? ConversationId { get; init; }

        /// <summary>Gets what else it is about; null when nothing was said.</summary>
        public string? Correlation { get; init; }

        /// <summary>Gets its payload: the output of a step that takes it.</summary>
        public required JsonText Payload { get; init; }
    }

    /// <summary>A run that a step called has ended, or could not be started.</summary>
    public sealed record ChildEnded : RunInput
    {
        /// <summary>Gets the key of the step that waits for it.</summary>
        public required string Key { get; init; }

        /// <summary>Gets the run that ended.</summary>
        public required RunId Child { get; init; }

        /// <summary>Gets how it ended: completed, failed or cancelled.</summary>
        public required RunStatus Status { get; init; }

        /// <summary>Gets what it produced; null when nothing.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // a null that is written would be read back as JSON's null
        public JsonText? Output { get; init; }

        /// <summary>Gets why it failed; null unless it did.</summary>
        public string? Error { get; init; }
    }

    /// <summary>The conversation was read anew before the run goes on after a wait.</summary>
    public sealed record Refreshed : RunInput
    {
        /// <summary>Gets the conversation's fields as they are now.</summary>
        public required JsonText Conversation { get; init; }
    }

    /// <summary>A person ended the run.</summary>
    public sealed record Cancelled : RunInput
    {
        /// <summary>Gets why; null when nothing was said.</summary>
        public string? Reason { get; init; }

        /// <summary>Gets who; null when nobody is known.</summary>
        public string? By { get; init; }
    }

    /// <summary>The run has its place among those that share its key.</summary>
    public sealed record Admitted : RunInput
    {
        /// <summary>Gets the number of the run's wish that is answered.</summary>
        public required int Ticket { get; init; }
    }

    /// <summary>The run must wait for its turn.</summary>
    public sealed record Queued : RunInput
    {
        /// <summary>Gets the number of the run's wish that is answered.</summary>
        public required int Ticket { get; init; }
    }

    /// <summary>The run gets no place, and its workflow skips what would have to wait.</summary>
    public sealed record Refused : RunInput
    {
        /// <summary>Gets the number of the run's wish that is answered.</summary>
        public required int Ticket { get; init; }

        /// <summary>Gets the run that has the place.</summary>
        public required RunId Holder { get; init; }
    }

    /// <summary>The run is held: nothing new starts, what comes in is recorded.</summary>
    public sealed record Paused : RunInput
    {
        /// <summary>Gets a value indicating whether its workflow or tenant is paused, rather than a person having held this one run.</summary>
        public bool ByWorkflow { get; init; }

        /// <summary>Gets why; null when nothing was said.</summary>
        public string? Reason { get; init; }

        /// <summary>Gets who; null when nobody is known.</summary>
        public string? By { get; init; }
    }

    /// <summary>What held the run is gone: it goes on unless something else holds it too.</summary>
    public sealed record Resumed : RunInput
    {
        /// <summary>Gets a value indicating whether its workflow and tenant are paused no longer, rather than a person having let this one run go on.</summary>
        public bool ByWorkflow { get; init; }

        /// <summary>Gets who; null when nobody is known.</summary>
        public string? By { get; init; }
    }

    /// <summary>A person lets a failed run go on: what failed is done again as a new visit, what was held moves on.</summary>
    public sealed record Retried : RunInput
    {
        /// <summary>Gets a value indicating whether the run was set aside because it killed its workers: its marking did not fail then, and goes on as it is.</summary>
        public bool IsParked { get; init; }

        /// <summary>Gets who; null when nobody is known.</summary>
        public string? By { get; init; }
    }
}
