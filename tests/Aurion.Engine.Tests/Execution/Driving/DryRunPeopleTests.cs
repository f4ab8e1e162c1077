using System.Collections.Immutable;
using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

using Canvas = Aurion.Engine.Canvas.Canvas;

/// <summary>What a dry run tells people: why each way was taken, and what the host's handlers say.</summary>
public sealed class DryRunPeopleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Branches_OfEveryKind_SayWhy()
    {
        var canvas = Canvas.Create()
            .Trigger("t")
            .Switch("level", static cases => cases.Case("high", ("n", "greater_than", 5)).Case("odd", ("odd", "equals", true)), all: true)
            .Branch(("high", static _ => { }
        ), ("odd", static _ => { }
        ), ("default", static _ => { }
        ))
            .Join("j")
            .Switch("again", static cases => cases.Case("never", ("n", "greater_than", 50))).Branch(("default", static _ => { }
        ))
            .Approval("ok", "role:x", expiresIn: TimeSpan.FromDays(1)).On("expired", static late => late.To("wait"))
            .WaitEvent("wait", "e", TimeSpan.FromMinutes(90)).On("timeout", static late => late.To("s"))
            .Scope("s", static inside => inside.Action("a", "do").On("error", static failed => failed.Delay("d", TimeSpan.FromSeconds(2)).End("e", failed: false)), timeout: TimeSpan.FromDays(1))
            .SubWorkflow("call", "wf_1").On("failed", static failed => failed.End("end"))
            .Build();
        var options = new DryRunOptions
        {
            Payload = JsonText.Parse("""{"n":9,"odd":true}"""),
            Decisions = ImmutableDictionary<string, ApprovalStatus>.Empty.Add("ok", ApprovalStatus.Expired),
            Events = ImmutableDictionary<string, JsonText?>.Empty.Add("wait", null),
            Failures = ImmutableDictionary<string, string>.Empty.Add("a", "Down.").Add("call", "No such file."),
        };

        var result = await Runner().RunAsync(canvas, options, CancellationToken.None);

        Assert.Equal(
            [
                "level → high, odd: high: n is 9; greater_than 5 holds; odd: odd is true; equals true holds",
                "again → default: No case holds.",
                "ok → expired: Nobody decided after 1 day.",
                "wait → timeout: The event did not come within 1 hour 30 minutes.",
                "s → done: All inside was done after 2 seconds.",
                "a → error: Down.",
                "call → failed: The workflow \"wf_1\" failed: No such file.",
            ],
            result.Branches.Select(static branch => $"{branch.NodeId} → {branch.Port}: {branch.Why}"));
    }

    [Fact]
    public async Task Branches_OfALoop_SayWhyForEachVisit()
    {
        var canvas = Canvas.Create()
            .Trigger("t").Action("count", "set_field", ("field", "n"), ("mode", "increment"))
            .Switch("which", static cases => cases.Case("few", ("n", "less_than", 2)).Case("some", ("n", "less_than", 3)))
            .On("few", static way => way.To("count")).On("some", static way => way.To("count")).Otherwise(static way => way.When("c", "n", "less_than", 4).To("count"))
            .Build();

        var result = await Runner().RunAsync(canvas, new DryRunOptions { Payload = JsonText.Parse("""{"n":0}""") }, CancellationToken.None);

        Assert.Equal(["few", "some", "default", "true", "default", "false"], result.Branches.Select(static branch => branch.Port));
        Assert.Equal(
            ["few: n is 1; less_than 2 holds", "some: n is 2; less_than 3 holds", "No case holds.", "n is 3; less_than 4 holds", "No case holds.", "n is 4; less_than 4 wants a lower one"],
            result.Branches.Select(static branch => branch.Why));
    }

    [Fact]
    public async Task FailedAttempts_Given_FailSoOftenAndThenSucceed()
    {
        var canvas = Canvas.Create().Trigger("t").Action("a", "do").Retry(3).Action("b", "do").Build();
        var options = new DryRunOptions
        {
            Failures = ImmutableDictionary<string, string>.Empty.Add("a", "Down."),
            FailedAttempts = ImmutableDictionary<string, int>.Empty.Add("a", 2),
        };

        var result = await Runner().RunAsync(canvas, options, CancellationToken.None);

        Assert.Equal((RunStatus.Completed, 3), (result.Status, result.Steps[1].Attempt));
        Assert.Equal(RunStatus.Failed, (await Runner().RunAsync(canvas, options with { FailedAttempts = options.FailedAttempts.SetItem("a", 3) }, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Preview_OfHandlers_StandsBesideThePlannedActions()
    {
        using var provider = new ServiceCollection()
            .AddAurionEngine(static engine => engine
                .AddAction<Describing>("send_notification")
                .AddAction<Throwing>("close")
                .AddAction<Silent>("add_note"))
            .BuildServiceProvider();
        var canvas = Canvas.Create().Trigger("t")
            .Action("tell", "send_notification", ("template", "hello {{name}}")).Action("close", "close").Action("close_2", "close").Action("note", "add_note", ("text", "x")).Action("tag", "add_tag", ("tag", "y")).Build();

        var result = await provider.GetRequiredService<WorkflowEngine>().DryRunAsync(canvas, JsonText.Parse("""{"name":"Mina"}"""), CancellationToken.None);

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal(["Would send 'hello Mina'.", null, null, null, null], result.PlannedActions.Select(static action => action.Description));
        Assert.Equal(["The handler of 'close' could not say what it would do: it threw InvalidOperationException."], result.Warnings.ToArray());
    }

    private static DryRunner Runner() => new(new ActionCatalog([new ActionDescription { Type = "do" }]), new FakeTimeProvider(Noon));

    private sealed class Describing : IActionHandler, IActionPreview
    {
        public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken) => throw new NotSupportedException("A dry run performs nothing.");

        public ValueTask<string?> DescribeAsync(ActionRequest request, CancellationToken cancellationToken) =>
            new($"Would send '{request.Parameters.Element.GetProperty("template").GetString()}'.");
    }

    private sealed class Throwing : IActionHandler, IActionPreview
    {
        public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken) => throw new NotSupportedException("A dry run performs nothing.");

        public ValueTask<string?> DescribeAsync(ActionRequest request, CancellationToken cancellationToken) => throw new InvalidOperationException("the password is 1234");
    }

    private sealed class Silent : IActionHandler
    {
        public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken) => throw new NotSupportedException("A dry run performs nothing.");
    }
}
