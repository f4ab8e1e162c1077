using Aurion.Engine.Approvals;
using Aurion.Engine.Execution;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Tests.Execution;

public sealed class MachineHoldingTests
{
    private const string Both = """
        {"nodes":[{"id":"t","type":"trigger"},
          {"id":"a","type":"action","config":{"type":"do"}},{"id":"b","type":"action","config":{"type":"do"}},
          {"id":"ok","type":"approval","config":{"approvers":["user:boss"]}},{"id":"c","type":"action","config":{"type":"do"}},
          {"id":"d","type":"delay","config":{"duration":"PT1H"}},{"id":"e","type":"action","config":{"type":"do"}}],
         "edges":[{"from":"t","to":"a"},{"from":"a","to":"b"},{"from":"t","to":"ok"},{"from":"ok","to":"c"},{"from":"t","to":"d"},{"from":"d","to":"e"}]}
        """;

    [Fact]
    public void Pause_ResultVoteAndTimerCome_RecordsAllAndBeginsNothing()
    {
        var run = new TestRun(Both).Start();
        run.Pause();
        var begun = run.Effects.Count;

        Assert.Equal((RunStatus.Paused, null), (run.Marking.Status, run.Marking.NextDue));
        Assert.Empty(Machine.PendingEffects(run.Graph, run.Marking));
        run.Complete("a");
        run.Vote("ok", ApprovalStatus.Approved);
        Assert.Same(run.Marking, Machine.Decide(run.Graph, run.Marking, new RunInput.Elapsed { At = run.Now.AddHours(9) }).Marking);

        Assert.Equal(begun, run.Effects.Count);
        Assert.Equal("t a ok d", string.Join(' ', run.Path));
        Assert.Equal(["left a by out", "left ok by approved"], run.Trace.TakeLast(2));
        Assert.Equal(RunStatus.Paused, run.Marking.Status);
    }

    [Fact]
    public void Resume_WhatWasHeld_MovesOnAndOverdueTimersActAtOnce()
    {
        var run = new TestRun(Both).Start();
        run.Pause();
        run.Complete("a");
        run.Now += TimeSpan.FromHours(2);

        run.Resume();
        Assert.Equal("t a ok d b", string.Join(' ', run.Path));
        Assert.True(run.Marking.NextDue < run.Now);
        run.Elapse(TimeSpan.Zero);
        Assert.Equal("t a ok d b e", string.Join(' ', run.Path));
        Assert.Equal(["run_7/a/1", "run_7/b/1", "run_7/e/1"], run.Effects.OfType<Effect.Perform>().Select(static effect => effect.Key));
    }

    [Fact]
    public void Resume_HandlerIsStillAtWork_IsAskedAgainWithItsKey()
    {
        var run = new TestRun(Both).Start();
        run.Pause();

        var asked = Assert.IsType<Effect.Perform>(Assert.Single(run.Resume().Effects));
        Assert.Equal(("run_7/a/1", 1), (asked.Key, asked.Attempt));
        Assert.Equal(RunStatus.Running, run.Marking.Status);
    }

    [Fact]
    public void Pause_StepFailsMeanwhile_FailsTheRunWhenItGoesOn()
    {
        var run = new TestRun(Both).Start();
        run.Pause();
        run.Fail("a", "no");
        Assert.Equal(RunStatus.Paused, run.Marking.Status);

        run.Resume();
        Assert.Equal((RunStatus.Failed, "Node \"a\" failed: no"), (run.Marking.Status, run.Marking.Error));
        Assert.Single(run.Events.OfType<RunEvent.NodeFailed>());
    }

    [Fact]
    public void Pause_ByPersonAndByWorkflow_GoesOnWhenNeitherHoldsIt()
    {
        var run = new TestRun(Both).Start();
        run.Pause();
        run.Pause(byWorkflow: true);
        Assert.Empty(run.Pause().Events);

        run.Resume(byWorkflow: true);
        Assert.Equal(RunStatus.Paused, run.Marking.Status);
        Assert.Empty(run.Resume(byWorkflow: true).Events);
        run.Resume();
        Assert.Equal(RunStatus.Running, run.Marking.Status);
        Assert.Empty(run.Resume().Events);
    }

    [Fact]
    public void Cancel_PausedRun_EndsIt()
    {
        var run = new TestRun(Both).Start();
        run.Pause();
        run.Cancel();

        Assert.Equal((RunStatus.Cancelled, PauseCauses.None), (run.Marking.Status, run.Marking.PausedBy));
        Assert.Empty(run.Resume().Events);
    }

    [Fact]
    public void Retry_FailedStep_IsDoneAgainUnderANewKeyAndWhatWasHeldMovesOn()
    {
        var run = new TestRun(Both).Start();
        run.Fail("a", "no");
        run.Vote("ok", ApprovalStatus.Approved);
        Assert.Equal("t a ok d", string.Join(' ', run.Path));

        run.Retry();

        Assert.Equal((RunStatus.Running, null), (run.Marking.Status, run.Marking.Error));
        Assert.Equal("t a ok d a c", string.Join(' ', run.Path));
        Assert.Equal(["run_7/a/1", "run_7/a/2", "run_7/c/1"], run.Effects.OfType<Effect.Perform>().Select(static effect => effect.Key));
        run.Complete("a");
        Assert.Equal("t a ok d a c b", string.Join(' ', run.Path));
        Assert.Empty(run.Retry().Events);
    }

    [Fact]
    public void Retry_FailsAgain_CanBeTakenUpAgain()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","config":{"type":"do"}}],"edges":[{"from":"t","to":"a"}]}""").Start();
        for (var visit = 1; visit < 4; visit++)
        {
            run.Fail("a");
            Assert.Equal(RunStatus.Failed, run.Marking.Status);
            run.Retry();
        }

        run.Complete("a");
        Assert.Equal(RunStatus.Completed, run.Marking.Status);
        Assert.Equal(4, run.Effects.OfType<Effect.Perform>().Select(static effect => effect.Key).Distinct().Count());
        Assert.Equal(4, run.Events.OfType<RunEvent.RunEnded>().Count());
    }

    [Fact]
    public void Retry_NothingIsLeft_HasNoEffect()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"x","type":"end","config":{"status":"failed"}}],"edges":[{"from":"t","to":"x"}]}""").Start();
        Assert.Equal(RunStatus.Failed, run.Marking.Status);

        Assert.Empty(run.Retry().Events);
        Assert.Equal(RunStatus.Failed, run.Marking.Status);
    }

    [Fact]
    public void Retry_SetAside_GoesOnAsItStood()
    {
        var run = new TestRun(Both).Start();
        var tokens = TestRun.Text(run.Marking);

        Assert.Equal(["retried"], run.Retry(isParked: true).Events.Select(TestRun.Describe));
        Assert.Equal(tokens.Replace("\"recorded\":7", "\"recorded\":8", StringComparison.Ordinal), TestRun.Text(run.Marking));
        Assert.Empty(run.Retry().Events);
    }
}
