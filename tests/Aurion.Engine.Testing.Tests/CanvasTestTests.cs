using System.Text.Json.Nodes;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests;

using Canvas = Aurion.Engine.Canvas.Canvas;

public sealed class CanvasTestTests
{
    private static readonly CanvasDefinition Onboarding = Canvas.Create()
        .Trigger("start", "ticket.created")
        .When("check", "category", "equals", "Onboarding")
        .Approval("manager_ok", "role:manager", expiresIn: TimeSpan.FromDays(5)).On("rejected", static no => no.Action("tell_no", "send_notification")).On("expired", static late => late.Action("remind", "send_notification"))
        .Action("create_accounts", "create_ticket", ("subject", "Accounts for {{name}}"), ("count", 2)).Retry(3, TimeSpan.FromMinutes(1), isFixed: true).On("error", static failed => failed.Action("to_it", "assign_team", ("team_id", "it")))
        .WaitEvent("ready", "accounts.ready", TimeSpan.FromDays(2)).On("timeout", static late => late.End("late", failed: true))
        .Action("notify", "send_notification", ("url", "{{$steps.ready.output.url}}"))
        .Build();

    private static CanvasTest Test => CanvasTest.From(Onboarding).WithEvent(new { category = "Onboarding", name = "Mina" });

    [Fact]
    public async Task Run_ApprovedAfterTwoDays_GoesOnThen()
    {
        var result = await Test.Approve("manager_ok", after: TimeSpan.FromDays(2)).Receive("ready", new { url = "https://x" }, after: TimeSpan.FromHours(6)).RunAsync();

        result.ShouldHaveCompleted()
            .ShouldHaveRun("start", "check", "manager_ok", "create_accounts")
            .ShouldHaveRunExactly("start", "check", "manager_ok", "create_accounts", "ready", "notify")
            .ShouldNotHaveRun("tell_no", "remind")
            .ShouldHaveLeft("manager_ok", "approved")
            .ShouldHavePlanned("create_accounts", "subject", "Accounts for Mina")
            .ShouldHavePlanned("create_accounts", "count", "2")
            .ShouldHavePlanned("notify", "url", "https://x")
            .ShouldHaveTaken(TimeSpan.FromDays(2.25))
            .ShouldHaveTaken(TimeSpan.FromDays(2), TimeSpan.FromDays(3));
        Assert.Equal(
            ["check → true: category is \"Onboarding\"; equals \"Onboarding\" holds", "manager_ok → approved: It was approved after 2 days, as asked for.", "ready → received: The event came after 6 hours."],
            result.Run.Branches.Select(static branch => $"{branch.NodeId} → {branch.Port}: {branch.Why}"));
    }

