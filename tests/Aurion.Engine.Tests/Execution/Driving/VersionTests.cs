using System.Globalization;
using Aurion.Engine.Canvas;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

public sealed class VersionTests : IAsyncDisposable
{
    private static readonly TenantId Acme = TenantId.Default;
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly EngineHarness _engine;

    public VersionTests() => _engine = new EngineHarness(StoreSet.Memory(_time), _time, new Outside());

    private WorkflowEngine Workflows => _engine.Workflows;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Restore_OldVersion_IsPublishedAnewAndHistoryStays()
    {
        const string first = """{"nodes":[{"id":"t","type":"trigger","config":{}},{"id":"a","type":"action","config":{"type":"do"},"position":{"x":7}}],"edges":[{"from":"t","to":"a"}]}""";
        var id = await _engine.PublishAsync(first, """{"type":"event","event_types":["one"]}""");
        await UpdateAsync(id, $$"""{"trigger_config":{"type":"manual"},"canvas_definition":{{Canvases.Line(Canvases.Do("b"))}}}""");
        await Workflows.PublishAsync(Acme, id, "author", null, CancellationToken.None);
        await UpdateAsync(id, $$"""{"canvas_definition":{{Canvases.Line(Canvases.Do("c"))}}}""");

        var result = await RestoreAsync(id, 1);

        Assert.Equal((PublishStatus.Published, 3, "reviewer"), (result.Status, result.Version!.Version, result.Version.PublishedBy));
        var state = (await Workflows.FindAsync(Acme, id, CancellationToken.None))!.Workflow;
        Assert.Equal((first, TriggerType.Event, 3, false), (state.Canvas.Text.ToString(), state.Trigger.Type, state.PublishedVersion, state.HasUnpublishedChanges));
        var versions = (await Workflows.ListVersionsAsync(Acme, id, CancellationToken.None))!.Value;
        Assert.Equal(["3 a", "2 b", "1 a"], versions.Select(static version => $"{version.Version} {version.Canvas.Nodes[1].Id}"));
        Assert.Equal("t a", await _engine.PathAsync(await _engine.StartAsync(id)));
    }

    [Fact]
    public async Task Restore_TheStandingVersion_IsANewVersionToo()
    {
        var id = await _engine.PublishAsync(Canvases.Line(Canvases.Do("a")));

        Assert.Equal((PublishStatus.Published, 2), (await RestoreAsync(id, 1) is var result ? result.Status : default, result.Version!.Version));
    }

    [Fact]
    public async Task Restore_UnknownStaleOrForeign_ChangesNothing()
    {
        var id = await _engine.PublishAsync(Canvases.Line(Canvases.Do("a")));

        Assert.Equal(PublishStatus.UnknownVersion, (await RestoreAsync(id, 2)).Status);
        Assert.Equal(PublishStatus.UnknownVersion, (await RestoreAsync(id, 0)).Status);
        Assert.Equal(PublishStatus.Unknown, (await RestoreAsync("wf_none", 1)).Status);
        Assert.Equal(PublishStatus.Unknown, (await Workflows.RestoreAsync(new TenantId("globex"), id, 1, null, null, CancellationToken.None)).Status);
        Assert.Equal(PublishStatus.Stale, (await Workflows.RestoreAsync(Acme, id, 1, null, 1, CancellationToken.None)).Status);
        Assert.Single((await Workflows.ListVersionsAsync(Acme, id, CancellationToken.None))!.Value);
    }

    [Fact]
    public async Task Restore_ActionThatTheHostTookAway_IsInvalid()
    {
        var stores = StoreSet.Memory(_time);
        string id;
        await using (var before = new EngineHarness(stores, _time, new Outside(), more: static engine => engine.AddAction<TestHandler>("gone")))
        {
            id = await before.PublishAsync(Canvases.Line("""{"id":"a","type":"action","config":{"type":"gone"}}"""));
        }

        await using var after = new EngineHarness(stores, _time, new Outside());
        var result = await after.Workflows.RestoreAsync(Acme, id, 1, null, null, CancellationToken.None);

        Assert.Equal(PublishStatus.Invalid, result.Status);
        Assert.Contains(result.Findings, static finding => finding is { Severity: FindingSeverity.Error, NodeId: "a" });
    }

