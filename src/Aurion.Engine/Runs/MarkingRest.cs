using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>The members of a marking that most runs have nothing of: one object, shared with the marking before it while nothing in it changes.</summary>
internal sealed record MarkingRest
{
    public static MarkingRest None { get; } = new();

    public string? Error { get; init; }

    public JsonText? Output { get; init; }

    public ImmutableSortedDictionary<string, JsonText> Variables { get; init; } = Marking.NoVariables;

    public PauseCauses PausedBy { get; init; }

    public Admission? Admission { get; init; }

    /// <summary>Gets the payload with the run's own field actions on it; null while it is the one that the run began with.</summary>
    public JsonText? Payload { get; init; }

    public JsonText? Before { get; init; }

    public JsonText? Conversation { get; init; }

    public ImmutableArray<FiredJoin> Fired { get; init; } = [];

    public ImmutableArray<ScopeInstance> Scopes { get; init; } = [];

    public int LastScope { get; init; }
}
