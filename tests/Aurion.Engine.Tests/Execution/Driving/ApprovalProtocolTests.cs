using Aurion.Engine.Approvals;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>Reminders, escalation, delegation, and a directory that is asked at the moment of the vote.</summary>
public sealed class ApprovalProtocolTests
{
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly Outside _outside = new();
    private readonly Notices _notices = new();
    private readonly People _people = new();
    private readonly Func<StoreSet> _open;

    public ApprovalProtocolTests()
    {
        _open = StoreSet.MemoryPlace(_time);
    }

    [Fact]
    public async Task Requested_StoredFirst_TellsThoseListed()
    {
        await using var engine = Open();
        await StartAsync(engine, "\"approvers\":[\"user:a\",\"role:boss\"]");
        Assert.Empty(_notices.Told); // it waits already, and a worker tells
        Assert.Single(await engine.PendingAsync(Voter("a")));

        await engine.SettleAsync();

        var notice = Assert.Single(_notices.Told).Value;
        Assert.Equal((ApprovalNoticeKind.Requested, "requested"), (notice.Kind, _notices.Words));
        Assert.Equal("user:a role:boss", string.Join(' ', notice.To));
        Assert.Null(notice.People); // without a directory nobody knows who is a boss
    }

    [Fact]
    public async Task Requested_TellingFails_TellsAgainUnderTheSameKey()
    {
        await using var engine = Open();
        _notices.FailuresToCome = 2;
        await StartAsync(engine, "\"approvers\":[\"user:a\"]");

        for (var minute = 0; minute < 3; minute++)
        {
            await engine.SettleAsync();
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(3, _notices.Calls.Count);
        Assert.Single(_notices.Calls.Distinct());
        Assert.Equal("requested", _notices.Words);
    }

    [Fact]
    public async Task Requested_DecidedBeforeAnybodyWasTold_TellsNobody()
    {
        await using var engine = Open();
        await StartAsync(engine, "\"approvers\":[\"user:a\"]");
        await engine.DecideAsync(Assert.Single(await engine.PendingAsync(Voter("a"))).Id, Voter("a"), ApprovalDecision.Approved);

        await engine.SettleAsync();

        Assert.Empty(_notices.Calls);
    }

    [Fact]
    public async Task Reminders_OneEngineAfterTheOther_TellsEachInstantOnceAndStopsAtTheEnd()
    {
        RunId run;
        await using (var first = Open())
        {
            run = await StartAsync(first, "\"approvers\":[\"user:a\"],\"remind_every\":\"PT1H\",\"expires_in\":\"PT3H30M\"");
        }

        for (var minute = 0; minute < 300; minute += 15)
        {
            await using var next = Open();
            await next.SettleAsync();
            Assert.Equal(minute < 60 ? "requested" : string.Join(' ', Enumerable.Range(1, Math.Min(minute / 60, 3)).Select(static number => $"reminder/{number}")) + " requested", _notices.Words);
            _time.Advance(TimeSpan.FromMinutes(15));
        }

        await using var last = Open();
        Assert.Equal(4, _notices.Calls.Count);
        Assert.Equal("t ok late", await last.PathAsync(run));
        Assert.Equal(StepStatus.Completed, (await last.StepsAsync(run))[1].Status);
    }

    [Fact]
    public async Task Reminders_NoWorkerForHours_AreToldAsOneAndKeepTheirGrid()
    {
        await using var engine = Open();
        var run = await StartAsync(engine, "\"approvers\":[\"user:a\"],\"remind_every\":\"PT1H\"");
        await engine.SettleAsync();

        _time.Advance(TimeSpan.FromMinutes(310));
        await engine.SettleAsync();
        Assert.Equal("reminder/5 requested", _notices.Words);
        _time.Advance(TimeSpan.FromMinutes(49));
        await engine.SettleAsync();
        Assert.Equal("reminder/5 requested", _notices.Words);
        _time.Advance(TimeSpan.FromMinutes(1));
        await engine.SettleAsync();

        Assert.Equal("reminder/5 reminder/6 requested", _notices.Words);
        Assert.Equal(RunStatus.Waiting, (await engine.HeadAsync(run)).Status);
    }

    [Fact]
    public async Task Escalation_TimePasses_OthersAreToldAndMayDecide()
    {
        RunId run;
        await using (var first = Open())
        {
            run = await StartAsync(first, "\"approvers\":[\"user:a\"],\"escalate_after\":\"PT4H\",\"escalate_to\":[\"role:chief\"],\"expires_in\":\"P1D\"");
            await first.SettleAsync();
            var request = Assert.Single(await first.PendingAsync(Voter("a")));
            Assert.Empty(await first.PendingAsync(Voter("c", "chief")));
            Assert.Equal(DecideStatus.NotAllowed, (await first.DecideAsync(request.Id, Voter("c", "chief"), ApprovalDecision.Approved)).Status);
        }

        _time.Advance(TimeSpan.FromHours(4));
        await using var second = Open();
        await second.SettleAsync();

        Assert.Equal("escalated requested", _notices.Words);
        Assert.Equal("role:chief", Assert.Single(_notices.Told.Values.Single(static notice => notice.Kind is ApprovalNoticeKind.Escalated).To));
        Assert.Single(await second.PendingAsync(Voter("a")));
        var escalated = Assert.Single(await second.PendingAsync(Voter("c", "chief")));
        Assert.Equal(ApprovalStatus.Approved, (await second.DecideAsync(escalated.Id, Voter("c", "chief"), ApprovalDecision.Approved)).Approval!.Status);
        await second.SettleAsync();
        Assert.Equal("t ok yes", await second.PathAsync(run));
    }

    [Fact]
    public async Task Escalation_DueButNoWorkerCame_TheVoteCountsAndTheOthersAreToldAllTheSame()
    {
        await using var engine = Open();
        await StartAsync(engine, "\"approvers\":[\"user:a\"],\"required\":2,\"escalate_after\":\"PT4H\",\"escalate_to\":[\"role:chief\"]");
        var request = Assert.Single(await engine.PendingAsync(Voter("a")));

        _time.Advance(TimeSpan.FromHours(4));
        var result = await engine.DecideAsync(request.Id, Voter("c", "chief"), ApprovalDecision.Approved);
        await engine.SettleAsync();

        Assert.Equal((DecideStatus.Accepted, ApprovalStatus.Pending), (result.Status, result.Approval!.Status));
        Assert.Equal("escalated requested", _notices.Words);
    }

    [Fact]
    public async Task Escalation_EveryEntryIsNeeded_FillsOneThatNobodyGave()
    {
        await using var engine = Open();
        await StartAsync(engine, "\"approvers\":[\"user:a\",\"user:b\"],\"required\":\"all\",\"escalate_after\":\"PT4H\",\"escalate_to\":[\"role:chief\"]");
        var request = Assert.Single(await engine.PendingAsync(Voter("a")));
        await engine.DecideAsync(request.Id, Voter("a"), ApprovalDecision.Approved);
        Assert.Empty(await engine.PendingAsync(Voter("a"))); // said what there was to say

        _time.Advance(TimeSpan.FromHours(4));
        await engine.SettleAsync();
        var decided = (await engine.DecideAsync(request.Id, Voter("c", "chief"), ApprovalDecision.Approved)).Approval!;

        Assert.Equal(ApprovalStatus.Approved, decided.Status);
        Assert.Equal(["user:a", "user:b"], decided.Votes.Select(static vote => vote.Entry));
    }

    [Fact]
    public async Task Delegate_ToAnother_WhoDecidesInTheirPlace()
    {
        await using var engine = Open();
        var run = await StartAsync(engine, "\"approvers\":[\"role:boss\"]");
        await engine.SettleAsync();
        var request = Assert.Single(await engine.PendingAsync(Voter("a", "boss")));

        var handed = await DelegateAsync(engine, request.Id, Voter("a", "boss"), "d", "On leave.");
        await engine.SettleAsync();

        Assert.Equal(DelegateStatus.Delegated, handed.Status);
        Assert.Equal("delegated/1 requested", _notices.Words);
        Assert.Equal("user:d", Assert.Single(_notices.Told.Values.Single(static notice => notice.Kind is ApprovalNoticeKind.Delegated).To));
        Assert.Equal(DelegateStatus.Delegated, (await DelegateAsync(engine, request.Id, Voter("a", "boss"), "d")).Status);
        Assert.Empty(await engine.PendingAsync(Voter("a", "boss")));
        Assert.Equal(DecideStatus.NotAllowed, (await engine.DecideAsync(request.Id, Voter("a", "boss"), ApprovalDecision.Rejected)).Status);
        Assert.Single(await engine.PendingAsync(Voter("d")));
        var vote = Assert.Single((await engine.DecideAsync(request.Id, Voter("d"), ApprovalDecision.Approved)).Approval!.Votes);
        Assert.Equal(("d", "a", "role:boss"), (vote.Voter, vote.InPlaceOf, vote.Entry));
        await engine.SettleAsync();
        Assert.Equal("t ok yes", await engine.PathAsync(run));
        Assert.Equal("a", (await engine.StepsAsync(run))[1].Output!.Element.GetProperty("votes")[0].GetProperty("in_place_of").GetString());
        Assert.Equal(DelegateStatus.AlreadyClosed, (await DelegateAsync(engine, request.Id, Voter("d"), "e")).Status);
    }

    [Fact]
    public async Task Delegate_PassedOnAndBack_IsWhereItWentLast()
    {
        await using var engine = Open();
        await StartAsync(engine, "\"approvers\":[\"user:a\"]");
        var request = Assert.Single(await engine.PendingAsync(Voter("a")));

        Assert.Equal(DelegateStatus.Delegated, (await DelegateAsync(engine, request.Id, Voter("a"), "b")).Status);
        Assert.Equal(DelegateStatus.Delegated, (await DelegateAsync(engine, request.Id, Voter("b"), "c")).Status);
        Assert.Equal(DelegateStatus.NotAllowed, (await DelegateAsync(engine, request.Id, Voter("b"), "d")).Status);
        Assert.Single(await engine.PendingAsync(Voter("c")));
        Assert.Equal(DelegateStatus.Delegated, (await DelegateAsync(engine, request.Id, Voter("c"), "a")).Status);

        Assert.Equal(DecideStatus.NotAllowed, (await engine.DecideAsync(request.Id, Voter("c"), ApprovalDecision.Approved)).Status);
        var vote = Assert.Single((await engine.DecideAsync(request.Id, Voter("a"), ApprovalDecision.Approved)).Approval!.Votes);
        Assert.Equal(("a", null), (vote.Voter, vote.InPlaceOf));
    }

    [Fact]
    public async Task Delegate_WhereItMayNotGo_IsRefusedAndChangesNothing()
    {
        _people.Put("a", "boss");
        _people.Put("b", "boss");
        _people.Put("asker", "clerk");
        await using var engine = Open(_people);
        await StartAsync(engine, "\"approvers\":[\"role:boss\"],\"required\":2,\"exclude_requester\":true", requestedBy: "asker");
        var request = Assert.Single(await engine.PendingAsync(Voter("a")));

        Assert.Equal(DelegateStatus.Unfit, (await DelegateAsync(engine, request.Id, Voter("a"), "a")).Status);
        Assert.Equal(DelegateStatus.Unfit, (await DelegateAsync(engine, request.Id, Voter("a"), "b")).Status);
        Assert.Equal(DelegateStatus.Unfit, (await DelegateAsync(engine, request.Id, Voter("a"), "asker")).Status);
        Assert.Equal(DelegateStatus.Unfit, (await DelegateAsync(engine, request.Id, Voter("a"), "nobody")).Status);
        Assert.Equal(DelegateStatus.NotAllowed, (await DelegateAsync(engine, request.Id, Voter("asker"), "c")).Status);
        Assert.Equal(DelegateStatus.Unknown, (await DelegateAsync(engine, new ApprovalId("req_none"), Voter("a"), "c")).Status);
        await engine.DecideAsync(request.Id, Voter("a"), ApprovalDecision.Approved);
        Assert.Equal(DelegateStatus.AlreadyVoted, (await DelegateAsync(engine, request.Id, Voter("a"), "asker")).Status);
        Assert.Empty((await engine.Workflows.FindApprovalAsync(TenantId.Default, request.Id, CancellationToken.None))!.Delegations);
    }

    [Fact]
    public async Task Delegate_NotAllowedByTheNode_IsNotPermitted()
    {
        await using var engine = Open();
        await StartAsync(engine, "\"approvers\":[\"user:a\"],\"allow_delegation\":false");
        var request = Assert.Single(await engine.PendingAsync(Voter("a")));

        Assert.Equal(DelegateStatus.NotPermitted, (await DelegateAsync(engine, request.Id, Voter("a"), "b")).Status);
        await Assert.ThrowsAsync<InvalidDefinitionException>(() => DelegateAsync(engine, request.Id, Voter("a"), "b", new string('x', 2_001)));
    }

    [Fact]
    public async Task Directory_AskedAtTheVote_CountsWhoMayVoteThen()
    {
        _people.Put("a", "boss");
        await using var engine = Open(_people);
        await StartAsync(engine, "\"approvers\":[\"role:boss\"],\"required\":2");
        var request = Assert.Single(await engine.PendingAsync(Voter("a")));

        Assert.Equal(DecideStatus.NotAllowed, (await engine.DecideAsync(request.Id, Voter("liar", "boss"), ApprovalDecision.Approved)).Status);
        Assert.Empty(await engine.PendingAsync(Voter("liar", "boss")));
        Assert.Equal(DecideStatus.Accepted, (await engine.DecideAsync(request.Id, Voter("a"), ApprovalDecision.Approved)).Status);
        _people.Put("a", "clerk");
        _people.Put("b", "boss");

        // The vote stands, and the same again is answered by it.
        Assert.Equal(DecideStatus.Accepted, (await engine.DecideAsync(request.Id, Voter("a"), ApprovalDecision.Approved)).Status);
        Assert.Equal(DecideStatus.AlreadyVoted, (await engine.DecideAsync(request.Id, Voter("a"), ApprovalDecision.Rejected)).Status);
        Assert.Equal(ApprovalStatus.Approved, (await engine.DecideAsync(request.Id, Voter("b"), ApprovalDecision.Approved)).Approval!.Status);
    }

    [Fact]
    public async Task Directory_SomebodyStandsIn_VotesInTheirPlaceAndTheyNoMore()
    {
        _people.Put("a", "boss");
        _people.Put("b", "boss");
        _people.Profiles["s"] = new ApproverProfile { StandsInFor = ["a", "s", "gone"] };
        await using var engine = Open(_people);
        await StartAsync(engine, "\"approvers\":[\"role:boss\"],\"required\":2");
        var request = Assert.Single(await engine.PendingAsync(Voter("s")));

        var vote = Assert.Single((await engine.DecideAsync(request.Id, Voter("s"), ApprovalDecision.Approved)).Approval!.Votes);

        Assert.Equal(("s", "a"), (vote.Voter, vote.InPlaceOf));
        Assert.Empty(await engine.PendingAsync(Voter("a")));
        Assert.Equal(DecideStatus.AlreadyVoted, (await engine.DecideAsync(request.Id, Voter("a"), ApprovalDecision.Approved)).Status);
        Assert.Equal(ApprovalStatus.Approved, (await engine.DecideAsync(request.Id, Voter("b"), ApprovalDecision.Approved)).Approval!.Status);
    }

    [Fact]
    public async Task Directory_IsAway_RefusesTheVoteAndTellsLater()
    {
        _people.Put("a", "boss");
        await using var engine = Open(_people);
        var run = await StartAsync(engine, "\"approvers\":[\"role:boss\"]");
        var request = Assert.Single(await engine.PendingAsync(Voter("a")));

        _people.IsAway = true;
        var exception = await Assert.ThrowsAsync<AurionEngineException>(() => engine.DecideAsync(request.Id, Voter("a"), ApprovalDecision.Approved));
        await engine.SettleAsync();
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_notices.Calls);
        _people.IsAway = false;
        _time.Advance(TimeSpan.FromMinutes(1));
        await engine.SettleAsync();

        Assert.Equal("requested", _notices.Words);
        Assert.Equal("a", Assert.Single(Assert.Single(_notices.Told).Value.People!.Value));
        Assert.Equal(DecideStatus.Accepted, (await engine.DecideAsync(request.Id, Voter("a"), ApprovalDecision.Approved)).Status);
        await engine.SettleAsync();
        Assert.Equal("t ok yes", await engine.PathAsync(run));
    }

