using System.Collections.Immutable;
using Aurion.Engine.Approvals;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The people that can still approve a request, as far as is known: who is to be told, and whether they are enough.</summary>
internal static class ApprovalElectorate
{
    /// <summary>Lists those who may vote now and have not.</summary>
    /// <param name="approval">The request.</param>
    /// <param name="people">Who is behind its entries.</param>
    /// <returns>Entries by user id; a say that was handed over is its holder's.</returns>
    public static SortedDictionary<string, ImmutableArray<string>> Open(Approval approval, SortedDictionary<string, ImmutableArray<string>> people)
    {
        var open = new SortedDictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var (person, entries) in people)
        {
            var holder = ApprovalBallot.HolderOf(approval, person);
            if (!ApprovalBallot.IsExcluded(approval, person) && !HasVoted(approval, person) && !HasVoted(approval, holder))
            {
                open[holder] = [.. open.GetValueOrDefault(holder, []).Union(entries, StringComparer.Ordinal)];
            }
        }

        return open;
    }

    /// <summary>Says in one sentence why too few people are left to approve; null when there are enough.</summary>
    public static string? Warn(Approval approval, SortedDictionary<string, ImmutableArray<string>> open)
    {
        var approved = approval.Votes.Where(static vote => vote.Decision is ApprovalDecision.Approved).ToArray();
        if (approval.Policy.Required is { } required)
        {
            var able = approved.Length + open.Count;
            return able >= required ? null : $"{required} {(required == 1 ? "approval is" : "approvals are")} needed, but only {able} {(able == 1 ? "person" : "people")} can give one.";
        }

        var matching = new EntryMatching(approval);
        var number = 0;
        foreach (var vote in approved)
        {
            matching.Add(number++, vote.Entries.IsDefaultOrEmpty ? [vote.Entry] : vote.Entries);
        }

        foreach (var entries in open.Values)
        {
            matching.Add(number++, entries);
        }

        return matching.IsComplete ? null : $"Every listed approver needs a vote of its own, but nobody is left who could give that of {string.Join(", ", matching.Open)}.";
    }

    private static bool HasVoted(Approval approval, string person) => approval.Votes.Any(vote => vote.Voter == person || vote.InPlaceOf == person);
}
