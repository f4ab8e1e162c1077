using Aurion.Engine.Approvals;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>What a token waits for.</summary>
/// <param name="Key">The key of the step that waits.</param>
internal abstract record Wait(string Key)
{
    private readonly object? _since; // boxed: nearly no wait has one

    /// <summary>Gets when the clock acts on it; null when it never does.</summary>
    public virtual DateTimeOffset? DueAt => null;

    /// <summary>Gets when the step began to wait, through all its attempts; kept only by graphs that wait for events, null elsewhere.</summary>
    public DateTimeOffset? Since
    {
        get => (DateTimeOffset?)_since;
        init => _since = value;
    }

    /// <summary>The result of an effect that is being performed.</summary>
    /// <param name="Key">The key of the step.</param>
    /// <param name="Parameters">The action's parameters.</param>
    /// <param name="IsBegun">Whether it is recorded that the attempt begins: an effect that may happen at most once.</param>
    internal sealed record Result(string Key, JsonText Parameters, bool IsBegun = false) : Wait(Key);

    /// <summary>The result of an effect that goes on elsewhere: its handler answered that it is pending.</summary>
    internal sealed record Pending(string Key, JsonText Parameters) : Wait(Key);

    /// <summary>The next attempt at an effect.</summary>
    internal sealed record Retry(string Key, DateTimeOffset Due, JsonText Parameters) : Wait(Key)
    {
        public override DateTimeOffset? DueAt => Due;
    }

    /// <summary>An instant.</summary>
    internal sealed record Until(string Key, DateTimeOffset Due) : Wait(Key)
    {
        public override DateTimeOffset? DueAt => Due;
    }

    /// <summary>The outcome of an approval request; the request itself says what its reminders, escalation and end are.</summary>
    /// <param name="Key">The key of the step.</param>
    /// <param name="Approval">The request.</param>
    /// <param name="Due">When something is due at it next; null never.</param>
    /// <param name="IsTended">Whether something is due and the driver has been asked to do it.</param>
    internal sealed record Vote(string Key, ApprovalId Approval, DateTimeOffset? Due, bool IsTended = false) : Wait(Key)
    {
        public override DateTimeOffset? DueAt => IsTended ? null : Due;
    }

    /// <summary>The other branches, at a join.</summary>
    /// <param name="Key">The key of the step: one for all the branches that it gathers.</param>
    /// <param name="Edge">Which of the join's incoming edges the token came by, the first being 0 in the order of their nodes and ports; −1 by none.</param>
    internal sealed record Siblings(string Key, int Edge) : Wait(Key);

    /// <summary>An event of a type, about something.</summary>
    /// <param name="Key">The key of the step.</param>
    /// <param name="EventType">The event's type.</param>
    /// <param name="Correlation">What it must be about.</param>
    /// <param name="From">From when on an event counts that came before the wait was stored: when the step before it began.</param>
    /// <param name="Due">When the time is up; null never.</param>
    internal sealed record Event(string Key, string EventType, string Correlation, DateTimeOffset From, DateTimeOffset? Due) : Wait(Key)
    {
        public override DateTimeOffset? DueAt => Due;
    }

    /// <summary>The end of a run that the step started.</summary>
    /// <param name="Key">The key of the step.</param>
    /// <param name="Run">The run.</param>
    internal sealed record Child(string Key, RunId Run) : Wait(Key);

    /// <summary>A person, after the run failed: the step has ended already and goes on by its port when the run is retried.</summary>
    /// <param name="Key">The key of the step.</param>
    /// <param name="Port">The port that it leaves by then; null when the step itself failed and is to be done again.</param>
    internal sealed record Held(string Key, int? Port) : Wait(Key);

    /// <summary>What goes on inside a container.</summary>
    /// <param name="Key">The key of the container's step.</param>
    /// <param name="Scope">The container's activation.</param>
    /// <param name="Due">When its time is up; null when it has no limit, and once it ends.</param>
    internal sealed record Inside(string Key, int Scope, DateTimeOffset? Due) : Wait(Key)
    {
        public override DateTimeOffset? DueAt => Due;
    }
}
