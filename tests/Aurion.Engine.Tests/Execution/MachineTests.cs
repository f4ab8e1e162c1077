using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Execution;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution;

public sealed class MachineTests
{
    private const string Send = """
        {"nodes":[{"id":"t","type":"trigger"},{"id":"send","type":"action","config":{"type":"send_notification","template":"x","to":"{{who}}","timeout":"PT5S","retry":{"max_attempts":3,"initial":"PT10S"}}}],"edges":[{"from":"t","to":"send"}]}
        """;

    private const string Ask = """
        {"nodes":[{"id":"t","type":"trigger"},{"id":"ok","type":"approval","name":"Manager","config":{"message":"Let {{who}} in?","approvers":["user:{{boss}}","{{others}}"],"required":"all","reject_on":2,"expires_in":"P1D","on_expire":"rejected","exclude_requester":true}}],"edges":[{"from":"t","to":"ok"}]}
        """;

    [Fact]
    public void Decide_Action_AsksWithKeyAttemptAndFilledParameters()
    {
        var run = new TestRun(Send).Start("""{"who":["ann"]}""");

        var effect = Assert.IsType<Effect.Perform>(Assert.Single(run.Effects));
        Assert.Equal(("run_7/send/1", "send", "send_notification", 1, TimeSpan.FromSeconds(5)), (effect.Key, effect.NodeId, effect.ActionType, effect.Attempt, effect.Timeout));
        Assert.Equal("""{"template":"x","to":["ann"]}""", effect.Parameters.ToString());
        Assert.Equal("""{"type":"send_notification","template":"x","to":["ann"]}""", run.Events.OfType<RunEvent.NodeEntered>().Last().Input!.ToString());
        Assert.Equal(RunStatus.Running, run.Marking.Status);
    }

    /// <summary>What is entered and cancelled by one and the same decision is neither begun nor asked of anybody.</summary>
    [Fact]
    public void Decide_StepsThatAreCancelledAtOnce_AsksForNothing()
    {
        var run = new TestRun("""
            {"nodes":[{"id":"t","type":"trigger"},{"id":"send","type":"action","config":{"type":"x"}},{"id":"ok","type":"approval","config":{"approvers":["user:b"]}},{"id":"z","type":"end","config":{"ends":"run"}}],
             "edges":[{"from":"t","to":"send"},{"from":"t","to":"ok"},{"from":"t","to":"z"}]}
            """).Start();

        Assert.Equal(RunStatus.Completed, run.Marking.Status);
        Assert.Equal(["send", "ok"], run.Events.OfType<RunEvent.NodeCancelled>().Select(static cancelled => cancelled.Key.Split('/')[1]));
        Assert.Empty(run.Effects);
    }

    [Fact]
    public void PendingEffects_AfterACrash_AreTheSameAgain()
    {
        var run = new TestRun(Send).Start("""{"who":"ann"}""");
        Assert.Equal(run.Effects, Machine.PendingEffects(run.Graph, run.Marking));

        run.TryAgain("send");
        Assert.Empty(Machine.PendingEffects(run.Graph, run.Marking));

        run.Elapse(TimeSpan.FromMinutes(1));
        var effect = Assert.IsType<Effect.Perform>(Assert.Single(Machine.PendingEffects(run.Graph, run.Marking)));
        Assert.Equal(("run_7/send/1", 2), (effect.Key, effect.Attempt));
        Assert.Equal(run.Effects.Last(), effect);
    }

    [Fact]
    public void Decide_LateOrRepeatedInput_AnswersTheSameMarking()
    {
        var run = new TestRun(Send).Start();
        var first = run.Result("send", ActionStatus.Completed);
        run.TryAgain("send");
        run.Elapse(TimeSpan.FromMinutes(1));
        RunInput[] late =
        [
            first, // of the first attempt
            first with { Attempt = 3 },
            first with { Attempt = 2, Key = "run_7/other/1" },
            new RunInput.Elapsed { At = run.Now.AddYears(1) },
            new RunInput.Voted { At = run.Now, Key = "run_7/send/1", Approval = new ApprovalId("req_x"), Outcome = ApprovalStatus.Approved },
            new RunInput.Started { At = run.Now, Run = new RunId("run_8"), Tenant = TenantId.Default, Payload = JsonText.EmptyObject },
        ];

        foreach (var input in late)
        {
            var transition = Machine.Decide(run.Graph, run.Marking, input);
            Assert.Same(run.Marking, transition.Marking);
            Assert.Empty(transition.Events);
            Assert.Empty(transition.Effects);
        }
    }

