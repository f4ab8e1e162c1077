using System.Collections.Immutable;
using Aurion.Engine.Approvals;

namespace Aurion.Engine.Tests.Approvals;

/// <summary>A request as a careful clerk would keep it with pencil and paper: lists that are searched anew for each question. Written apart from the engine's rules.</summary>
internal sealed class PlainApproval(ApprovalPolicy policy, string? requester, DateTimeOffset requestedAt, Dictionary<string, ApproverProfile> people)
{
    private readonly Dictionary<string, string> _holders = [];
    private readonly Dictionary<string, string> _lastHeirs = [];

    public ApprovalStatus Status { get; private set; } = ApprovalStatus.Pending;

    public List<(string Voter, bool Yes, HashSet<string> Entries, string? InPlaceOf)> Votes { get; } = [];

    public List<(string From, string To)> Delegations { get; } = [];

    public bool IsEscalated { get; private set; }

    public int Reminders { get; private set; }

    /// <summary>Lets the clock do everything up to now.</summary>
    public void Tick(DateTimeOffset now)
    {
        if (Status is not ApprovalStatus.Pending)
        {
            return;
        }

        if (policy.ExpiresIn is { } open && now >= requestedAt + open)
        {
            IsEscalated |= policy.Escalation is { } before && before.After < open;
            Status = policy.OnExpire;
            return;
        }

        IsEscalated |= policy.Escalation is { } escalation && now >= requestedAt + escalation.After;
        while (policy.RemindEvery is { } every && requestedAt + (every * (Reminders + 1)) <= now)
        {
            Reminders++;
        }
    }

    public DecideStatus Vote(string person, bool yes)
    {
        var (entries, inPlaceOf) = Ballot(person);
        var earlier = Votes.FindIndex(vote => vote.Voter == person);
        var wasRepresented = Votes.Exists(vote => vote.InPlaceOf == person);
        if (entries.Count == 0 && earlier < 0 && !wasRepresented)
        {
            return DecideStatus.NotAllowed;
        }

        if (Status is not ApprovalStatus.Pending)
        {
            return DecideStatus.AlreadyClosed;
        }

        if (earlier >= 0)
        {
            return Votes[earlier].Yes == yes ? DecideStatus.Accepted : DecideStatus.AlreadyVoted;
        }

        if (entries.Count == 0)
        {
            return DecideStatus.AlreadyVoted;
        }

        Votes.Add((person, yes, entries, inPlaceOf));
        if (Votes.Count(static vote => !vote.Yes) >= policy.RejectOn)
        {
            Status = ApprovalStatus.Rejected;
        }
        else if (policy.Required is { } required ? Votes.Count(static vote => vote.Yes) >= required : CanFill([.. policy.Approvers], [.. Votes.Where(static vote => vote.Yes).Select(static vote => vote.Entries)]))
        {
            Status = ApprovalStatus.Approved;
        }

        return DecideStatus.Accepted;
    }

    public DelegateStatus Delegate(string from, string to)
    {
        var isRepeat = _lastHeirs.GetValueOrDefault(from) == to && Holder(from) == to;
        var own = Holder(from) == from ? Own(from) : [];
        var owned = _holders.Where(pair => pair.Value == from && pair.Key != from).Select(static pair => pair.Key).ToList();
        var hasVoted = Votes.Exists(vote => vote.Voter == from || vote.InPlaceOf == from);
        if (!hasVoted && !isRepeat && (IsExcluded(from) || !people.ContainsKey(from) || (own.Count == 0 && owned.Count == 0)))
        {
            return DelegateStatus.NotAllowed;
        }

        if (Status is not ApprovalStatus.Pending)
        {
            return DelegateStatus.AlreadyClosed;
        }

        if (hasVoted || isRepeat)
        {
            return hasVoted ? DelegateStatus.AlreadyVoted : DelegateStatus.Delegated;
        }

        if (!policy.AllowDelegation || Delegations.Count >= 100)
        {
            return DelegateStatus.NotPermitted;
        }

        if (to == from || !people.ContainsKey(to) || IsExcluded(to) || Votes.Exists(vote => vote.Voter == to || vote.InPlaceOf == to) || Ballot(to).Entries.Count > 0)
        {
            return DelegateStatus.Unfit;
        }

        foreach (var owner in owned)
        {
            _holders[owner] = to;
        }

        if (Holder(from) == from)
        {
            _holders[from] = to;
        }

        _lastHeirs[from] = to;
        Delegations.Add((from, to));
        return DelegateStatus.Delegated;
    }

    private (HashSet<string> Entries, string? InPlaceOf) Ballot(string person)
    {
        var entries = new HashSet<string>();
        string? inPlaceOf = null;
        if (IsExcluded(person) || !people.TryGetValue(person, out var profile))
        {
            return (entries, null);
        }

        if (Holder(person) == person && !Votes.Exists(vote => vote.InPlaceOf == person))
        {
            entries.UnionWith(Own(person));
        }

        var stoodInFor = profile.StandsInFor.Where(other => other != person && Holder(other) == other);
        foreach (var other in stoodInFor.Concat(_holders.Where(pair => pair.Value == person).Select(static pair => pair.Key)).Where(other => other != person))
        {
            if (!IsExcluded(other) && !Votes.Exists(vote => vote.Voter == other || vote.InPlaceOf == other) && Own(other) is { Count: > 0 } more)
            {
                inPlaceOf = entries.Count == 0 ? other : inPlaceOf;
                entries.UnionWith(more);
            }
        }

        return (entries, inPlaceOf);
    }

    private string Holder(string person) => _holders.GetValueOrDefault(person, person);

    private bool IsExcluded(string person) => policy.ExcludeRequester && person == requester;

    private HashSet<string> Own(string person)
    {
        var listed = new HashSet<string>(policy.Approvers);
        if (IsEscalated)
        {
            listed.UnionWith(policy.Escalation!.To);
        }

        return people.TryGetValue(person, out var profile) ? [.. listed.Where(entry => entry == $"user:{person}" || profile.Roles.Any(role => entry == $"role:{role}"))] : [];
    }

    /// <summary>Tries every way to give each entry a vote of its own.</summary>
    private bool CanFill(ImmutableList<string> entries, ImmutableList<HashSet<string>> votes) =>
        entries.IsEmpty || votes.Any(vote => (vote.Contains(entries[0]) || (IsEscalated && vote.Any(policy.Escalation!.To.Contains))) && CanFill(entries.RemoveAt(0), votes.Remove(vote)));
}
