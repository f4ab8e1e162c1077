using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

public sealed class DryRunTests
{
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly Outside _outside = new();

    [Fact]
    public async Task DryRun_Onboarding_PlansItsActionsAndPerformsNone()
    {
        // Stores that fail at the first call: a dry run touches none.
        await using var engine = new EngineHarness(StoreSet.Memory(_time).Crashing(new CrashPoint(1, after: false)), _time, _outside);

        var result = await engine.Workflows.DryRunAsync(
            CanvasDefinition.Parse(JsonText.Parse(Canvases.Onboarding)), JsonText.Parse("""{"category":"Onboarding","priority":"high"}"""), CancellationToken.None);

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal("start check create_accounts notify", string.Join(' ', result.Path));
        Assert.Equal(["create_ticket", "send_notification"], result.PlannedActions.Select(static action => action.Type));
        Assert.Equal("""{"subject":"Create accounts for new hire"}""", result.PlannedActions[0].Parameters.ToString());
        Assert.Equal(4, result.Steps.Length);
        Assert.Empty(_outside.Calls);
    }

    [Fact]
    public async Task DryRun_ConditionsAndSwitches_SayWhyEachWayWasTakenOrNot()
    {
        var result = await RunAsync(
            """
            {"nodes":[{"id":"t","type":"trigger"},
              {"id":"c","type":"condition","config":{"field":"vip","equals":true}},
              {"id":"s","type":"switch","config":{"cases":[
                {"name":"big","conditions":[{"field":"total","operator":"greater_than","value":100}]},
                {"name":"small","conditions":[{"field":"total","operator":"less_than_or_equal","value":100},{"field":"total","operator":"is_present"}]},
                {"name":"never","conditions":[]}]}},
              {"id":"e","type":"end"}],
             "edges":[{"from":"t","to":"c"},{"from":"c","to":"s","condition":"false"},{"from":"c","to":"e","condition":"true"},
              {"from":"s","to":"e","condition":"big"},{"from":"s","to":"e","condition":"small"},{"from":"s","to":"e","condition":"never"},{"from":"s","to":"e","condition":"default"}]}
            """,
            new DryRunOptions { Payload = JsonText.Parse("""{"total":"42"}""") });

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal(
            [
                "c/: False, vip is missing; equals true wants exactly that",
                "s/big: False, total is \"42\" (read as the number 42); greater_than 100 wants a higher one",
                "s/small: True, all 2 hold",
            ],
            result.Choices.Select(static choice => $"{choice.NodeId}/{choice.Case}: {choice.Conditions.Verdict}, {choice.Conditions.Sentence}"));
    }

