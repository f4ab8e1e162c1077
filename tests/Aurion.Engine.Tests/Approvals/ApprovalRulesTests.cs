using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Values;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Approvals;

public sealed class ApprovalRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Vote_NotListed_IsNotAllowedEvenAfterTheEnd()
    {
        var ended = Ask(["user:a"]) with { Status = ApprovalStatus.Approved };

        Assert.Equal(DecideStatus.NotAllowed, Vote(Ask(["user:a"]), "b").Status);
        Assert.Equal(DecideStatus.NotAllowed, Vote(ended, "b").Status);
        Assert.Equal(DecideStatus.AlreadyClosed, Vote(ended, "a").Status);
    }

    [Fact]
    public void Vote_RequesterIsExcluded_IsNotAllowed()
    {
        var approval = Ask(["user:a", "role:boss"], exclude: true) with { RequestedBy = "a" };

        Assert.Equal(DecideStatus.NotAllowed, Vote(approval, "a", "boss").Status);
        Assert.Equal(ApprovalStatus.Approved, Vote(approval, "b", "boss").Approval.Status);
        Assert.Equal(DecideStatus.Accepted, Vote(approval with { RequestedBy = null }, "a").Status);
    }

    [Fact]
    public void Vote_SamePersonAgain_AnswersTheStoredVoteOrKeepsIt()
    {
        var once = Vote(Ask(["role:boss"], required: 2), "a", "boss").Approval;

        var same = Vote(once, "a", "boss");
        var other = ApprovalRules.Vote(once, Standing("a", "boss"), ApprovalDecision.Rejected, null, Noon);

        Assert.Equal((DecideStatus.Accepted, false, 1), (same.Status, same.IsChanged, same.Approval.Votes.Length));
        Assert.Equal((DecideStatus.AlreadyVoted, false, ApprovalStatus.Pending), (other.Status, other.IsChanged, other.Approval.Status));
    }

    [Fact]
    public void Vote_TwoRequired_CountsPeopleAndNotRoles()
    {
        var approval = Ask(["role:boss", "role:chief", "user:a"], required: 2);

        var first = Vote(approval, "a", "boss", "chief").Approval;
        var second = Vote(first, "b", "chief").Approval;

        Assert.Equal(ApprovalStatus.Pending, first.Status);
        Assert.Equal(ApprovalStatus.Approved, second.Status);
    }

    [Fact]
    public void Vote_RejectOnTwo_EndsAtTheSecondRejection()
    {
        var approval = Ask(["role:boss"], required: 2, rejectOn: 2);

        var first = ApprovalRules.Vote(approval, Standing("a", "boss"), ApprovalDecision.Rejected, "no", Noon).Approval;
        var second = ApprovalRules.Vote(first, Standing("b", "boss"), ApprovalDecision.Rejected, null, Noon).Approval;

        Assert.Equal(ApprovalStatus.Pending, first.Status);
        Assert.Equal((ApprovalStatus.Rejected, Noon), (second.Status, second.DecidedAt!.Value));
    }

    [Fact]
    public void Vote_AllRequired_MovesAnEarlierVoteToWhereItIsNeeded()
    {
        // a stands for both entries and is counted for the first; b can only take that one.
        var approval = Ask(["role:boss", "role:chief"], required: null);

        var first = Vote(approval, "a", "boss", "chief").Approval;
        var second = Vote(first, "b", "boss").Approval;

        Assert.Equal(("role:boss", ApprovalStatus.Pending), (first.Votes[0].Entry, first.Status));
        Assert.Equal(ApprovalStatus.Approved, second.Status);
        Assert.Equal(["role:chief", "role:boss"], second.Votes.Select(static vote => vote.Entry));
    }

    [Fact]
    public void Vote_AllRequiredAndOnePersonIsEveryone_WaitsForAnother()
    {
        var approval = Vote(Ask(["user:a", "role:boss"], required: null), "a", "boss").Approval;

        Assert.Equal(ApprovalStatus.Pending, approval.Status);
    }

    [Theory]
    [InlineData(ApprovalStatus.Expired)]
    [InlineData(ApprovalStatus.Approved)]
    [InlineData(ApprovalStatus.Rejected)]
    public void Vote_TimeIsUp_EndsAsThePolicySays(ApprovalStatus onExpire)
    {
        var approval = Ask(["user:a"], onExpire: onExpire) with { ExpiresAt = Noon };

        var verdict = Vote(approval, "a");

        Assert.Equal((DecideStatus.AlreadyClosed, true, onExpire, 0), (verdict.Status, verdict.IsChanged, verdict.Approval.Status, verdict.Approval.Votes.Length));
        Assert.Null(ApprovalTiming.Expire(approval, Noon.AddTicks(-1)));
        Assert.Null(ApprovalTiming.Expire(verdict.Approval, Noon.AddDays(1)));
    }

    [Theory]
    [InlineData(1, DecideStatus.AlreadyClosed)]
    [InlineData(2, DecideStatus.NotAllowed)]
    public void Vote_EscalatedBeforeItsEndAndNoWorkerCame_IsOverForThoseToo(int escalatedAfter, DecideStatus expected)
    {
        var asked = Ask(["user:a"]);
        var approval = asked with
        {
            ExpiresAt = asked.RequestedAt.AddHours(2),
            Policy = asked.Policy with { Escalation = new() { After = TimeSpan.FromHours(escalatedAfter), To = ["role:boss"] } },
        };

        Assert.Equal(expected, Vote(approval, "b", "boss").Status);
    }

    [Fact]
    public void Close_EndedAlready_StaysAsItEnded()
    {
        var approved = Vote(Ask(["user:a"]), "a").Approval;

        Assert.Same(approved, ApprovalRules.Close(approved, Noon));
        Assert.Equal(ApprovalStatus.Cancelled, ApprovalRules.Close(Ask(["user:a"]), Noon).Status);
    }

    /// <summary>Whatever people say in whatever order: once ended, ended; at most one vote each; and the end is what the votes add up to.</summary>
    [Property(MaxTest = 500)]
    public bool Vote_AnyVotes_EndOnceAndAddUp(byte[] votes, byte required, byte rejectOn)
    {
        var approval = Ask(["role:r0", "role:r1", "role:r2"], required % 4 == 0 ? null : required % 4, 1 + (rejectOn % 3));
        foreach (var vote in votes)
        {
            var before = approval;
            var decision = vote % 3 == 0 ? ApprovalDecision.Rejected : ApprovalDecision.Approved;
            var roles = new[] { "r0", "r1", "r2" }.Where((_, index) => ((vote >> 5) & (1 << index)) != 0).ToArray();
            var verdict = ApprovalRules.Vote(before, Standing($"p{(vote >> 2) % 6}", roles), decision, null, Noon);
            approval = verdict.Approval;
            if (before.Status is not ApprovalStatus.Pending && !ReferenceEquals(before, approval))
            {
                return false;
            }

            if (verdict.IsChanged == ReferenceEquals(before, approval))
            {
                return false;
            }
        }

        var yes = approval.Votes.Count(static vote => vote.Decision is ApprovalDecision.Approved);
        var no = approval.Votes.Length - yes;
        var covered = approval.Votes.Where(static vote => vote.Decision is ApprovalDecision.Approved).Select(static vote => vote.Entry).Distinct().Count();
        return approval.Votes.Select(static vote => vote.Voter).Distinct().Count() == approval.Votes.Length
            && approval.Votes.All(static vote => vote.Entries.Contains(vote.Entry))
            && approval.Status == (no >= approval.Policy.RejectOn ? ApprovalStatus.Rejected
                : (approval.Policy.Required is { } enough ? yes >= enough : covered == 3) ? ApprovalStatus.Approved
                : ApprovalStatus.Pending);
    }

    private static ApprovalVerdict Vote(Approval approval, string person, params string[] roles) =>
        ApprovalRules.Vote(approval, Standing(person, roles), ApprovalDecision.Approved, null, Noon);

    private static ApproverStanding Standing(string id, params string[] roles) => ApproverStanding.Of(new Voter { Id = id, Roles = [.. roles] });

    private static Approval Ask(
        ImmutableArray<string> approvers, int? required = 1, int rejectOn = 1, bool exclude = false, ApprovalStatus onExpire = ApprovalStatus.Expired) => new()
        {
            Id = new("req_1"),
            Tenant = TenantId.Default,
            Run = new("run_1"),
            WorkflowId = "wf_1",
            WorkflowName = "W",
            NodeId = "ok",
            StepKey = "run_1/ok/1",
            Title = "?",
            RequestedAt = Noon.AddDays(-1),
            Policy = new() { Approvers = approvers, Required = required, RejectOn = rejectOn, ExcludeRequester = exclude, OnExpire = onExpire },
        };
}