    [Theory]
    [InlineData("\"approvers\":[\"role:boss\"],\"required\":3", "3 approvals are needed, but only 2 people can give one.")]
    [InlineData("\"approvers\":[\"role:boss\"],\"required\":2,\"exclude_requester\":true", "2 approvals are needed, but only 1 person can give one.")]
    [InlineData("\"approvers\":[\"role:nobody\"]", "1 approval is needed, but only 0 people can give one.")]
    [InlineData("\"approvers\":[\"user:a\",\"role:chief\"],\"required\":\"all\"", "Every listed approver needs a vote of its own, but nobody is left who could give that of role:chief.")]
    [InlineData("\"approvers\":[\"role:boss\",\"role:chief\"],\"required\":\"all\"", null)]
    [InlineData("\"approvers\":[\"role:boss\",\"role:chief\"],\"required\":2", null)]
    public async Task Warning_TooFewPeople_StandsOnTheRequest(string config, string? warning)
    {
        _people.Put("a", "boss", "chief");
        _people.Put("b", "boss");
        await using var engine = Open(_people);
        var run = await StartAsync(engine, config, requestedBy: "b");
        await engine.SettleAsync();

        var request = Assert.Single(_notices.Told).Value.Approval;
        Assert.Equal(warning, request.Warning);
        Assert.Equal(run, request.Run);
        Assert.Equal(warning, (await engine.Workflows.FindApprovalAsync(TenantId.Default, request.Id, CancellationToken.None))!.Warning);
    }

