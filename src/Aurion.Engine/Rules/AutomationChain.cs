using System.Collections.Immutable;

namespace Aurion.Engine.Rules;

/// <summary>What led to an event that automation caused: the event at the beginning, and the rules that have run since.</summary>
public sealed record AutomationChain
{
    /// <summary>The most events that may follow from one another: 10.</summary>
    public const int MaxDepth = 10;

    /// <summary>Gets the id of the event that a person or the host caused.</summary>
    public required string Root { get; init; }

    /// <summary>Gets how many events lie between: 1 for the first that automation caused.</summary>
    public required int Depth { get; init; }

    /// <summary>Gets the ids of the rules that have run on the conversation since the root, itself included; none of them runs again.</summary>
    public ImmutableArray<string> Rules
    {
        get;
        init => field = value.IsDefault ? [] : value; // a stored chain without the member
    }

    = [];
}
