namespace Aurion.Engine.Approvals;

/// <summary>What a vote or a delegation does, and when a request ends. Pure; what it answers stands only once it is written.</summary>
internal static class ApprovalRules
{
    /// <summary>The longest comment, in code points.</summary>
    public const int MaxCommentLength = 2_000;

    /// <summary>The most delegations of one request: a say that is handed to and fro must not grow the document without end.</summary>
    public const int MaxDelegations = 100;

    /// <summary>Judges a vote. A request whose time is up expires by it, and the vote does not count.</summary>
    public static ApprovalVerdict Vote(Approval approval, ApproverStanding standing, ApprovalDecision decision, string? comment, DateTimeOffset now)
    {
        // What is due is done first, whether or not a worker came by: who it is escalated to may vote at once.
        var (current, notices) = ApprovalTiming.Tend(approval, now);
        var ballot = ApprovalBallot.Of(current, standing);
        var earlier = current.Votes.FirstOrDefault(vote => vote.Voter == standing.Person);
        var isRepresented = ApprovalBallot.IsRepresented(current, standing.Person);
        if (ballot is null && earlier is null && !isRepresented)
        {
            return new(DecideStatus.NotAllowed, approval, IsChanged: false, []);
        }

        if (current.Status is not ApprovalStatus.Pending)
        {
            return new(DecideStatus.AlreadyClosed, current, IsChanged: !ReferenceEquals(current, approval), []);
        }

        if (earlier is not null)
        {
            return new(earlier.Decision == decision ? DecideStatus.Accepted : DecideStatus.AlreadyVoted, approval, IsChanged: false, []);
        }

        if (ballot is not { } cast)
        {
            return new(DecideStatus.AlreadyVoted, approval, IsChanged: false, []);
        }

        var vote = new ApprovalVote
        {
            Voter = standing.Person,
            Decision = decision,
            Comment = comment,
            At = now,
            Entry = cast.Entries[0],
            Entries = cast.Entries,
            InPlaceOf = cast.InPlaceOf,
        };
        return new(DecideStatus.Accepted, Count(current with { Votes = current.Votes.Add(vote) }, now), IsChanged: true, notices);
    }

    /// <summary>Judges a delegation.</summary>
    /// <param name="approval">The request.</param>
    /// <param name="standing">Who hands their say over.</param>
    /// <param name="to">Who is to have it; without any entry when the host's directory knows no such person.</param>
    /// <param name="comment">Why.</param>
    /// <param name="now">When.</param>
    public static DelegateVerdict Delegate(Approval approval, ApproverStanding standing, ApproverStanding to, string? comment, DateTimeOffset now)
    {
        var (current, notices) = ApprovalTiming.Tend(approval, now);
        var person = standing.Person;
        var hasVoted = current.Votes.Any(vote => vote.Voter == person) || ApprovalBallot.IsRepresented(current, person);
        var isRepeat = current.Delegations.LastOrDefault(delegation => delegation.From == person)?.To == to.Person && ApprovalBallot.HolderOf(current, person) == to.Person;
        var own = ApprovalBallot.HolderOf(current, person) == person ? ApprovalBallot.Common(ApprovalBallot.Listed(current), standing.Entries) : [];
        var hasSay = !ApprovalBallot.IsExcluded(current, person) && !standing.Entries.IsEmpty
            && (!own.IsEmpty || current.Delegations.Any(delegation => delegation.From != person && ApprovalBallot.HolderOf(current, delegation.From) == person));
        if (!hasVoted && !isRepeat && !hasSay)
        {
            return new(DelegateStatus.NotAllowed, approval, IsChanged: false, []);
        }

        if (current.Status is not ApprovalStatus.Pending)
        {
            return new(DelegateStatus.AlreadyClosed, current, IsChanged: !ReferenceEquals(current, approval), []);
        }

        if (hasVoted || isRepeat)
        {
            return new(hasVoted ? DelegateStatus.AlreadyVoted : DelegateStatus.Delegated, approval, IsChanged: false, []);
        }

        if (!current.Policy.AllowDelegation || current.Delegations.Length >= MaxDelegations)
        {
            return new(DelegateStatus.NotPermitted, approval, IsChanged: false, []);
        }

        if (to.Person == person || to.Entries.IsEmpty || IsUnfit(current, to))
        {
            return new(DelegateStatus.Unfit, approval, IsChanged: false, []);
        }

        var delegation = new ApprovalDelegation { From = person, To = to.Person, At = now, Comment = comment, Entries = own };
        current = current with { Delegations = current.Delegations.Add(delegation) };
        return new(DelegateStatus.Delegated, current, IsChanged: true, notices.Add(new(ApprovalNoticeKind.Delegated, current.Delegations.Length)));
    }

    /// <summary>Closes a request that nobody waits for any more; one that ended stays as it ended.</summary>
    public static Approval Close(Approval approval, DateTimeOffset now) =>
        approval.Status is ApprovalStatus.Pending ? approval with { Status = ApprovalStatus.Cancelled, DecidedAt = now } : approval;

    // A person has one vote: a second say would be lost with whoever may vote anyway.
    private static bool IsUnfit(Approval approval, ApproverStanding to) =>
        ApprovalBallot.IsExcluded(approval, to.Person)
        || ApprovalBallot.IsRepresented(approval, to.Person)
        || approval.Votes.Any(vote => vote.Voter == to.Person)
        || ApprovalBallot.Of(approval, to) is not null;

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

    /// <summary>Gives as many entries as possible an approving vote of their own, moving earlier votes where that helps.</summary>
    private static (Approval Approval, bool IsComplete) Assign(Approval approval)
    {
        var votes = approval.Votes.ToBuilder();
        var matching = new EntryMatching(approval);
        for (var index = 0; index < votes.Count; index++)
        {
            if (votes[index].Decision is ApprovalDecision.Approved)
            {
                matching.Add(index, votes[index].Entries.IsDefaultOrEmpty ? [votes[index].Entry] : votes[index].Entries);
            }
        }

        foreach (var (entry, index) in matching.Owners)
        {
            votes[index] = votes[index] with { Entry = entry };
        }

        return (approval with { Votes = votes.ToImmutable() }, matching.IsComplete);
    }
}