    [Fact]
    public void Decide_ClockThatGoesBack_KeepsTheLaterTime()
    {
        var run = new TestRun(Send).Start();
        run.Now -= TimeSpan.FromDays(1);

        run.TryAgain("send");

        Assert.Equal(TestRun.Begin, run.Marking.Now);
        Assert.InRange(run.Marking.NextDue!.Value, TestRun.Begin.AddSeconds(10), TestRun.Begin.AddSeconds(11));
    }

    [Fact]
    public void Decide_HandlerAsksForALongerPause_WaitsThatLong()
    {
        var run = new TestRun(Send).Start();

        run.TryAgain("send", after: TimeSpan.FromHours(3));

        Assert.Equal(TestRun.Begin.AddHours(3), run.Marking.NextDue);
    }

    [Fact]
    public void Decide_FailedForGood_IsNotTriedAgain()
    {
        var run = new TestRun(Send).Start();

        run.Fail("send", "no such user");

        Assert.Equal((RunStatus.Failed, "Node \"send\" failed: no such user", null), (run.Marking.Status, run.Marking.Error, run.Marking.NextDue));
    }

    [Fact]
    public void Decide_Jitter_DependsOnTheKeyAlone()
    {
        var policy = new Engine.Canvas.Nodes.RetryPolicy(9, IsExponential: true, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1), HasJitter: true);
        var pauses = Enumerable.Range(0, 200).Select(at => policy.PauseAfter($"run_{at}/send/1", 1, null)).ToList();

