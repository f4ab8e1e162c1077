using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Asks the host's directory who may vote now; without one, what came with the voter counts.</summary>
internal sealed class ApproverLookup(IApproverDirectory? directory)
{
    /// <summary>Finds what a person may vote with, whatever the request.</summary>
    /// <returns>Their standing; without any entry when the directory does not know them.</returns>
    public async ValueTask<ApproverStanding> FindAsync(TenantId tenant, Voter voter, CancellationToken cancellationToken)
    {
        if (directory is null)
        {
            return ApproverStanding.Of(voter);
        }

        if (await directory.FindAsync(tenant, voter.Id, cancellationToken).ConfigureAwait(false) is not { } profile)
        {
            return new ApproverStanding(voter.Id, [], []);
        }

        var others = ImmutableArray.CreateBuilder<ApprovalSay>();
        foreach (var other in profile.StandsInFor.Distinct(StringComparer.Ordinal))
        {
            if (other != voter.Id && await directory.FindAsync(tenant, other, cancellationToken).ConfigureAwait(false) is { } represented)
            {
                others.Add(new ApprovalSay(other, EntriesOf(other, represented)));
            }
        }

        return new ApproverStanding(voter.Id, EntriesOf(voter.Id, profile), others.DrainToImmutable());
    }

    /// <summary>Adds the says that were handed to a person on one request, for what their owners stand for now.</summary>
    public async ValueTask<ApproverStanding> OnAsync(Approval approval, ApproverStanding standing, CancellationToken cancellationToken)
    {
        if (approval.Delegations.IsEmpty || (directory is not null && standing.Entries.IsEmpty))
        {
            return standing;
        }

        var others = standing.Others;
        foreach (var owner in approval.Delegations.Select(static delegation => delegation.From).Distinct(StringComparer.Ordinal))
        {
            if (owner == standing.Person || ApprovalBallot.HolderOf(approval, owner) != standing.Person)
            {
                continue;
            }

            others = others.RemoveAll(say => say.Person == owner);
            if (directory is null)
            {
                others = others.Add(new ApprovalSay(owner, approval.Delegations.Last(delegation => delegation.From == owner).Entries));
            }
            else if (await directory.FindAsync(approval.Tenant, owner, cancellationToken).ConfigureAwait(false) is { } profile)
            {
                others = others.Add(new ApprovalSay(owner, EntriesOf(owner, profile)));
            }
        }

        return standing with { Others = others };
    }

    /// <summary>Lists the people behind some entries, each with the entries that they stand for.</summary>
    /// <returns>Entries by user id; null when it can't be told who is behind one of them.</returns>
    public async ValueTask<SortedDictionary<string, ImmutableArray<string>>?> ListPeopleAsync(TenantId tenant, ImmutableArray<string> entries, CancellationToken cancellationToken)
    {
        var people = new SortedDictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (await ListMembersAsync(tenant, entry, cancellationToken).ConfigureAwait(false) is not { } members)
            {
                return null;
            }

            foreach (var person in members)
            {
                people[person] = [.. people.GetValueOrDefault(person, []), entry];
            }
        }

        return people;
    }

    private async ValueTask<ImmutableArray<string>?> ListMembersAsync(TenantId tenant, string entry, CancellationToken cancellationToken)
    {
        if (directory is not null && await directory.ListMembersAsync(tenant, entry, cancellationToken).ConfigureAwait(false) is { } members)
        {
            return members;
        }

        return entry.StartsWith("user:", StringComparison.Ordinal) ? [entry["user:".Length..]] : null;
    }

    private static ImmutableArray<string> EntriesOf(string person, ApproverProfile profile) =>
        new Voter { Id = person, Roles = profile.Roles, Teams = profile.Teams }.ToApproverSet().Entries;
}
