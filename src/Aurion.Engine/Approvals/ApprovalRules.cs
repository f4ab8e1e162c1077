using System.Collections.Immutable;

namespace Aurion.Engine.Approvals;

/// <summary>Who may vote, what a vote does, and when a request ends. Pure; what it answers stands only once it is written.</summary>
internal static class ApprovalRules
{
    /// <summary>The longest comment, in code points.</summary>
    public const int MaxCommentLength = 2_000;

    /// <summary>Says whether a person may vote, whatever the request's status.</summary>
    public static bool MayVote(Approval approval, Voter voter) => !IsExcluded(approval, voter) && EntriesOf(approval, voter).Length > 0;

    /// <summary>Judges a vote. A request whose time is up expires by it, and the vote does not count.</summary>
    public static ApprovalVerdict Vote(Approval approval, Voter voter, ApprovalDecision decision, string? comment, DateTimeOffset now)
    {
        var entries = EntriesOf(approval, voter);
        if (entries.Length == 0 || IsExcluded(approval, voter))
        {
            return new(DecideStatus.NotAllowed, approval, IsChanged: false);
        }

        if (Expire(approval, now) is { } expired)
        {
            return new(DecideStatus.AlreadyClosed, expired, IsChanged: true);
        }

        if (approval.Status is not ApprovalStatus.Pending)
        {
            return new(DecideStatus.AlreadyClosed, approval, IsChanged: false);
        }

        foreach (var earlier in approval.Votes)
        {
            if (earlier.Voter == voter.Id)
            {
                return new(earlier.Decision == decision ? DecideStatus.Accepted : DecideStatus.AlreadyVoted, approval, IsChanged: false);
            }
        }

        var vote = new ApprovalVote { Voter = voter.Id, Decision = decision, Comment = comment, At = now, Entry = entries[0], Entries = entries };
        return new(DecideStatus.Accepted, Count(approval with { Votes = approval.Votes.Add(vote) }, now), IsChanged: true);
    }

    /// <summary>Ends a request whose time is up, as its policy says.</summary>
    /// <returns>The ended request; null when its time is not up, or it ended before.</returns>
    public static Approval? Expire(Approval approval, DateTimeOffset now) =>
        approval.Status is ApprovalStatus.Pending && approval.ExpiresAt <= now
            ? approval with { Status = approval.Policy.OnExpire, DecidedAt = now }
            : null;

    /// <summary>Closes a request that nobody waits for any more; one that ended stays as it ended.</summary>
    public static Approval Close(Approval approval, DateTimeOffset now) =>
        approval.Status is ApprovalStatus.Pending ? approval with { Status = ApprovalStatus.Cancelled, DecidedAt = now } : approval;

    private static Approval Count(Approval approval, DateTimeOffset now)
    {
        var rejections = approval.Votes.Count(static vote => vote.Decision is ApprovalDecision.Rejected);
        if (rejections >= approval.Policy.RejectOn)
        {
            return approval with { Status = ApprovalStatus.Rejected, DecidedAt = now };
        }

        bool isApproved;
        if (approval.Policy.Required is { } required)
        {
            isApproved = approval.Votes.Length - rejections >= required;
        }
        else
        {
            (approval, isApproved) = Assign(approval);
        }

        return isApproved ? approval with { Status = ApprovalStatus.Approved, DecidedAt = now } : approval;
    }

    /// <summary>Gives as many entries as possible an approving vote of their own, moving earlier votes where that helps (augmenting paths).</summary>
    private static (Approval Approval, bool IsComplete) Assign(Approval approval)
    {
        var entries = approval.Policy.Approvers.Distinct(StringComparer.Ordinal).ToArray();
        var votes = approval.Votes.ToBuilder();
        var owners = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < votes.Count; index++)
        {
            if (votes[index].Decision is ApprovalDecision.Approved)
            {
                Place(index, []);
            }
        }

        foreach (var (entry, index) in owners)
        {
            votes[index] = votes[index] with { Entry = entry };
        }

        return (approval with { Votes = votes.ToImmutable() }, owners.Count == entries.Length);

        bool Place(int index, HashSet<string> tried)
        {
            var vote = votes[index];
            foreach (var entry in vote.Entries.IsEmpty ? [vote.Entry] : vote.Entries)
            {
                if (tried.Add(entry) && (!owners.TryGetValue(entry, out var owner) || Place(owner, tried)))
                {
                    owners[entry] = index;
                    return true;
                }
            }

            return false;
        }
    }

    private static bool IsExcluded(Approval approval, Voter voter) =>
        approval.Policy.ExcludeRequester && approval.RequestedBy is { } requester && requester == voter.Id;

    private static ImmutableArray<string> EntriesOf(Approval approval, Voter voter)
    {
        var own = voter.ToApproverSet().Entries.ToHashSet(StringComparer.Ordinal);
        return [.. approval.Policy.Approvers.Where(own.Contains).Distinct(StringComparer.Ordinal)];
    }
}
