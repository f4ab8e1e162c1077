using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving.Harness;

/// <summary>A host's directory in memory, which changes while requests are open.</summary>
internal sealed class People : IApproverDirectory
{
    public ConcurrentDictionary<string, ApproverProfile> Profiles { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets a value indicating whether it can say who is behind a role or a team.</summary>
    public bool ListsMembers { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether it is out of order.</summary>
    public bool IsAway { get; set; }

    public void Put(string person, params string[] roles) => Profiles[person] = new ApproverProfile { Roles = [.. roles] };

    public ValueTask<ApproverProfile?> FindAsync(TenantId tenant, string person, CancellationToken cancellationToken) =>
        IsAway ? throw new InvalidOperationException("secret") : new(Profiles.GetValueOrDefault(person));

    public ValueTask<ImmutableArray<string>?> ListMembersAsync(TenantId tenant, string entry, CancellationToken cancellationToken)
    {
        if (IsAway)
        {
            throw new InvalidOperationException("secret");
        }

        if (!ListsMembers)
        {
            return new((ImmutableArray<string>?)null);
        }

        return new([.. Profiles.Where(person => EntriesOf(person.Key, person.Value).Contains(entry)).Select(static person => person.Key).Order(StringComparer.Ordinal)]);
    }

    private static ImmutableArray<string> EntriesOf(string person, ApproverProfile profile) =>
        new Voter { Id = person, Roles = profile.Roles, Teams = profile.Teams }.ToApproverSet().Entries;
}