    [Fact]
    public async Task Diff_BetweenVersionsAndTheDraft_SaysWhatPublishingWouldChange()
    {
        var id = await _engine.PublishAsync(Canvases.Line(Canvases.Do("a", "\"n\":1")));
        await UpdateAsync(id, $$"""{"canvas_definition":{{Canvases.Line(Canvases.Do("a", "\"n\":2"))}},"trigger_config":{"type":"webhook"} }""");

        var diff = (await Workflows.DiffAsync(Acme, id, 1, null, CancellationToken.None))!;

        Assert.Equal((1, null), (diff.From, diff.To));
        Assert.Equal(["Changed a: config.n: 1 → 2"], diff.Nodes.Select(static change => change.ToString()));
        Assert.Equal(["type: \"manual\" → \"webhook\""], diff.Trigger.Select(static change => change.ToString()));
        Assert.True((await Workflows.DiffAsync(Acme, id, 1, 1, CancellationToken.None))!.IsEmpty);
        Assert.Null(await Workflows.DiffAsync(Acme, id, 1, 2, CancellationToken.None));
        Assert.Null(await Workflows.DiffAsync(new TenantId("globex"), id, 1, 1, CancellationToken.None));
    }

    [Fact]
    public async Task Impact_RunsCallersAndTriggers_AreAllNamed()
    {
        var id = await _engine.PublishAsync(Canvases.Approval(), """{"type":"event","event_types":["ticket.created"]}""");
        await _engine.StartAsync(id);
        await _engine.StartAsync(id);
        await UpdateAsync(id, """{"canvas_definition":""" + Canvases.Approval("\"approvers\":[\"user:chief\"]") + """,  "trigger_config":{"type":"webhook"}}""");
        await Workflows.PublishAsync(Acme, id, null, null, CancellationToken.None);
        await _engine.StartAsync(id);
        await UpdateAsync(id, """{"trigger_config":{"type":"manual"}}""");
        var caller = await _engine.PublishAsync(Canvases.Line($$$"""{"id":"call","type":"sub_workflow","config":{"workflow_id":"{{{id}}}","version":1}}"""), name: "Caller");
        var draft = Canvases.Line($$$"""{"id":"run","type":"action","config":{"type":"run_workflow","workflow_id":"{{{id}}}"}}""");
        await UpdateAsync(caller, $$"""{"canvas_definition":{{draft}} }""");
        await CreateRuleAsync("Rule", enabled: true);
        await CreateRuleAsync("Off", enabled: false);

        var impact = (await Workflows.FindImpactAsync(Acme, id, CancellationToken.None))!;

        Assert.Equal((2, 3), (impact.PublishedVersion, impact.LiveRunCount));
        Assert.Equal(["1: 2", "2: 1"], impact.LiveRuns.Select(static entry => $"{entry.Key}: {entry.Value}"));
        Assert.Equal((TriggerType.Webhook, TriggerType.Manual), (impact.Trigger!.Type, impact.TriggerAfterPublish!.Type));
        Assert.Equal(
            ["Caller run draft any", "Caller call 1 1", "Rule  draft any"],
            impact.Callers.Select(static found => $"{found.Name} {found.NodeId} {found.InVersion?.ToString(CultureInfo.InvariantCulture) ?? "draft"} {found.PinnedVersion?.ToString(CultureInfo.InvariantCulture) ?? "any"}"));
        Assert.Null(await Workflows.FindImpactAsync(new TenantId("globex"), id, CancellationToken.None));

        async Task CreateRuleAsync(string name, bool enabled) => await _engine.Rules.CreateAsync(
            Acme,
            JsonText.Parse($$$"""{"name":"{{{name}}}","enabled":{{{(enabled ? "true" : "false")}}},"trigger_event":"x","actions":[{"type":"run_workflow","workflow_id":"{{{id}}}"}]}"""),
            CancellationToken.None);
    }

    private async Task UpdateAsync(string id, string patch) => await Workflows.UpdateAsync(Acme, id, JsonText.Parse(patch), null, CancellationToken.None);

    private async Task<PublishResult> RestoreAsync(string id, int version) => await Workflows.RestoreAsync(Acme, id, version, "reviewer", null, CancellationToken.None);
}
