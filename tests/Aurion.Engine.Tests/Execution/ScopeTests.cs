using System.Globalization;
using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Execution;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Tests.Execution;

/// <summary>What the golden traces of containers do not show: effects, budgets, names, runs that are held.</summary>
public sealed class ScopeTests
{
    private const string Trip = """
        {"nodes":[{"id":"t","type":"trigger"},{"id":"trip","type":"scope","config":{"timeout":"PT1H"}},
        {"id":"hotel","type":"action","parent_id":"trip","config":{"type":"book"}},{"id":"pay","type":"action","parent_id":"trip","config":{"type":"pay"}},
        {"id":"undo","type":"action","parent_id":"trip","config":{"type":"free","compensates":"hotel"}},{"id":"tell","type":"action","config":{"type":"tell"}}],
        "edges":[{"from":"t","to":"trip"},{"from":"hotel","to":"pay"},{"from":"trip","to":"tell","condition":"error"}]}
        """;

    [Fact]
    public void Decide_ScopeThatEnds_ClosesItsApprovalsAndForgetsItsEffectsInTheSameDecision()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"s","type":"scope","config":{"timeout":"PT1H"}},{"id":"a","type":"action","parent_id":"s","config":{"type":"x"}},{"id":"ok","type":"approval","parent_id":"s","config":{"approvers":"role:a"}},{"id":"z","type":"delay","config":{"duration":"PT1M"}}],"edges":[{"from":"t","to":"s"},{"from":"s","to":"z","condition":"timeout"}]}""").Start();
        var id = run.Effects.OfType<Effect.RequestApproval>().Single().Approval.Id;
        var late = run.Result("a", ActionStatus.Completed);
        Assert.Equal(TestRun.Begin.AddHours(1), run.Marking.NextDue);

        var transition = run.Elapse(TimeSpan.FromHours(1));

        Assert.Equal(id, Assert.IsType<Effect.CloseApproval>(Assert.Single(transition.Effects)).Id);
        Assert.Empty(Machine.PendingEffects(run.Graph, run.Marking));
        Assert.Empty(Machine.Decide(run.Graph, run.Marking, late).Events);
        Assert.Equal(RunStatus.Waiting, run.Marking.Status);
    }

    [Fact]
    public void Decide_ScopeDoneInTime_HasNoTimerLeft()
    {
        var run = new TestRun(Trip).Start();
        run.Complete("hotel");
        run.Complete("pay");

        Assert.Equal((RunStatus.Completed, null), (run.Marking.Status, run.Marking.NextDue));
        Assert.DoesNotContain("undo", run.Path);
    }

    [Fact]
    public void PendingEffects_BetweenTwoHandlers_IsTheOneAtWork()
    {
        var run = new TestRun(Trip).Start();
        run.Complete("hotel");
        run.Fail("pay");

        var effect = Assert.IsType<Effect.Perform>(Assert.Single(Machine.PendingEffects(run.Graph, run.Marking)));
        Assert.Equal(("run_7/trip#1/undo/1", "free"), (effect.Key, effect.ActionType));
        Assert.Null(run.Marking.NextDue); // the scope's time no longer runs
    }

    [Fact]
    public void Decide_PausedWhileAStepFails_UndoesOnceTheRunGoesOn()
    {
        var run = new TestRun(Trip).Start();
        run.Complete("hotel");
        run.Decide(new RunInput.Paused { At = run.Now });
        run.Fail("pay");
        Assert.DoesNotContain("undo", run.Path);

        run.Decide(new RunInput.Resumed { At = run.Now });

        Assert.Equal("undo", run.Path.Last());
        run.Complete("undo");
        Assert.Equal("tell", run.Path.Last());
    }

    [Fact]
    public void Decide_ItemDoneWhilePaused_KeepsItsOutput()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"each","type":"for_each","config":{"items":[1,2]}},{"id":"a","type":"action","parent_id":"each","config":{"type":"x"}},{"id":"z","type":"end","config":{"output":"{{$steps.each.output}}"}}],"edges":[{"from":"t","to":"each"},{"from":"each","to":"z"}]}""").Start();
        run.Decide(new RunInput.Paused { At = run.Now });
        run.Complete("a", "\"one\"");
        run.Decide(new RunInput.Resumed { At = run.Now });
        run.Complete("a", "\"two\"");

        Assert.Equal("""["one","two"]""", run.Marking.Output!.ToString());
    }

    [Fact]
    public void Decide_RetriedAfterAScopeFailed_EntersItAgain()
    {
        var run = new TestRun(Trip.Replace("""{"from":"trip","to":"tell","condition":"error"}""", """{"from":"trip","to":"tell"}""", StringComparison.Ordinal)).Start();
        run.Complete("hotel");
        run.Fail("pay");
        run.Complete("undo");
        Assert.Equal(RunStatus.Failed, run.Marking.Status);
        Assert.Empty(run.Marking.Scopes);

        run.Decide(new RunInput.Retried { At = run.Now });
        Assert.Equal("run_7/trip#2/hotel/1", run.Result("hotel", ActionStatus.Completed).Key);
        run.Complete("hotel");
        run.Complete("pay");
        run.Complete("tell");

        Assert.Equal(RunStatus.Completed, run.Marking.Status);
    }

    [Fact]
    public void Decide_RetriedInsideAContainer_GoesOnFromTheFailedItem()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"each","type":"for_each","config":{"items":[1,2,3]}},{"id":"a","type":"action","parent_id":"each","config":{"type":"x","n":"{{$item}}"}}],"edges":[{"from":"t","to":"each"}]}""").Start();
        run.Complete("a");
        run.Fail("a");
        Assert.Equal(RunStatus.Failed, run.Marking.Status);

        run.Decide(new RunInput.Retried { At = run.Now });
        Assert.Equal("run_7/each[1]#1/a/2", run.Result("a", ActionStatus.Completed).Key);
        run.Complete("a");
        run.Complete("a");

        Assert.Equal((RunStatus.Completed, "left each by done with [null,null,null]"), (run.Marking.Status, run.Trace.ElementAt(run.Trace.Count() - 2)));
    }

    [Fact]
    public void Decide_IdsThatLookLikeKeys_CannotBeMistaken()
    {
        // Without escaping, the inner a and the outer node would both be run_7/s#1/a/1.
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"s","type":"scope"},{"id":"a","type":"action","parent_id":"s","config":{"type":"x"}},{"id":"s#1/a","type":"action","config":{"type":"x"}},{"id":"f[0]","type":"scope"},{"id":"b","type":"action","parent_id":"f[0]","config":{"type":"x"}},{"id":"f","type":"for_each","config":{"items":[1]}},{"id":"b%","type":"action","parent_id":"f","config":{"type":"x"}}],"edges":[{"from":"t","to":"s"},{"from":"t","to":"s#1/a"},{"from":"t","to":"f[0]"},{"from":"t","to":"f"}]}""").Start();

        Assert.Equal(
            ["run_7/f%5B0]#1/b/1", "run_7/f[0]#1/b%25/1", "run_7/s#1%2Fa/1", "run_7/s#1/a/1"],
            run.Effects.OfType<Effect.Perform>().Select(static effect => effect.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Decide_MoreItemsAtOnceThanTokensAreAllowed_FailsClearlyAndBeforeAnyBegins()
    {
        var run = Items(1_000, "\"mode\":\"parallel\"");

        Assert.Equal((RunStatus.Failed, "Node \"each\" failed: The run would have 1001 branches at once; 1000 are allowed."), (run.Marking.Status, run.Marking.Error));
        Assert.Empty(run.Marking.Scopes);
    }

    [Fact]
    public void Decide_ManyItemsFewAtOnce_Completes()
    {
        var run = Items(1_500, "\"mode\":\"parallel\",\"max_parallel\":7");
        for (var at = 0; at < 1_500; at++)
        {
            Assert.InRange(run.Marking.Tokens.Length, 2, 8);
            run.Complete("a");
        }

        Assert.Equal((RunStatus.Completed, 0), (run.Marking.Status, run.Marking.Scopes.Length));
    }

    [Fact]
    public void Decide_ItemsThatProduceTooMuchTogether_FailTheContainer()
    {
        var run = Items(3, "\"mode\":\"sequential\"");
        for (var at = 0; at < 3; at++)
        {
            run.Complete("a", '"' + new string('x', 100 * 1024) + '"');
        }

        Assert.Equal(RunStatus.Failed, run.Marking.Status);
        Assert.Contains("a step may produce 262144", run.Marking.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_ItemsAtWorkThatProduceTooMuchForTheRun_FailTheRun()
    {
        var run = Items(12, "\"mode\":\"parallel\"");
        while (!run.Marking.IsFinished)
        {
            run.Complete("a", '"' + new string('x', 200 * 1024) + '"');
        }

        Assert.Equal(RunStatus.Failed, run.Marking.Status);
        Assert.Contains("bytes of data", run.Marking.Error, StringComparison.Ordinal);
        Assert.InRange(TestRun.Write(run.Marking).Length, 1, 3 * 1024 * 1024);
    }

    [Fact]
    public void Decide_LongLoopWithoutAWait_FailsWithinItsBudget()
    {
        var run = new TestRun($$$"""{"nodes":[{"id":"t","type":"trigger"},{"id":"each","type":"for_each","config":{"items":[{{{string.Join(',', Enumerable.Range(0, 10_000))}}}]}},{"id":"s","type":"set","parent_id":"each","config":{"assign":{"x":"{{$item}}"} }}],"edges":[{"from":"t","to":"each"}]}""").Start();

        Assert.Equal(RunStatus.Failed, run.Marking.Status);
        Assert.Equal("9997", run.Marking.Variables["x"].ToString());
    }

    [Fact]
    public void Decide_ScopesThatCome_AndGo_LeaveNoDataBehind()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"s","type":"scope","config":{"variables":{"v":"{{big}}"}}},{"id":"a","type":"action","parent_id":"s","config":{"type":"x","output_as":"v"}},{"id":"d","type":"delay","config":{"duration":"PT1M"}}],"edges":[{"from":"t","to":"s"},{"from":"s","to":"d"},{"from":"d","to":"s"}]}""").Start($$"""{"big":"{{new string('x', 100_000)}}"}""");
        for (var round = 0; round < 30; round++)
        {
            run.Complete("a", $"\"{new string((char)('a' + (round % 20)), 100_000)}\"");
            run.Elapse(TimeSpan.FromMinutes(1));
        }

        Assert.Equal((RunStatus.Running, 1), (run.Marking.Status, run.Marking.Scopes.Length));
        Assert.Equal(30.ToString(CultureInfo.InvariantCulture), run.Marking.Scopes[0].Visit - 1 + string.Empty);
    }

    [Fact]
    public void Decide_CancelOfAnApproval_ClosesIt()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"ok","type":"approval","config":{"approvers":"role:a"}},{"id":"d","type":"delay","config":{"duration":"PT1M"}},{"id":"stop","type":"cancel","config":{"nodes":["ok"]}}],"edges":[{"from":"t","to":"ok"},{"from":"t","to":"d"},{"from":"d","to":"stop"}]}""").Start();
        var id = run.Effects.OfType<Effect.RequestApproval>().Single().Approval.Id;

        Assert.Equal(id, Assert.IsType<Effect.CloseApproval>(Assert.Single(run.Elapse(TimeSpan.FromMinutes(1)).Effects)).Id);
        Assert.Equal(RunStatus.Completed, run.Marking.Status);
    }

    [Fact]
    public void Decide_ApprovalInAnItem_TakesItsVote()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"each","type":"for_each","config":{"items":["a","b"],"mode":"parallel"}},{"id":"ok","type":"approval","parent_id":"each","config":{"approvers":"user:{{$item}}"}},{"id":"no","type":"end","parent_id":"each","config":{"output":"no"}}],"edges":[{"from":"t","to":"each"},{"from":"ok","to":"no","condition":"rejected"}]}""").Start();
        Assert.Equal(["user:a", "user:b"], run.Effects.OfType<Effect.RequestApproval>().Select(static effect => effect.Approval.Policy.Approvers.Single()));

        run.Vote("each[1]#1/ok/1", ApprovalStatus.Rejected);
        run.Vote("each[0]#1/ok/1", ApprovalStatus.Approved, """{"by":"a"}""");

        Assert.Equal("""left each by done with [{"by":"a"},"no"]""", run.Trace.ElementAt(run.Trace.Count() - 2));
    }

    private static TestRun Items(int count, string mode) => new TestRun($$$"""{"nodes":[{"id":"t","type":"trigger"},{"id":"each","type":"for_each","config":{"items":[{{{string.Join(',', Enumerable.Range(0, count))}}}],{{{mode}}} }},{"id":"a","type":"action","parent_id":"each","config":{"type":"x"}}],"edges":[{"from":"t","to":"each"}]}""").Start();
}
