using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Values;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Approvals;

/// <summary>Whatever random people do to a request, it stands where a plain account of the same stands.</summary>
public sealed class ApprovalModelTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Roles = ["r0", "r1", "r2"];
    private static readonly string[] Everybody = ["p0", "p1", "p2", "p3", "p4", "p5"];

    /// <summary>Votes, delegations, changes of role and stand-in, workers that come or don't, and time.</summary>
    [Property(MaxTest = 3_000, EndSize = 200)]
    public void Request_RandomSequence_StandsWhereThePlainOneStands(byte first, byte second, byte[] sequence)
    {
        var setup = first | ((uint)second << 8);
        var steps = sequence.Chunk(2).Select(static pair => (uint)pair[0] | ((uint)pair[^1] << 8));
        var people = new Dictionary<string, ApproverProfile>(StringComparer.Ordinal);
        foreach (var (person, index) in Everybody.Select(static (person, index) => (person, index)))
        {
            people[person] = new ApproverProfile { Roles = [.. Roles.Where((_, role) => ((setup >> (index + role)) & 1) == 1)] };
        }

        var approval = Ask(setup);
        var plain = new PlainApproval(approval.Policy, approval.RequestedBy, Noon, people);
        var lookup = new ApproverLookup(new Directory(people));
        var now = Noon;
        var told = new HashSet<DueNotice>();
        foreach (var step in steps)
        {
            var person = Everybody[step / 8 % 6];
            var other = Everybody[step / 64 % 6];
            switch (step % 8)
            {
                case 0 or 1 or 2:
                    plain.Tick(now);
                    var verdict = ApprovalRules.Vote(approval, Standing(lookup, approval, person), step % 8 == 2 ? ApprovalDecision.Rejected : ApprovalDecision.Approved, null, now);
                    Assert.Equal(plain.Vote(person, step % 8 != 2), verdict.Status);
                    approval = Take(approval, verdict.Approval, verdict.IsChanged, verdict.Notices, told);
                    break;
                case 3:
                    plain.Tick(now);
                    var handed = ApprovalRules.Delegate(approval, Standing(lookup, approval, person), Standing(lookup, approval, other), null, now);
                    Assert.Equal(plain.Delegate(person, other), handed.Status);
                    approval = Take(approval, handed.Approval, handed.IsChanged, handed.Notices, told);
                    break;
                case 4:
                    now += TimeSpan.FromMinutes(step / 8 % 90);
                    break;
                case 5:
                    plain.Tick(now);
                    var (tended, notices) = ApprovalTiming.Tend(approval, now);
                    approval = Take(approval, tended, !ReferenceEquals(tended, approval), notices, told);
                    Assert.True(ApprovalTiming.NextDue(approval) is not { } due || due > now || approval.Status is not ApprovalStatus.Pending);
                    break;
                case 6:
                    var role = Roles[step / 512 % 3];
                    var profile = people.GetValueOrDefault(person) ?? new ApproverProfile();
                    people[person] = profile with { Roles = profile.Roles.Contains(role) ? profile.Roles.Remove(role) : profile.Roles.Add(role) };
                    break;
                default:
                    if (step / 512 % 4 == 0)
                    {
                        people.Remove(person);
                    }
                    else
                    {
                        people[person] = (people.GetValueOrDefault(person) ?? new ApproverProfile()) with { StandsInFor = [other] };
                    }

                    break;
            }
        }

        plain.Tick(now);
        Compare(plain, ApprovalTiming.Tend(approval, now).Approval);
    }

    private static Approval Take(Approval before, Approval after, bool isChanged, ImmutableArray<DueNotice> notices, HashSet<DueNotice> told)
    {
        Assert.Equal(isChanged, !ReferenceEquals(before, after));
        Assert.True(before.Status is ApprovalStatus.Pending || !isChanged); // once ended, ended
        Assert.All(notices, notice => Assert.True(told.Add(notice), $"{notice} was told twice"));
        return after;
    }

    private static void Compare(PlainApproval plain, Approval approval)
    {
        Assert.Equal(plain.Status, approval.Status);
        Assert.Equal(plain.Votes.Select(static vote => (vote.Voter, vote.Yes)), approval.Votes.Select(static vote => (vote.Voter, vote.Decision is ApprovalDecision.Approved)));
        Assert.Equal(plain.Votes.Select(static vote => vote.InPlaceOf is null), approval.Votes.Select(static vote => vote.InPlaceOf is null));
        Assert.All(plain.Votes.Zip(approval.Votes), static pair => Assert.True(pair.First.Entries.SetEquals(pair.Second.Entries)));
        Assert.Equal(plain.Delegations, approval.Delegations.Select(static delegation => (delegation.From, delegation.To)));
        Assert.Equal(approval.Votes.Length, approval.Votes.Select(static vote => vote.Voter).Distinct().Count());
        if (plain.Status is ApprovalStatus.Pending)
        {
            Assert.Equal((plain.IsEscalated, plain.Reminders), (approval.EscalatedAt is not null, approval.Reminders));
        }

        if (approval is { Policy.Required: null, Status: ApprovalStatus.Approved } && (approval.ExpiresAt is null || approval.DecidedAt < approval.ExpiresAt))
        {
            var entries = approval.Votes.Where(static vote => vote.Decision is ApprovalDecision.Approved).Select(static vote => vote.Entry).Distinct();
            Assert.Empty(approval.Policy.Approvers.Except(entries)); // each listed entry has a vote of its own
        }
    }

    private static ApproverStanding Standing(ApproverLookup lookup, Approval approval, string person)
    {
        var standing = lookup.FindAsync(TenantId.Default, new Voter { Id = person }, CancellationToken.None).Preserve();
        var able = lookup.OnAsync(approval, standing.Result, CancellationToken.None).Preserve();
        return able.Result; // the directory answers at once
    }

    private static Approval Ask(uint setup)
    {
        ImmutableArray<string>[] lists = [["role:r0", "role:r1"], ["user:p0", "user:p1", "role:r2"], ["role:r0"], ["user:p0", "role:r0", "role:r1", "role:r2"]];
        var expires = (setup / 7 % 3) switch { 0 => (TimeSpan?)null, 1 => TimeSpan.FromHours(3), _ => TimeSpan.FromHours(8) };
        return new Approval
        {
            Id = new("req_1"),
            Tenant = TenantId.Default,
            Run = new("run_1"),
            WorkflowId = "wf_1",
            WorkflowName = "W",
            NodeId = "ok",
            StepKey = "run_1/ok/1",
            Title = "?",
            RequestedAt = Noon,
            RequestedBy = setup % 2 == 0 ? "p0" : null,
            ExpiresAt = Noon + expires,
            Policy = new()
            {
                Approvers = lists[setup / 3 % 4],
                Required = setup / 11 % 4 == 0 ? null : (int)(setup / 11 % 4),
                RejectOn = 1 + (int)(setup / 13 % 2),
                ExcludeRequester = setup / 17 % 2 == 0,
                ExpiresIn = expires,
                OnExpire = (setup / 19 % 3) switch { 0 => ApprovalStatus.Expired, 1 => ApprovalStatus.Approved, _ => ApprovalStatus.Rejected },
                RemindEvery = setup / 23 % 2 == 0 ? TimeSpan.FromMinutes(50) : null,
                Escalation = setup / 29 % 3 == 0 ? null : new() { After = TimeSpan.FromHours(2), To = setup / 31 % 2 == 0 ? ["user:p5"] : ["user:p4", "role:r1"] },
                AllowDelegation = setup / 37 % 4 != 0,
            },
        };
    }

    private sealed class Directory(Dictionary<string, ApproverProfile> people) : IApproverDirectory
    {
        public ValueTask<ApproverProfile?> FindAsync(TenantId tenant, string person, CancellationToken cancellationToken) => new(people.GetValueOrDefault(person));
    }
}
