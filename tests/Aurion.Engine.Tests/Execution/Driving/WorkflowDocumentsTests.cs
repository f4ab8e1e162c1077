using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

public sealed class WorkflowDocumentsTests : IAsyncDisposable
{
    private static readonly TenantId Acme = TenantId.Default;
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly EngineHarness _engine;

    public WorkflowDocumentsTests() => _engine = new EngineHarness(StoreSet.Memory(_time), _time, new Outside());

    private WorkflowEngine Workflows => _engine.Workflows;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Create_NameAlone_IsAnEmptyManualDraft()
    {
        var state = await CreateAsync("""{"name":"W","unknown":1}""");

        var workflow = state.Workflow;
        Assert.StartsWith("wf_", workflow.Id, StringComparison.Ordinal);
        Assert.Equal((WorkflowStatus.Draft, TriggerType.Manual, 0, null, true), (workflow.Status, workflow.Trigger.Type, workflow.Canvas.Nodes.Length, workflow.PublishedVersion, workflow.HasUnpublishedChanges));
        Assert.Equal((1, 0, null), (state.Revision, state.ExecutionCount, state.LastRunAt));
        Assert.Null(await Workflows.FindAsync(new TenantId("globex"), workflow.Id, CancellationToken.None));
    }

    [Theory]
    [InlineData("[]", ":dict_type")]
    [InlineData("{}", "name:missing")]
    [InlineData("""{"name":""}""", "name:string_too_short")]
    [InlineData("""{"name":"  "}""", "name:string_blank")]
    [InlineData("""{"name":1,"description":2,"canvas_definition":[],"concurrency":3}""", "name:string_type description:string_type canvas_definition:dict_type concurrency:dict_type")]
    [InlineData("""{"name":"W","concurrency":{"limit":0,"on_conflict":"wait"}}""", "concurrency.limit:greater_than_equal concurrency.on_conflict:enum")]
    public async Task Create_Wrong_NamesEveryFault(string body, string faults)
    {
        var exception = await Assert.ThrowsAsync<InvalidDefinitionException>(() => CreateAsync(body));

        Assert.Equal(faults, string.Join(' ', exception.Faults.Select(static fault => $"{fault.Path}:{fault.Type}")));
    }

    [Fact]
    public async Task Create_NameOfTwoHundredSurrogatePairs_CountsCodePoints()
    {
        var name = string.Concat(Enumerable.Repeat("\U0001F600", 200));

        Assert.Equal(name, (await CreateAsync($$"""{"name":"{{name}}"}""")).Workflow.Name);
        var exception = await Assert.ThrowsAsync<InvalidDefinitionException>(() => CreateAsync($$"""{"name":"{{name}}x"}"""));
        Assert.Equal("string_too_long", Assert.Single(exception.Faults).Type);
    }

    [Fact]
    public async Task Update_PartOfIt_LeavesTheRestAndKeepsTheCanvasToTheByte()
    {
        const string canvas = """{"zoom":1.50,"nodes":[],"edges":[],"mine":{"b":1,"a":[ ]}}""";
        var id = (await CreateAsync($$$"""{"name":"W","description":"d","canvas_definition":{{{canvas}}},"concurrency":{"key":"k","limit":1,"more":true}}""")).Workflow.Id;

        var change = await UpdateAsync(id, """{"name":"V","description":null}""");
        var found = (await Workflows.FindAsync(Acme, id, CancellationToken.None))!;

        Assert.Equal((WorkflowChangeStatus.Changed, "V", null, 2), (change.Status, found.Workflow.Name, found.Workflow.Description, found.Revision));
        Assert.Equal(canvas, found.Workflow.Canvas.Text.ToString());
        Assert.Equal("""{"key":"k","limit":1,"more":true}""", found.Workflow.Concurrency!.ToString());
        Assert.Equal(2, (await UpdateAsync(id, """{"name":"V"}""")).State!.Revision);
        var exception = await Assert.ThrowsAsync<InvalidDefinitionException>(() => UpdateAsync(id, """{"name":null,"canvas_definition":null,"status":"published"}"""));
        Assert.Equal(["status", "name", "canvas_definition"], exception.Faults.Select(static fault => fault.Path.ToString()));
    }

