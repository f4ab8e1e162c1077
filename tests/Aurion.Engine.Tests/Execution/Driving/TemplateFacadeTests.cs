using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

public sealed class TemplateFacadeTests
{
    private static readonly TenantId Ours = new("ours");
    private static readonly TenantId Theirs = new("theirs");
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);

    [Fact]
    public async Task ListTemplates_NoneSaved_AreThoseOfTheEngineByCategory()
    {
        await using var engine = Engine();

        Assert.Equal(8, (await engine.Workflows.ListTemplatesAsync(Ours, null, default)).Length);
        Assert.Equal("tpl_onboarding", Assert.Single(await engine.Workflows.ListTemplatesAsync(Ours, "onboarding", default)).Id);
        Assert.Empty(await engine.Workflows.ListTemplatesAsync(Ours, "nothing", default));
    }

    [Fact]
    public async Task SaveTemplate_OfATenant_IsListedFoundInstalledAndDeletedThereAlone()
    {
        await using var engine = Engine();

        var saved = await engine.Workflows.SaveTemplateAsync(Ours, JsonText.Parse(
            """{"name":"Ours","category":"onboarding","canvas_definition":{"nodes":[{"id":"t","type":"trigger"}],"edges":[]},"concurrency":{"limit":1}}"""), default);

        Assert.StartsWith("tpl_", saved.Id, StringComparison.Ordinal);
        Assert.Equal((false, "Ours", EngineHarness.Noon), (saved.IsBuiltIn, saved.Name, saved.CreatedAt));
        Assert.Equal(["tpl_onboarding", saved.Id], (await engine.Workflows.ListTemplatesAsync(Ours, "onboarding", default)).Select(static template => template.Id));
        Assert.Equal(9, (await engine.Workflows.ListTemplatesAsync(Ours, null, default)).Length);
        Assert.Equal(saved.ToJson(), (await engine.Workflows.FindTemplateAsync(Ours, saved.Id, default))!.ToJson());
        Assert.Null(await engine.Workflows.FindTemplateAsync(Theirs, saved.Id, default));
        Assert.Null(await engine.Workflows.CreateFromTemplateAsync(Theirs, saved.Id, null, default));

        var made = (await engine.Workflows.CreateFromTemplateAsync(Ours, saved.Id, null, default))!.Workflow;
        Assert.Equal(("Ours", saved.Canvas.ContentHash, """{"limit":1}"""), (made.Name, made.Canvas.ContentHash, made.Concurrency!.ToString()));

        Assert.Equal(TemplateDeletion.Unknown, await engine.Workflows.DeleteTemplateAsync(Theirs, saved.Id, default));
        Assert.Equal(TemplateDeletion.Deleted, await engine.Workflows.DeleteTemplateAsync(Ours, saved.Id, default));
        Assert.Equal(TemplateDeletion.Unknown, await engine.Workflows.DeleteTemplateAsync(Ours, saved.Id, default));
        Assert.Equal(TemplateDeletion.BuiltIn, await engine.Workflows.DeleteTemplateAsync(Ours, "tpl_onboarding", default));
        Assert.NotNull(await engine.Workflows.FindAsync(Ours, made.Id, default));
    }

    [Fact]
    public async Task SaveAsTemplate_OfAWorkflow_KeepsItsDraft()
    {
        await using var engine = Engine();
        var workflow = (await engine.Workflows.CreateFromTemplateAsync(Ours, "tpl_sla_reminder", JsonText.Parse("""{"name":"My SLA"}"""), default))!.Workflow;

        var saved = await engine.Workflows.SaveAsTemplateAsync(Ours, workflow.Id, "sla", default);

        Assert.Equal(("My SLA", "sla", workflow.Canvas.ContentHash, workflow.Trigger), (saved!.Name, saved.Category, saved.Canvas.ContentHash, saved.Trigger));
        Assert.Null(await engine.Workflows.SaveAsTemplateAsync(Ours, "wf_nobody", "sla", default));
        await Assert.ThrowsAsync<InvalidDefinitionException>(async () => await engine.Workflows.SaveAsTemplateAsync(Ours, workflow.Id, " ", default));
    }

    [Theory]
    [InlineData("""{"category":"x"}""", "name")]
    [InlineData("""{"name":"A"}""", "category")]
    [InlineData("""{"name":"A","category":""}""", "category")]
    [InlineData("""{"name":"A","category":7}""", "category")]
    [InlineData("""{"name":"A","category":"x","canvas_definition":[]}""", "canvas_definition")]
    [InlineData("""[]""", "")]
    public async Task SaveTemplate_WrongBody_SaysWhere(string body, string at)
    {
        await using var engine = Engine();

        var refused = await Assert.ThrowsAsync<InvalidDefinitionException>(async () => await engine.Workflows.SaveTemplateAsync(Ours, JsonText.Parse(body), default));

        Assert.Equal(at, Assert.Single(refused.Faults).Path.ToString());
    }

    [Fact]
    public async Task Create_WithTemplateId_TakesWhatTheBodyLeavesOut()
    {
        await using var engine = Engine();

        var plain = (await engine.Workflows.CreateAsync(Ours, JsonText.Parse("""{"template_id":"tpl_leave_request"}"""), default)).Workflow;
        var named = (await engine.Workflows.CreateAsync(Ours, JsonText.Parse("""{"template_id":"tpl_leave_request","name":"Holidays","description":null,"trigger_config":{"type":"manual"}}"""), default)).Workflow;

        Assert.Equal(("Leave request", TriggerType.Event), (plain.Name, plain.Trigger.Type));
        Assert.Equal(("Holidays", null, TriggerType.Manual, plain.Canvas.ContentHash), (named.Name, named.Description, named.Trigger.Type, named.Canvas.ContentHash));
        Assert.NotEqual(plain.Id, named.Id);
    }

    [Theory]
    [InlineData("""{"template_id":"tpl_nobody","name":"A"}""", "template_id: There is no template of that id. The list of templates names those that there are.")]
    [InlineData("""{"template_id":7,"name":"A"}""", "template_id: Input should be a valid string")]
    [InlineData("""{"template_id":"tpl_leave_request","name":""}""", "name: String should have at least 1 character")]
    public async Task Create_WithWrongTemplateId_SaysWhy(string body, string message)
    {
        await using var engine = Engine();

        Assert.Equal(message, (await Assert.ThrowsAsync<InvalidDefinitionException>(async () => await engine.Workflows.CreateAsync(Ours, JsonText.Parse(body), default))).Message);
    }

    [Fact]
    public async Task CreateFromTemplate_ChangesThatAreNoObject_AreRefused()
    {
        await using var engine = Engine();

        await Assert.ThrowsAsync<InvalidDefinitionException>(async () => await engine.Workflows.CreateFromTemplateAsync(Ours, "tpl_leave_request", JsonText.Parse("[]"), default));
    }

    [Fact]
    public async Task CreateFromTemplate_DryRun_TakesItsTestData()
    {
        await using var engine = Engine();
        var made = (await engine.Workflows.CreateFromTemplateAsync(Ours, "tpl_access_request", null, default))!.Workflow;

        var result = await engine.Workflows.DryRunAsync(made.Canvas, payload: null, default);

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal("billing", result.TriggerEvent.Element.GetProperty("system").GetString());
    }

    private EngineHarness Engine() => new(StoreSet.Memory(_time), _time, new Outside());
}