    [Fact]
    public async Task Warning_OthersMayVoteLater_GoesAway()
    {
        _people.Put("a", "boss");
        _people.Put("c", "chief");
        await using var engine = Open(_people);
        await StartAsync(engine, "\"approvers\":[\"role:boss\"],\"required\":2,\"escalate_after\":\"PT1H\",\"escalate_to\":\"role:chief\"");
        await engine.SettleAsync();
        var request = Assert.Single(await engine.PendingAsync(Voter("a")));
        Assert.NotNull(request.Warning);

        _time.Advance(TimeSpan.FromHours(1));
        await engine.SettleAsync();

        Assert.Null(Assert.Single(await engine.PendingAsync(Voter("a"))).Warning);
        Assert.Equal("c", Assert.Single(_notices.Told.Values.Single(static notice => notice.Kind is ApprovalNoticeKind.Escalated).People!.Value));
    }

    [Fact]
    public async Task Warning_NobodyCanTellWhoIsBehindARole_IsNone()
    {
        _people.ListsMembers = false;
        await using var engine = Open(_people);
        await StartAsync(engine, "\"approvers\":[\"role:nobody\"],\"required\":9");
        await engine.SettleAsync();

        Assert.Null(Assert.Single(_notices.Told).Value.Approval.Warning);
    }