    [Fact]
    public async Task Update_StaleOrUnknown_ChangesNothing()
    {
        var id = (await CreateAsync("""{"name":"W"}""")).Workflow.Id;
        await UpdateAsync(id, """{"name":"V"}""");

        Assert.Equal(WorkflowChangeStatus.Stale, (await UpdateAsync(id, """{"name":"U"}""", expected: 1)).Status);
        Assert.Equal(WorkflowChangeStatus.Changed, (await UpdateAsync(id, """{"name":"U"}""", expected: 2)).Status);
        Assert.Equal(WorkflowChangeStatus.Unknown, (await UpdateAsync("wf_none", """{"name":"U"}""")).Status);
        await Assert.ThrowsAsync<InvalidDefinitionException>(() => UpdateAsync("wf_none", """{"name":1}"""));
    }

    [Fact]
    public async Task Publish_Again_MakesAVersionOnlyWhenTheMeaningChanged()
    {
        var id = await _engine.PublishAsync(Canvases.Line(Canvases.Do("a")));
        Assert.Equal(PublishStatus.Unchanged, (await PublishAsync(id)).Status);

        // Dragging a node is no change of meaning.
        await UpdateAsync(id, $$"""{"canvas_definition":{{Canvases.Line(Canvases.Do("a")).Replace("\"id\":\"a\"", "\"id\":\"a\",\"position\":{\"x\":5}", StringComparison.Ordinal)}}}""");
        Assert.False((await Workflows.FindAsync(Acme, id, CancellationToken.None))!.Workflow.HasUnpublishedChanges);
        Assert.Equal((PublishStatus.Unchanged, 1), (await PublishAsync(id) is var same ? same.Status : default, same.Version!.Version));

        await UpdateAsync(id, $$"""{"canvas_definition":{{Canvases.Line(Canvases.Do("b"))}}}""");
        Assert.True((await Workflows.FindAsync(Acme, id, CancellationToken.None))!.Workflow.HasUnpublishedChanges);
        var second = await PublishAsync(id);

        Assert.Equal((PublishStatus.Published, 2, "author"), (second.Status, second.Version!.Version, second.Version.PublishedBy));
        var versions = (await Workflows.ListVersionsAsync(Acme, id, CancellationToken.None))!.Value;
        Assert.Equal([2, 1], versions.Select(static version => version.Version));
        Assert.Equal("a", versions[1].Canvas.Nodes[1].Id);
        Assert.Null(await Workflows.ListVersionsAsync(Acme, "wf_none", CancellationToken.None));
    }

    [Fact]
    public async Task Publish_Errors_ListsThemAndPublishesNothing()
    {
        var id = (await CreateAsync("""{"name":"W","canvas_definition":{"nodes":[{"id":"x","type":"nonsense"}],"edges":[]}}""")).Workflow.Id;

        var result = await PublishAsync(id);

        Assert.Equal(PublishStatus.Invalid, result.Status);
        Assert.Contains(result.Findings, static finding => finding.Severity is FindingSeverity.Error);
        Assert.Equal(result.Findings.Select(static finding => finding.Code), (await Workflows.ValidateAsync(Acme, id, CancellationToken.None))!.Value.Select(static finding => finding.Code));
        Assert.Null((await Workflows.FindAsync(Acme, id, CancellationToken.None))!.Workflow.PublishedVersion);
        Assert.Equal(PublishStatus.Unknown, (await PublishAsync("wf_none")).Status);
    }