    [Fact]
    public async Task Run_RejectedExpiredSilentFailing_TakesThosePorts()
    {
        (await Test.Reject("manager_ok").RunAsync()).ShouldHaveLeft("manager_ok", "rejected").ShouldHaveRun("tell_no");
        (await Test.Expire("manager_ok").RunAsync()).ShouldHaveLeft("manager_ok", "expired").ShouldHaveTaken(TimeSpan.FromDays(5));
        (await Test.Approve("manager_ok", TimeSpan.FromDays(9)).RunAsync()).ShouldHaveLeft("manager_ok", "expired");
        (await Test.ReceiveNothing("ready").RunAsync()).ShouldHaveFailed().ShouldHaveLeft("ready", "timeout");
        (await Test.Receive("ready", after: TimeSpan.FromDays(3)).RunAsync()).ShouldHaveLeft("ready", "timeout").ShouldHaveTaken(TimeSpan.FromDays(2));
        (await Test.Fail("create_accounts", "Down.").RunAsync()).ShouldHaveLeft("create_accounts", "error").ShouldHaveRun("to_it").ShouldHaveTaken(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
        (await Test.Fail("create_accounts", times: 2).RunAsync()).ShouldHaveCompleted().ShouldHaveLeft("create_accounts", "out");
    }

    [Fact]
    public async Task Run_TimersVotesAndEvents_HappenInTheOrderOfTheirTimes()
    {
        var canvas = Canvas.Create().Trigger("t").Parallel(
            static way => way.Approval("vote", "role:x").Action("a", "do"),
            static way => way.WaitEvent("event", "e").Action("b", "do"),
            static way => way.Delay("delay", TimeSpan.FromHours(3)).Action("c", "do")).Build();

        foreach (var (vote, comes, order) in new[] { (1, 2, "a b c"), (2, 1, "b a c"), (4, 5, "c a b"), (5, 4, "c b a"), (1, 9, "a c b"), (9, 1, "b c a") })
        {
            var result = await CanvasTest.From(canvas).Approve("vote", TimeSpan.FromHours(vote)).Receive("event", after: TimeSpan.FromHours(comes)).RunAsync();

            Assert.Equal(order, string.Join(' ', result.Path.Where(static node => node.Length == 1 && node != "t")));
        }
    }

    [Fact]
    public async Task Return_OfAction_IsReadByLaterNodes()
    {
        var canvas = Canvas.Create().Trigger("t").Action("fetch", "do").When("more", "$steps.fetch.output.more", "equals", true).Action("a", "do").Build();

        (await CanvasTest.From(canvas).Return("fetch", new { more = true }).RunAsync()).ShouldHaveRun("a");
        (await CanvasTest.From(canvas).Return("fetch", new { more = false }).RunAsync()).ShouldNotHaveRun("a");
    }

    [Fact]
    public async Task Test_GoneOnWith_IsNotChanged()
    {
        var common = Test;
        _ = common.Reject("manager_ok");

        (await common.RunAsync()).ShouldHaveLeft("manager_ok", "approved");
    }

    [Fact]
    public async Task Should_WhenNot_SaysWhatAndShowsThePath()
    {
        var result = await Test.Reject("manager_ok").RunAsync();

        Assert.Equal(
            """
            The node 'create_accounts' should have run after 'manager_ok', but did not.
            Path: start → check → manager_ok → tell_no
            Ended: completed
              check → true: category is "Onboarding"; equals "Onboarding" holds
              manager_ok → rejected: It was rejected, as asked for.
            """.ReplaceLineEndings(),
            MessageOf(() => result.ShouldHaveRun("start", "manager_ok", "create_accounts")));
        Assert.StartsWith("The node 'start' should have run after 'check', but ran before it alone.", MessageOf(() => result.ShouldHaveRun("check", "start")), StringComparison.Ordinal);
        Assert.StartsWith("The node 'tell_no' should not have run, but did.", MessageOf(() => result.ShouldNotHaveRun("tell_no")), StringComparison.Ordinal);
        Assert.StartsWith("The run should have failed with \"x\".", MessageOf(() => result.ShouldHaveFailed("x")), StringComparison.Ordinal);
        Assert.StartsWith("The node 'manager_ok' should have been left by 'approved', but was left by 'rejected'.", MessageOf(() => result.ShouldHaveLeft("manager_ok", "approved")), StringComparison.Ordinal);
        Assert.StartsWith("The node 'notify' should have been left by 'out', but was not left.", MessageOf(() => result.ShouldHaveLeft("notify", "out")), StringComparison.Ordinal);
        Assert.StartsWith("The action of 'notify' should have been planned with url = x, but was not planned.", MessageOf(() => result.ShouldHavePlanned("notify", "url", "x")), StringComparison.Ordinal);
        Assert.StartsWith("The action of 'tell_no' should have been planned with url = x, but had nothing.", MessageOf(() => result.ShouldHavePlanned("tell_no", "url", "x")), StringComparison.Ordinal);
        Assert.StartsWith("The run should have taken 1 day, but took less than a second.", MessageOf(() => result.ShouldHaveTaken(TimeSpan.FromDays(1))), StringComparison.Ordinal);
        Assert.StartsWith("The path should have been", MessageOf(() => result.ShouldHaveRunExactly("start")), StringComparison.Ordinal);
        Assert.StartsWith("The canvas has no node 'nobody'. It has start, check,", MessageOf(() => result.ShouldHaveRun("nobody")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ShouldHaveCompleted_FailedRun_SaysSo()
    {
        var failed = await Test.ReceiveNothing("ready").RunAsync();

        Assert.StartsWith("The run should have completed.", MessageOf(() => failed.ShouldHaveCompleted()), StringComparison.Ordinal);
    }

    [Fact]
    public void Script_OfAnotherNode_IsRefused()
    {
        Assert.Equal("The canvas has no node 'boss'; wanted is one of approval: manager_ok.", MessageOf(static () => Test.Approve("boss")));
        Assert.Equal("The node 'check' is of the type condition; wanted is one of wait_event: ready.", MessageOf(static () => Test.Receive("check")));
        Assert.Throws<ArgumentException>(static () => Test.WithEvent(7));
    }

    [Fact]
    public async Task Run_CanvasWithErrors_NamesThem()
    {
        var broken = CanvasTest.From(CanvasDefinition.Parse(JsonText.Parse("""{"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","config":{}}],"edges":[{"from":"t","to":"a","condition":"x"}]}""")));

        var refused = await Assert.ThrowsAsync<CanvasTestException>(() => broken.RunAsync());

        Assert.StartsWith("The canvas can't run:", refused.Message, StringComparison.Ordinal);
        Assert.Contains("nodes[1]", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CanvasTestException>(() => Test.WithAction(new ActionDescription { Type = "create_ticket", Parameters = [new ActionParameter { Name = "team", Type = ActionParameterType.Text, IsRequired = true }] }).RunAsync());
    }

    [Fact]
    public async Task Load_File_TakesACanvasOrAWorkflow()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var (canvas, workflow) = (Path.Combine(folder.FullName, "canvas.json"), Path.Combine(folder.FullName, "workflow.json"));
            await File.WriteAllTextAsync(canvas, Onboarding.Text.ToString());
            await File.WriteAllTextAsync(workflow, new JsonObject { ["name"] = "A", ["canvas_definition"] = JsonNode.Parse(Onboarding.Text.ToString()) }.ToJsonString());

            Assert.Equal(Onboarding.ContentHash, CanvasTest.Load(canvas).Canvas.ContentHash);
            Assert.Equal(Onboarding.ContentHash, CanvasTest.Load(workflow).Canvas.ContentHash);
            Assert.Throws<FileNotFoundException>(() => CanvasTest.Load(Path.Combine(folder.FullName, "none.json")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Coverage_OfRuns_NamesWhatIsMissing()
    {
        var good = await Test.RunAsync();
        var some = CanvasCoverage.Of(good, await Test.Reject("manager_ok").RunAsync());

        Assert.Equal(["remind", "to_it", "late"], some.MissingNodes.ToArray());
        Assert.Equal(["manager_ok –expired→ remind", "create_accounts –error→ to_it", "ready –timeout→ late"], some.MissingEdges.Select(static edge => edge.ToString()));
        Assert.Equal(6 / 9d, some.Edges, 5);
        Assert.Equal(
            "7 of 10 nodes and 6 of 9 edges. No run entered remind, to_it, late. No run went along manager_ok –expired→ remind, create_accounts –error→ to_it, ready –timeout→ late.",
            MessageOf(() => some.ShouldBeComplete()));
        Assert.Contains(("manager_ok", "rejected"), some.Ports);
        CanvasCoverage.Of(good, await Test.Reject("manager_ok").RunAsync(), await Test.Expire("manager_ok").RunAsync(), await Test.Fail("create_accounts").RunAsync(), await Test.ReceiveNothing("ready").RunAsync()).ShouldBeComplete();
        var other = await CanvasTest.From(Canvas.Create().Trigger("t").Build()).RunAsync();
        Assert.Throws<ArgumentException>(static () => CanvasCoverage.Of());
        Assert.Throws<ArgumentException>(() => CanvasCoverage.Of(good, other));
    }

    private static string MessageOf(Func<object> should) => Assert.Throws<CanvasTestException>(should).Message;
}