    [Fact]
    public async Task DryRun_NoDecisionGiven_ApprovesAndSaysSo()
    {
        var result = await RunAsync(Canvases.Approval());

        Assert.Equal("t ok yes", string.Join(' ', result.Path));
        Assert.Contains(result.Assumptions, static sentence => sentence.Contains("'ok' is approved", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ApprovalStatus.Rejected, "t ok no")]
    [InlineData(ApprovalStatus.Expired, "t ok late")]
    public async Task DryRun_DecisionGiven_TakesIt(ApprovalStatus decision, string path)
    {
        var options = new DryRunOptions { Decisions = ImmutableDictionary<string, ApprovalStatus>.Empty.Add("ok", decision) };

        Assert.Equal(path, string.Join(' ', (await RunAsync(Canvases.Approval(), options)).Path));
    }

    [Fact]
    public async Task DryRun_LongDelay_PassesAtOnceInVirtualTime()
    {
        var result = await RunAsync(Canvases.Line("""{"id":"d","type":"delay","config":{"duration":"P30D"}}""", Canvases.Do("a")));

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal(EngineHarness.Noon.AddDays(30), result.Steps[2].StartedAt);
        Assert.Equal(EngineHarness.Noon, _time.GetUtcNow());
        Assert.Single(result.Assumptions);
    }

    [Fact]
    public async Task DryRun_FailureGiven_TriesAgainAndThenTakesTheErrorPort()
    {
        var canvas = Canvases.Of(
            [Canvases.Do("a", "\"retry\":{\"max_attempts\":3}"), Canvases.Do("b")], """{"from":"t","to":"a"}""", """{"from":"a","to":"b","condition":"error"}""");

        var result = await RunAsync(canvas, new DryRunOptions { Failures = ImmutableDictionary<string, string>.Empty.Add("a", "The mail server is down.") });

        Assert.Equal("t a b", string.Join(' ', result.Path));
        Assert.Equal((3, "The mail server is down."), (result.Steps[1].Attempt, result.Steps[1].Error));
        Assert.Equal(2, result.PlannedActions.Length);
    }

    [Fact]
    public async Task DryRun_LoopThatWaits_EndsWithAWarning()
    {
        var canvas = Canvases.Of(["""{"id":"d","type":"delay","config":{"duration":"PT1M"}}"""], """{"from":"t","to":"d"}""", """{"from":"d","to":"d"}""");

        var result = await RunAsync(canvas);

        Assert.Equal(RunStatus.Waiting, result.Status);
        Assert.Contains(result.Warnings, static sentence => sentence.Contains("did not end", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DryRun_PlaceholderWithoutAValue_IsAWarning()
    {
        var result = await RunAsync(Canvases.Line(Canvases.Do("a", "\"text\":\"{{nobody.knows}}\"")));

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Contains(result.Warnings, static sentence => sentence.Contains("nobody.knows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DryRun_Containers_PlansEachItemAndWhatWouldBeUndone()
    {
        const string canvas = """
            {"nodes":[{"id":"t","type":"trigger"},{"id":"trip","type":"scope"},{"id":"each","type":"for_each","parent_id":"trip","config":{"items":"{{guests}}","item_as":"guest"}},
            {"id":"book","type":"action","parent_id":"each","config":{"type":"do","for":"{{$vars.guest}}"}},{"id":"undo","type":"action","parent_id":"each","config":{"type":"do","compensates":"book","undo":"{{$item}}"}},
            {"id":"pay","type":"action","parent_id":"trip","config":{"type":"do"}},{"id":"tell","type":"action","config":{"type":"do"}}],
            "edges":[{"from":"t","to":"trip"},{"from":"each","to":"pay"},{"from":"trip","to":"tell","condition":"error"}]}
            """;
        var options = new DryRunOptions { Payload = JsonText.Parse("""{"guests":["ann","bob"]}"""), Failures = ImmutableDictionary<string, string>.Empty.Add("pay", "declined") };

        var result = await RunAsync(canvas, options);

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal("t trip each book book pay undo undo tell", string.Join(' ', result.Path));
        Assert.Equal(["""{"for":"ann"}""", """{"for":"bob"}""", "{}", """{"undo":"bob"}""", """{"undo":"ann"}""", "{}"], result.PlannedActions.Select(static action => action.Parameters.ToString()));
        Assert.Equal("run_dry/trip#1/each[1]#1/book/1", result.Steps[4].Id);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task DryRun_BrokenCanvas_FailsAndSaysWhy()
    {
        var result = await RunAsync("""{"nodes":[{"id":"x","type":"nonsense"}],"edges":[{"from":"x","to":"y"}]}""");

        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.NotEmpty(result.Warnings);
        Assert.Empty(result.Path);
    }

    [Fact]
    public async Task DryRun_NoPayload_TakesTheTriggersTestData()
    {
        const string canvas = """
            {"nodes":[{"id":"t","type":"trigger","config":{"test_data":{"category":"X"}}},{"id":"c","type":"condition","config":{"field":"category","equals":"X"}},
            {"id":"a","type":"action","config":{"type":"do","text":"{{category}}"}}],"edges":[{"from":"t","to":"c"},{"from":"c","to":"a"}]}
            """;

        var result = await RunAsync(canvas);

        Assert.Equal("""{"category":"X"}""", result.TriggerEvent.ToString());
        Assert.Equal("""{"text":"X"}""", Assert.Single(result.PlannedActions).Parameters.ToString());
        Assert.Equal("t c", string.Join(' ', (await RunAsync(canvas, new DryRunOptions { Payload = JsonText.EmptyObject })).Path));
    }

    private async Task<DryRunResult> RunAsync(string canvas, DryRunOptions? options = null)
    {
        await using var engine = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        return await engine.Workflows.DryRunAsync(CanvasDefinition.Parse(JsonText.Parse(canvas)), options ?? new DryRunOptions(), CancellationToken.None);
    }
}
