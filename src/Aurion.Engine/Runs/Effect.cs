using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>Something that a decision asks the driver to do.</summary>
public abstract record Effect
{
    private Effect()
    {
    }

    /// <summary>Perform one attempt at an action, after the commit; its result comes back as <see cref="RunInput.Completed"/>.</summary>
    /// <remarks>It is asked again, with the same key and attempt, by the owner after a crash: the step's wait is in the marking.</remarks>
    public sealed record Perform : Effect
    {
        /// <summary>Gets the step's key: the same for each attempt.</summary>
        public required string Key { get; init; }

        /// <summary>Gets the node.</summary>
        public required string NodeId
        {
            get => Plan.NodeId;
            init => Plan = value == Plan.NodeId ? Plan : Plan with { NodeId = value };
        }

        /// <summary>Gets the action's type.</summary>
        public required string ActionType
        {
            get => Plan.ActionType;
            init => Plan = value == Plan.ActionType ? Plan : Plan with { ActionType = value };
        }

        /// <summary>Gets the action's parameters as an object, placeholders resolved.</summary>
        public required JsonText Parameters { get; init; }

        /// <summary>Gets the number of the attempt, the first being 1.</summary>
        public required int Attempt { get; init; }

        /// <summary>Gets how long the attempt may take; null leaves it to the driver.</summary>
        public TimeSpan? Timeout
        {
            get => Plan.Timeout;
            init => Plan = value == Plan.Timeout ? Plan : Plan with { Timeout = value };
        }

        /// <summary>Gets a value indicating whether it is recorded that this attempt begins: an effect that may happen at most once.</summary>
        public bool IsBegun { get; init; }

        /// <summary>Gets what is the same each time that the node is performed.</summary>
        internal ActionPlan Plan { get; init; } = ActionPlan.None;
    }

    /// <summary>Open an approval request, in the same commit as the decision; its outcome comes back as <see cref="RunInput.Voted"/>.</summary>
    public sealed record RequestApproval : Effect
    {
        /// <summary>Gets the request.</summary>
        public required Approval Approval { get; init; }
    }

    /// <summary>Close an approval request that nobody waits for any more, in the same commit; one that is decided stays decided.</summary>
    public sealed record CloseApproval : Effect
    {
        /// <summary>Gets the request.</summary>
        public required ApprovalId Id { get; init; }
    }

    /// <summary>Do what is due at an approval request, after the commit: remind, escalate or end it. The document says what became of it, which comes back as <see cref="RunInput.Tended"/> while it is open and as <see cref="RunInput.Voted"/> when it ended.</summary>
    /// <remarks>Asked once when something is due; the step waits on and it stays pending until the answer is there.</remarks>
    public sealed record TendApproval : Effect
    {
        /// <summary>Gets the request.</summary>
        public required ApprovalId Id { get; init; }

        /// <summary>Gets the key of the step that waits for it.</summary>
        public required string Key { get; init; }
    }

    /// <summary>Ask for a place among the runs that share a key, after the commit; the answer comes back as <see cref="RunInput.Admitted"/>, <see cref="RunInput.Queued"/> or <see cref="RunInput.Refused"/>.</summary>
    public sealed record RequestAdmission : Effect
    {
        /// <summary>Gets whom the run shares with.</summary>
        public required ConcurrencyGroup Group { get; init; }

        /// <summary>Gets the number of the run's wish, the first being 1.</summary>
        public required int Ticket { get; init; }
    }
}