    [Theory]
    [InlineData("boss", DecideStatus.NotAllowed)]
    [InlineData(null, DecideStatus.Accepted)]
    public async Task ExcludeRequester_EventStartedIt_ItsActorMayNotVote(string? actor, DecideStatus expected)
    {
        await using var engine = Open();
        await engine.PublishAsync(Canvases.Approval("\"approvers\":[\"user:boss\"],\"exclude_requester\":true"), """{"type":"event","event_types":["ticket.created"]}""");
        await engine.Rules.FireAsync(new AutomationEvent { Id = "e1", Type = "ticket.created", Payload = JsonText.EmptyObject, Actor = actor }, CancellationToken.None);
        await engine.SettleAsync();
        var request = Assert.Single(_notices.Told).Value.Approval;

        Assert.Equal(actor, request.RequestedBy);
        Assert.Equal(expected, (await engine.DecideAsync(request.Id, Voter("boss"), ApprovalDecision.Approved)).Status);
    }

    [Fact]
    public async Task Pending_ManyThatOneMayNotDecide_DoNotHideTheOthers()
    {
        await using var engine = Open();
        var workflow = await engine.PublishAsync(Canvases.Approval("\"approvers\":[\"role:boss\"],\"exclude_requester\":true"));
        for (var number = 0; number < 205; number++)
        {
            await engine.StartAsync(workflow, requestedBy: "a");
        }

        var last = await engine.StartAsync(workflow, requestedBy: "b");

        Assert.Equal(last, Assert.Single(await engine.PendingAsync(Voter("a", "boss"))).Run);
        Assert.Equal(200, (await engine.PendingAsync(Voter("c", "boss"))).Length);
    }

    private static Voter Voter(string id, params string[] roles) => new() { Id = id, Roles = [.. roles] };

    private static async Task<DelegateResult> DelegateAsync(EngineHarness engine, ApprovalId id, Voter voter, string to, string? comment = null) =>
        await engine.Workflows.DelegateApprovalAsync(TenantId.Default, id, voter, to, comment, CancellationToken.None);

    private static async Task<RunId> StartAsync(EngineHarness engine, string config, string? requestedBy = null) =>
        await engine.StartAsync(await engine.PublishAsync(Canvases.Approval(config)), requestedBy: requestedBy);

    private EngineHarness Open(People? people = null) => new(_open(), _time, _outside, more: _notices.With(people));
}
