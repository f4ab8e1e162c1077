using System.Collections.Immutable;

namespace Aurion.Engine.Approvals;

/// <summary>What the host's directory knows about a person at this moment.</summary>
public sealed record ApproverProfile
{
    /// <summary>Gets the roles, without prefix, for example <c>supervisor</c>.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>Gets the teams, without prefix.</summary>
    public ImmutableArray<string> Teams { get; init; } = [];

    /// <summary>Gets the user ids of the people that this person stands in for now, for example while they are on leave.</summary>
    public ImmutableArray<string> StandsInFor { get; init; } = [];
}
