using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>Where a run stands: its tokens, what they wait for, its variables. The only truth that a run resumes from.</summary>
/// <remarks>Immutable; safe for concurrent use.</remarks>
public sealed class Marking
{
    /// <summary>The format that <see cref="WriteTo"/> writes. Every released format loads for ever.</summary>
    public const int CurrentFormat = 1;

    private readonly int _dataBytes = -1;

    internal Marking()
    {
    }

    // Before Empty, which begins with them.
    internal static ImmutableSortedDictionary<string, JsonText> NoVariables { get; } = ImmutableSortedDictionary.Create<string, JsonText>(StringComparer.Ordinal);

    internal static RunInput.Started NoOrigin { get; } = new() { At = default, Run = new RunId(string.Empty), Tenant = new TenantId(string.Empty), Payload = JsonText.EmptyObject };

    /// <summary>Gets the marking of a run that has not begun.</summary>
    public static Marking Empty { get; } = new();

    /// <summary>Gets the time of the last input that had an effect; it never goes back.</summary>
    public DateTimeOffset Now { get; internal init; }

    /// <summary>Gets where the run stands: pending, running (an effect is being performed), waiting, completed, failed or cancelled.</summary>
    public RunStatus Status { get; internal init; }

    /// <summary>Gets a value indicating whether the run has ended; a failed run can still be retried by a person.</summary>
    public bool IsFinished => Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;

    /// <summary>Gets why the run failed, in one or two sentences; null unless it did.</summary>
    public string? Error
    {
        get => Rest.Error;
        internal init => Rest = value is null ? Rest : Rest with { Error = value };
    }

    /// <summary>Gets what the run produced; null when nothing.</summary>
    public JsonText? Output
    {
        get => Rest.Output;
        internal init => Rest = value is null ? Rest : Rest with { Output = value };
    }

    /// <summary>Gets the run's variables by name.</summary>
    public ImmutableSortedDictionary<string, JsonText> Variables
    {
        get => Rest.Variables;
        internal init => Rest = value.IsEmpty ? Rest : Rest with { Variables = value };
    }

    /// <summary>Gets the earliest instant that a token waits for; null when none waits for a clock, while the run is paused, and after its end.</summary>
    public DateTimeOffset? NextDue => IsFinished || Status is RunStatus.Paused ? null : Status is RunStatus.Pending ? Admission?.LookAt : EarliestDue(Tokens);

    /// <summary>Gets what the run began with: its constant members. Of a marking that was read, only what a marking keeps of it.</summary>
    internal RunInput.Started Origin { get; init; } = NoOrigin;

    /// <summary>Gets what most runs have nothing of, at least while they go on.</summary>
    internal MarkingRest Rest { get; init; } = MarkingRest.None;

    /// <summary>Gets what holds the run; none unless it is paused.</summary>
    internal PauseCauses PausedBy
    {
        get => Rest.PausedBy;
        init => Rest = value is PauseCauses.None ? Rest : Rest with { PausedBy = value };
    }

    /// <summary>Gets the run's place among those that share its key; null when its workflow sets no limit. Pending until it has one.</summary>
    internal Admission? Admission
    {
        get => Rest.Admission;
        init => Rest = value is null ? Rest : Rest with { Admission = value };
    }

    internal RunId Run => Origin.Run;

    internal TenantId Tenant => Origin.Tenant;

    internal string? ConversationId => Origin.ConversationId;

    internal string? RequestedBy => Origin.RequestedBy;

    internal string? EventType => Origin.EventType;

    /// <summary>Gets how many steps of automation led to the run: 0 when something outside started it.</summary>
    internal int Depth => Origin.Depth;

    /// <summary>Gets the step that waits for the run's end; null when none does.</summary>
    internal ParentStep? Parent => Origin.Parent;

    /// <summary>Gets the payload with the run's own field actions on it.</summary>
    internal JsonText Payload
    {
        get => Rest.Payload ?? Origin.Payload;
        init => Rest = ReferenceEquals(value, Origin.Payload) ? Rest : Rest with { Payload = value };
    }

    /// <summary>Gets the payload as the run began with it; null while no field action has changed it.</summary>
    internal JsonText? Before
    {
        get => Rest.Before;
        init => Rest = value is null ? Rest : Rest with { Before = value };
    }

    /// <summary>Gets the conversation's fields; null when the payload stands for them.</summary>
    internal JsonText? Conversation
    {
        get => Rest.Conversation;
        init => Rest = value is null ? Rest : Rest with { Conversation = value };
    }

    /// <summary>Gets the visited nodes in the order of scope and node.</summary>
    internal StepList Steps { get; init; } = [];

    /// <summary>Gets the tokens in the order of their ids.</summary>
    internal ImmutableArray<Token> Tokens { get; init; } = [];

    /// <summary>Gets the joins that absorb what still comes to them.</summary>
    internal ImmutableArray<FiredJoin> Fired
    {
        get => Rest.Fired;
        init => Rest = value.IsEmpty ? Rest : Rest with { Fired = value };
    }

    /// <summary>Gets the highest id that a token had.</summary>
    internal int LastToken { get; init; }

    /// <summary>Gets the scope instances in the order of their ids: what is inside containers, and what may still have to be undone.</summary>
    internal ImmutableArray<ScopeInstance> Scopes
    {
        get => Rest.Scopes;
        init => Rest = value.IsEmpty ? Rest : Rest with { Scopes = value };
    }

    /// <summary>Gets the highest id that a scope instance had.</summary>
    internal int LastScope
    {
        get => Rest.LastScope;
        init => Rest = value == 0 ? Rest : Rest with { LastScope = value };
    }

    /// <summary>Gets the bytes of data that the run carries; null when they have not been counted. Not stored: counted once after the marking is read.</summary>
    internal int? DataBytes
    {
        get => _dataBytes < 0 ? null : _dataBytes;
        init => _dataBytes = value ?? -1;
    }

    /// <summary>Gets the number of events recorded so far.</summary>
    internal int Recorded { get; init; }

    /// <summary>Writes the marking in the current format.</summary>
    /// <param name="output">Where to.</param>
    public void WriteTo(IBufferWriter<byte> output) => MarkingJson.Write(this, output);

    /// <summary>Reads a marking of any released format.</summary>
    /// <param name="utf8">What <see cref="WriteTo"/> wrote.</param>
    /// <returns>The marking.</returns>
    /// <exception cref="JsonException">The bytes are no marking, or of a format that this build does not know.</exception>
    public static Marking Read(ReadOnlySpan<byte> utf8) => MarkingJson.Read(utf8);

    /// <summary>Lets go of what was parsed of its texts, for a run that may now wait for days.</summary>
    internal void Forget()
    {
        Payload.Forget();
        Before?.Forget();
        Conversation?.Forget();
    }

    private static DateTimeOffset? EarliestDue(ImmutableArray<Token> tokens)
    {
        DateTimeOffset? earliest = null;
        foreach (var token in tokens)
        {
            if (token.Wait?.DueAt is { } due && (earliest is null || due < earliest))
            {
                earliest = due;
            }
        }

        return earliest;
    }
}