    [Fact]
    public async Task Publish_AtOnceByMany_MakesOneVersion()
    {
        var id = (await CreateAsync($$"""{"name":"W","canvas_definition":{{Canvases.Line(Canvases.Do("a"))}}}""")).Workflow.Id;

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => PublishAsync(id))));

        Assert.Single(results, static result => result.Status is PublishStatus.Published);
        Assert.All(results, static result => Assert.Equal(1, result.Version!.Version));
    }

    [Fact]
    public async Task Archive_PublishedWorkflow_StartsAgainOnlyOncePublished()
    {
        var id = await _engine.PublishAsync(Canvases.Line(Canvases.Do("a")));
        await UpdateAsync(id, """{"status":"archived"}""");
        Assert.Equal(StartStatus.NotPublished, (await Workflows.StartAsync(new StartRun { WorkflowId = id }, CancellationToken.None)).Status);
        await UpdateAsync(id, """{"status":"draft"}""");
        Assert.Equal(StartStatus.NotPublished, (await Workflows.StartAsync(new StartRun { WorkflowId = id }, CancellationToken.None)).Status);

        Assert.Equal((PublishStatus.Unchanged, 1), (await PublishAsync(id) is var again ? again.Status : default, again.Version!.Version));
        Assert.Equal(StartStatus.Started, (await Workflows.StartAsync(new StartRun { WorkflowId = id }, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Run_WorkflowIsPublishedAnew_StaysOnItsVersion()
    {
        const string delay = """{"id":"d","type":"delay","config":{"duration":"PT1H"}}""";
        var id = await _engine.PublishAsync(Canvases.Line(delay, Canvases.Do("old")));
        var run = await _engine.StartAsync(id);
        await UpdateAsync(id, $$"""{"canvas_definition":{{Canvases.Line(delay, Canvases.Do("new"))}}}""");
        await PublishAsync(id);
        var later = await _engine.StartAsync(id);

        _time.Advance(TimeSpan.FromHours(1));
        await _engine.SettleAsync();

        Assert.Equal("t d old", await _engine.PathAsync(run));
        Assert.Equal("t d new", await _engine.PathAsync(later));
        Assert.Equal((1, 2), ((await _engine.HeadAsync(run)).Version, (await _engine.HeadAsync(later)).Version));
    }

    [Fact]
    public async Task Delete_UnfinishedRuns_NeedsForceAndCancelsThem()
    {
        var id = await _engine.PublishAsync(Canvases.Approval());
        var run = await _engine.StartAsync(id);

        Assert.Equal(WorkflowChangeStatus.HasRuns, await Workflows.DeleteAsync(Acme, id, force: false, CancellationToken.None));
        Assert.Equal(WorkflowChangeStatus.Changed, await Workflows.DeleteAsync(Acme, id, force: true, CancellationToken.None));

        Assert.Equal(RunStatus.Cancelled, (await _engine.HeadAsync(run)).Status);
        Assert.Null(await Workflows.FindAsync(Acme, id, CancellationToken.None));
        Assert.Equal(WorkflowChangeStatus.Unknown, await Workflows.DeleteAsync(Acme, id, force: true, CancellationToken.None));
        Assert.Equal(2, (await _engine.StepsAsync(run)).Length);
    }

    [Fact]
    public async Task List_ByStatusAndPage_IsNewestFirst()
    {
        var ids = new List<string>();
        for (var index = 0; index < 5; index++)
        {
            ids.Add((await CreateAsync($$"""{"name":"W{{index}}"}""")).Workflow.Id);
        }

        var published = await _engine.PublishAsync(Canvases.Line(Canvases.Do("a")));
        ids.Reverse();

        Assert.Equal([published, .. ids], (await ListAsync(null, 50, 0)).Select(static state => state.Workflow.Id));
        Assert.Equal(ids[1..3], (await ListAsync(null, 2, 2)).Select(static state => state.Workflow.Id));
        Assert.Equal([published], (await ListAsync(WorkflowStatus.Published, 50, 0)).Select(static state => state.Workflow.Id));
        Assert.Empty(await ListAsync(WorkflowStatus.Archived, 50, 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ListAsync(null, 201, 0));
    }

    private async Task<WorkflowState> CreateAsync(string body) => await Workflows.CreateAsync(Acme, JsonText.Parse(body), CancellationToken.None);

    private async Task<WorkflowChange> UpdateAsync(string id, string patch, long? expected = null) =>
        await Workflows.UpdateAsync(Acme, id, JsonText.Parse(patch), expected, CancellationToken.None);

    private async Task<PublishResult> PublishAsync(string id) => await Workflows.PublishAsync(Acme, id, "author", null, CancellationToken.None);

    private async Task<IReadOnlyList<WorkflowState>> ListAsync(WorkflowStatus? status, int limit, int offset) =>
        await Workflows.ListAsync(Acme, status, limit, offset, CancellationToken.None);
}