        Assert.Equal(pauses, Enumerable.Range(0, 200).Select(at => policy.PauseAfter($"run_{at}/send/1", 1, null)));
        Assert.All(pauses, static pause => Assert.InRange(pause, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11)));
        Assert.True(pauses.Distinct().Count() > 190);
        Assert.InRange(policy.PauseAfter("k", 4, null), TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(88));
        Assert.InRange(policy.PauseAfter("k", 80, null), TimeSpan.FromHours(1), TimeSpan.FromHours(1.1));
    }

    [Fact]
    public void Decide_Approval_BuildsTheRequest()
    {
        var run = new TestRun(Ask).Start("""{"who":"eve","boss":"bob","others":["role:admin","user:bob"]}""");

        var approval = Assert.IsType<Effect.RequestApproval>(Assert.Single(run.Effects)).Approval;
        Assert.Equal(("run_7", "wf_1", "Test", "ok", "run_7/ok/1", "c1", "ann"), (approval.Run.Value, approval.WorkflowId, approval.WorkflowName, approval.NodeId, approval.StepKey, approval.ConversationId, approval.RequestedBy));
        Assert.Equal(("Manager", "Let eve in?", TestRun.Begin, TestRun.Begin.AddDays(1)), (approval.Title, approval.Message, approval.RequestedAt, approval.ExpiresAt));
        Assert.Equal(["user:bob", "role:admin"], approval.Policy.Approvers.AsEnumerable());
        Assert.Equal((null, 2, ApprovalStatus.Rejected, true), (approval.Policy.Required, approval.Policy.RejectOn, approval.Policy.OnExpire, approval.Policy.ExcludeRequester));
        Assert.Matches("^req_7_[0-9a-z]{18}$", approval.Id.Value);
        Assert.Equal((RunStatus.Waiting, TestRun.Begin.AddDays(1)), (run.Marking.Status, run.Marking.NextDue));
    }

    [Fact]
    public void Decide_ApproverThatComesOutEmpty_FailsTheStep()
    {
        var run = new TestRun(Ask).Start("""{"others":["role:admin"]}""");

        Assert.Equal(RunStatus.Failed, run.Marking.Status);
        Assert.Contains("\"user:\"", run.Marking.Error, StringComparison.Ordinal);
        Assert.Empty(run.Effects);
    }

    [Fact]
    public void Decide_ApprovalWhoseTimeIsUp_AsksOnceAndTakesWhateverOutcomeComes()
    {
        var run = new TestRun(Ask).Start("""{"boss":"bob","others":"role:admin"}""");

        var expiry = Assert.IsType<Effect.TendApproval>(Assert.Single(run.Elapse(TimeSpan.FromDays(1)).Effects));

        Assert.Equal("run_7/ok/1", expiry.Key);
        Assert.Null(run.Marking.NextDue);
        Assert.Equal(expiry, Assert.Single(Machine.PendingEffects(run.Graph, run.Marking)));
        Assert.Empty(run.Elapse(TimeSpan.FromDays(1)).Effects);
        run.Vote("ok", ApprovalStatus.Approved); // decided a moment before the time was up
        Assert.Equal(RunStatus.Completed, run.Marking.Status);
    }

    [Fact]
    public void Decide_Cancelled_ClosesApprovalsAndForgetsEffects()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"send","type":"action","config":{"type":"close"}},{"id":"ok","type":"approval","config":{"approvers":"role:a"}}],"edges":[{"from":"t","to":"send"},{"from":"t","to":"ok"}]}""").Start();
        var id = run.Effects.OfType<Effect.RequestApproval>().Single().Approval.Id;

        var transition = run.Cancel();

        Assert.Equal(id, Assert.IsType<Effect.CloseApproval>(Assert.Single(transition.Effects)).Id);
        Assert.Equal((RunStatus.Cancelled, 0), (run.Marking.Status, run.Marking.Tokens.Length));
        Assert.Empty(Machine.PendingEffects(run.Graph, run.Marking));
    }

    [Fact]
    public void Decide_CancelledBeforeItBegan_NeverBegins()
    {
        var run = new TestRun(Send);
        run.Cancel();

        run.Start();

        Assert.Equal(RunStatus.Cancelled, run.Marking.Status);
        Assert.Equal(["ended CANCELLED"], run.Trace);
    }

    [Fact]
    public void Decide_StepThatProducesTooMuch_FailsTheRun()
    {
        var run = new TestRun(Send).Start();

        run.Complete("send", '"' + new string('x', 256 * 1024) + '"');

        Assert.Equal(RunStatus.Failed, run.Marking.Status);
        Assert.Contains("262144", run.Marking.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_RunThatCarriesTooMuch_Fails()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"get","type":"action","config":{"type":"fetch"}},{"id":"keep","type":"set","config":{"assign":{"a":"{{$steps.get.output}}","b":"{{$steps.get.output}}","c":"{{$steps.get.output}}","d":"{{$steps.get.output}}"}}},{"id":"e","type":"end"}],"edges":[{"from":"t","to":"get"},{"from":"get","to":"keep"},{"from":"keep","to":"e"}]}""").Start();

        run.Complete("get", '"' + new string('x', 250 * 1024) + '"');

        Assert.Equal(RunStatus.Failed, run.Marking.Status);
        Assert.Contains("bytes of data", run.Marking.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_LoopWithoutAWait_FailsWithinItsBudget()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"set","config":{"assign":{"x":"{{$vars.x}}"}}}],"edges":[{"from":"t","to":"a"},{"from":"a","to":"a"}]}""").Start();

        Assert.Equal(RunStatus.Failed, run.Marking.Status);
        Assert.Equal(10_000, run.Path.Count());
    }

    [Fact]
    public void Decide_LoopThatMultipliesTokens_FailsWithinItsBudget()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"delay","config":{"duration":"PT1M"}}],"edges":[{"from":"t","to":"a"},{"from":"a","to":"a"},{"from":"a","to":"a"}]}""").Start();
        while (!run.Marking.IsFinished)
        {
            run.Elapse(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(RunStatus.Failed, run.Marking.Status);
        Assert.InRange(run.Marking.Tokens.Length, 2, 1_000);
    }

    [Fact]
    public void Decide_ConditionThatCannotBeJudged_IsFalseAndSaysWhy()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"c","type":"condition","config":{"conditions":[{"field":"$conversation.status","operator":"equals","value":"open"},{"field":"$conversation.id","operator":"equals","value":"c1"}]}}],"edges":[{"from":"t","to":"c"}]}""")
            .Start("""{"status":"closed"}""", conversation: """{"status":"open"}""");

        Assert.Contains("left c by true", run.Trace);
    }

    [Fact]
    public void Decide_FieldActionOfAKnownConversation_ChangesBothAndKeepsTheBaseline()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"tag","type":"action","config":{"type":"add_tag","tag":"new"}},{"id":"e","type":"end","config":{"output":{"p":"{{tags}}","c":"{{$conversation.tags}}"}}}],"edges":[{"from":"t","to":"tag"},{"from":"tag","to":"e"}]}""")
            .Start("""{"category":"x"}""", conversation: """{"tags":["old"]}""");

        run.Complete("tag");

        Assert.Equal("""{"p":["old","new"],"c":["old","new"]}""", run.Marking.Output!.ToString());
        Assert.Equal("""{"category":"x"}""", run.Marking.Before!.ToString());
    }

    [Fact]
    public void Decide_FieldActionThatFailed_LeavesTheFieldsAlone()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"raise","type":"action","config":{"type":"set_priority","priority":"high"}},{"id":"e","type":"end","config":{"output":"{{priority}}"}}],"edges":[{"from":"t","to":"raise"},{"from":"raise","to":"e","condition":"error"}]}""")
            .Start("""{"priority":"low"}""");

        run.Fail("raise");

        Assert.Equal("\"low\"", run.Marking.Output!.ToString());
    }

    [Fact]
    public void Decide_NamesWithDotsAndPositions_AreFound()
    {
        var run = new TestRun("""
            {"nodes":[{"id":"t","type":"trigger"},{"id":"get.it","type":"action","config":{"type":"fetch","output_as":"a.b"}},
            {"id":"e","type":"end","config":{"output":["{{$vars.a.b.items[1].n}}","{{$steps.get.it.output.items[0].n}}","{{$steps.get.it.status}}","{{$steps.get.it.branch}}"]}}],
            "edges":[{"from":"t","to":"get.it"},{"from":"get.it","to":"e"}]}
            """).Start();

        run.Complete("get.it", """{"items":[{"n":1},{"n":2}]}""");

        Assert.Equal("""[2,1,"completed","out"]""", run.Marking.Output!.ToString());
    }

    [Fact]
    public void Decide_ValueThatNestsTooDeepWhenFilledIn_FailsTheStep()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 62)) + string.Concat(Enumerable.Repeat("]", 62));
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"s","type":"set","config":{"assign":{"x":[[["{{deep}}"]]]}}}],"edges":[{"from":"t","to":"s"}]}""").Start($$"""{"deep":{{deep}}}""");

        Assert.Equal(RunStatus.Failed, run.Marking.Status);
    }

    [Fact]
    public void Decide_ResultsOfAFailedRun_AreRecordedAndMoveNothing()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","config":{"type":"x"}},{"id":"b","type":"action","config":{"type":"y","output_as":"kept"}},{"id":"ok","type":"approval","config":{"approvers":"role:a"}},{"id":"z","type":"end"}],"edges":[{"from":"t","to":"a"},{"from":"t","to":"b"},{"from":"t","to":"ok"},{"from":"b","to":"z"},{"from":"ok","to":"z"}]}""").Start();
        run.Fail("a");
        run.Complete("b", "1");
        run.Vote("ok", ApprovalStatus.Approved);

        Assert.DoesNotContain("z", run.Path);
        Assert.Equal("1", run.Marking.Variables["kept"].ToString());
        Assert.Equal(
            [new Wait.Held("run_7/a/1", null), new Wait.Held("run_7/b/1", 0), new Wait.Held("run_7/ok/1", 0)],
            run.Marking.Tokens.Select(static token => token.Wait!));
        Assert.Equal(RunStatus.Failed, run.Marking.Status);
    }

    [Fact]
    public void Fold_OfARun_ShowsItsSteps()
    {
        var run = new TestRun(Send).Start();
        run.TryAgain("send");
        run.Elapse(TimeSpan.FromMinutes(1));
        run.Complete("send", "1");

        var rows = StepProjection.Fold([new RunRecord { Step = 1, Input = run.Inputs[0], Events = [.. run.Events] }]);

        Assert.Equal([("t", StepStatus.Completed, 1), ("send", StepStatus.Completed, 2)], rows.Select(static row => (row.NodeId, row.Status, row.Attempt)));
    }
}
