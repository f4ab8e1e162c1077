using System.Collections.Immutable;
using Aurion.Engine.Rules;

namespace Aurion.Engine.Storage;

/// <summary>What a decision on an event keeps for later: which rules it is for, the keys that limits have taken, the event that follows.</summary>
public sealed record EventPlan
{
    /// <summary>Gets which rules look at the event: those for events, or time rules. The default is events.</summary>
    public ExecutionMode Mode { get; init; }

    /// <summary>Gets the once-keys that the standing decision took: a decision that is made anew gives back those it no longer needs.</summary>
    public ImmutableArray<OnceKey> Held
    {
        get;
        init => field = value.IsDefault ? [] : value; // a stored plan without the member
    }

    = [];

    /// <summary>Gets the event by which rules that react to automation learn of the patch, once the host has it; null when none does.</summary>
    public AutomationEvent? FollowUp { get; init; }
}
