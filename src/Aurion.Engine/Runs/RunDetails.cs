using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>A run as people look into it: what it carries and what it waits for.</summary>
public sealed record RunDetails
{
    /// <summary>Gets the run.</summary>
    public required RunHead Head { get; init; }

    /// <summary>Gets the event's payload, or the conversation's fields, with the run's own field actions on them.</summary>
    public required JsonText Payload { get; init; }

    /// <summary>Gets the variables, by name.</summary>
    public ImmutableSortedDictionary<string, JsonText> Variables { get; init; } = ImmutableSortedDictionary.Create<string, JsonText>(StringComparer.Ordinal);

    /// <summary>Gets what the run produced; null when nothing.</summary>
    public JsonText? Output { get; init; }

    /// <summary>Gets where the run stands, one entry for each place; empty once it has ended well or was cancelled.</summary>
    public ImmutableArray<RunWait> Waits { get; init; } = [];

    /// <summary>Gets a value indicating whether a person holds the run.</summary>
    public bool IsPausedByPerson { get; init; }

    /// <summary>Gets a value indicating whether its workflow or tenant holds the run.</summary>
    public bool IsPausedByWorkflow { get; init; }

    /// <summary>Gets the runs that it shares a limit with; null when its workflow sets none.</summary>
    public ConcurrencyGroup? Group { get; init; }
}
