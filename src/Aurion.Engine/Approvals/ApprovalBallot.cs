using System.Collections.Immutable;

namespace Aurion.Engine.Approvals;

/// <summary>What a person's vote on a request would count for.</summary>
/// <param name="Entries">The listed entries that they stand for.</param>
/// <param name="InPlaceOf">In whose place they would vote; null by their own right.</param>
internal readonly record struct ApprovalBallot(ImmutableArray<string> Entries, string? InPlaceOf)
{
    /// <summary>Says what a person may vote with, whatever the request's status; null when they may not.</summary>
    public static ApprovalBallot? Of(Approval approval, ApproverStanding standing)
    {
        if (IsExcluded(approval, standing.Person))
        {
            return null;
        }

        var listed = Listed(approval);
        var entries = HolderOf(approval, standing.Person) == standing.Person && !IsRepresented(approval, standing.Person)
            ? Common(listed, standing.Entries)
            : [];
        string? inPlaceOf = null;
        foreach (var other in standing.Others)
        {
            if (!MayUse(approval, standing.Person, other.Person))
            {
                continue;
            }

            var more = Common(listed, other.Entries);
            inPlaceOf = entries.IsEmpty && !more.IsEmpty ? other.Person : inPlaceOf;
            entries = [.. entries.Union(more, StringComparer.Ordinal)];
        }

        return entries.IsEmpty ? null : new ApprovalBallot(entries, inPlaceOf);
    }

    /// <summary>Finds who has a person's say now: the person, or whoever it was handed to.</summary>
    public static string HolderOf(Approval approval, string person)
    {
        var holder = person;
        foreach (var delegation in approval.Delegations)
        {
            // Handing over gives away whatever one has, that of others too.
            holder = delegation.From == holder ? delegation.To : holder;
        }

        return holder;
    }

    /// <summary>Tells whether a person is kept from voting because they asked.</summary>
    public static bool IsExcluded(Approval approval, string person) =>
        approval.Policy.ExcludeRequester && approval.RequestedBy is { } requester && requester == person;

    /// <summary>Tells whether somebody has voted in a person's place.</summary>
    public static bool IsRepresented(Approval approval, string person) => approval.Votes.Any(vote => vote.InPlaceOf == person);

    /// <summary>Lists the entries that votes count for: those listed, and those it was escalated to.</summary>
    public static ImmutableArray<string> Listed(Approval approval) =>
        approval is { EscalatedAt: not null, Policy.Escalation: { } escalation }
            ? [.. approval.Policy.Approvers.Union(escalation.To, StringComparer.Ordinal)]
            : approval.Policy.Approvers;

    /// <summary>Lists what of a person's entries is listed, in the request's order.</summary>
    public static ImmutableArray<string> Common(ImmutableArray<string> listed, ImmutableArray<string> own)
    {
        var set = own.ToHashSet(StringComparer.Ordinal);
        return [.. listed.Where(set.Contains).Distinct(StringComparer.Ordinal)];
    }

    private static bool MayUse(Approval approval, string person, string other)
    {
        var holder = HolderOf(approval, other);
        return (holder == person || holder == other)
            && !IsExcluded(approval, other)
            && !IsRepresented(approval, other)
            && approval.Votes.All(vote => vote.Voter != other);
    }
}
