using System.Collections.Immutable;

namespace Aurion.Engine.Approvals;

/// <summary>A person who looks at approval requests or decides one.</summary>
/// <remarks>The host answers for who it is and which roles and teams they have at this moment.</remarks>
public sealed record Voter
{
    /// <summary>Gets the host's user id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the roles, without prefix, for example <c>supervisor</c>.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>Gets the teams, without prefix.</summary>
    public ImmutableArray<string> Teams { get; init; } = [];

    /// <summary>Lists the entries under which an approval may name the person.</summary>
    /// <returns><c>user:…</c>, then <c>role:…</c>, then <c>team:…</c>.</returns>
    public ApproverSet ToApproverSet() =>
        new([$"user:{Id}", .. Roles.Select(static role => $"role:{role}"), .. Teams.Select(static team => $"team:{team}")]);
}
