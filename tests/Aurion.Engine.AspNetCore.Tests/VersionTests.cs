using System.Net;
using Aurion.Engine.AspNetCore.Tests.Support;

namespace Aurion.Engine.AspNetCore.Tests;

/// <summary>Versions, templates and rules that become workflows, over HTTP.</summary>
public sealed class VersionTests
{
    private const string Workflows = Samples.Workflows;

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Restore_TheFirstVersion_IsPublishedAsTheThird(StoreKind store)
    {
        await using var host = await TestHost.StartAsync(store);
        var id = await PublishTwiceAsync(host);

        var restored = (await host.PostAsync($"{Workflows}/{id}/versions/1/restore")).Expect(HttpStatusCode.OK);

        Assert.Equal(["workflow_id", "version", "published_at", "published_by", "canvas_definition", "trigger_config"], restored.Json.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(3, restored.Json.GetProperty("version").GetInt32());
        Assert.Equal("tenant_admin@acme", restored.String("published_by"));
        Assert.Equal(restored.Text, (await host.GetAsync($"{Workflows}/{id}/versions/3")).Expect(HttpStatusCode.OK).Text);
        Assert.Equal([3, 2, 1], (await host.GetAsync($"{Workflows}/{id}/versions")).Json.EnumerateArray().Select(static version => version.GetProperty("version").GetInt32()));
        Assert.Equal("Version not found", (await host.PostAsync($"{Workflows}/{id}/versions/4/restore")).Expect(HttpStatusCode.NotFound).Detail);
        Assert.Equal("Workflow not found", (await host.PostAsync($"{Workflows}/{id}/versions/1/restore", tenant: "globex")).Expect(HttpStatusCode.NotFound).Detail);
        Assert.Equal(["int_parsing path.version"], (await host.PostAsync($"{Workflows}/{id}/versions/first/restore")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
        (await host.PostAsync($"{Workflows}/{id}/versions/1/restore", null, "tenant_admin", "acme", ("If-Match", "\"1\""))).Expect(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task Diff_TwoVersionsAndTheDraft_NamesWhatChanged()
    {
        await using var host = await TestHost.StartAsync();
        var id = await PublishTwiceAsync(host);

        var diff = (await host.GetAsync($"{Workflows}/{id}/versions/1/diff/2", role: "tenant_readonly")).Expect(HttpStatusCode.OK);

        Assert.Equal(
            """{"from":1,"to":2,"nodes":{"added":[{"id":"more","type":"end","config":{}}],"removed":[],"changed":[{"id":"tell","kind":"changed","changes":[{"path":"config.to","before":"a","after":"b"}]}]},"edges":{"added":[{"from":"tell","to":"more"}],"removed":[],"changed":[]},"trigger_config":[],"layout_changed":false,"layout_nodes":[]}""",
            diff.Text);
        Assert.Equal("[]", (await host.GetAsync($"{Workflows}/{id}/versions/2/diff/draft")).Json.GetProperty("nodes").GetProperty("changed").GetRawText());
        Assert.Equal("Version not found", (await host.GetAsync($"{Workflows}/{id}/versions/1/diff/9")).Expect(HttpStatusCode.NotFound).Detail);
        Assert.Equal("Workflow not found", (await host.GetAsync($"{Workflows}/{id}/versions/1/diff/2", tenant: "globex")).Expect(HttpStatusCode.NotFound).Detail);
        Assert.Equal(["int_parsing path.from", "int_parsing path.to"], (await host.GetAsync($"{Workflows}/{id}/versions/a/diff/-1")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
    }

    [Fact]
    public async Task Impact_OfAWorkflow_NamesItsDependents()
    {
        await using var host = await TestHost.StartAsync();
        var id = await PublishTwiceAsync(host);

        var impact = (await host.GetAsync($"{Workflows}/{id}/impact")).Expect(HttpStatusCode.OK);

        Assert.Equal("""{"published_version":2,"live_runs":0,"live_runs_by_version":[],"trigger":null,"trigger_after_publish":null,"callers":[]}""", impact.Text);
        (await host.GetAsync($"{Workflows}/{id}/impact", tenant: "globex")).Expect(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Migrate_ARule_IsADraftWhoseFirstPublicationDisablesTheRule(StoreKind store)
    {
        await using var host = await TestHost.StartAsync(store);
        var rule = (await host.PostAsync(Samples.Rules, Samples.EscalateUrgent)).String("id");

        var migrated = (await host.PostAsync($"{Workflows}/migrate-from-rule/{rule}")).Expect(HttpStatusCode.Created);
        Assert.Equal("draft", migrated.String("status"));
        Assert.Equal("Escalate urgent tickets", migrated.String("name"));
        (await host.PostAsync($"{Workflows}/{migrated.String("id")}/publish")).Expect(HttpStatusCode.OK);

        Assert.False((await host.GetAsync($"{Samples.Rules}/{rule}")).Json.GetProperty("enabled").GetBoolean());
        Assert.Equal("Automation rule not found", (await host.PostAsync($"{Workflows}/migrate-from-rule/{rule}", tenant: "globex")).Expect(HttpStatusCode.NotFound).Detail);
        Assert.Contains("made of the rule already", (await host.PostAsync($"{Workflows}/migrate-from-rule/{rule}")).Expect(HttpStatusCode.Conflict).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Templates_ListInstallSaveAndDelete_AreTheTenantsOwn()
    {
        await using var host = await TestHost.StartAsync();
        var all = (await host.GetAsync($"{Workflows}/templates", role: "tenant_readonly")).Expect(HttpStatusCode.OK).Json.EnumerateArray().ToList();
        Assert.True(all.Count >= 8);
        var onboarding = Assert.Single((await host.GetAsync($"{Workflows}/templates?category=onboarding")).Json.EnumerateArray());
        var template = onboarding.GetProperty("id").GetString()!;

        var installed = (await host.PostAsync($"{Workflows}/templates/{template}/install")).Expect(HttpStatusCode.Created);
        var saved = (await host.PostAsync($"{Workflows}/templates", $$"""{"workflow_id":"{{installed.String("id")}}","category":"mine"}""")).Expect(HttpStatusCode.Created);

        Assert.Equal("draft", installed.String("status"));
        Assert.Equal(onboarding.GetProperty("canvas_definition").GetRawText(), installed.Json.GetProperty("canvas_definition").GetRawText());
        Assert.Equal(saved.String("id"), Assert.Single((await host.GetAsync($"{Workflows}/templates?category=mine")).Json.EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal("[]", (await host.GetAsync($"{Workflows}/templates?category=mine", tenant: "globex")).Text);
        (await host.DeleteAsync($"{Workflows}/templates/{saved.String("id")}", tenant: "globex")).Expect(HttpStatusCode.NotFound);
        (await host.DeleteAsync($"{Workflows}/templates/{saved.String("id")}")).Expect(HttpStatusCode.NoContent);
        (await host.DeleteAsync($"{Workflows}/templates/{template}")).Expect(HttpStatusCode.Forbidden);
        (await host.PostAsync($"{Workflows}/templates/tpl_none/install")).Expect(HttpStatusCode.NotFound);
        Assert.Equal(["missing body.workflow_id", "missing body.category"], (await host.PostAsync($"{Workflows}/templates", "{}")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
    }

    private static async Task<string> PublishTwiceAsync(TestHost host)
    {
        const string first = """{"nodes":[{"id":"start","type":"trigger","config":{}},{"id":"tell","type":"action","config":{"type":"send_notification","to":"a"}}],"edges":[{"from":"start","to":"tell"}]}""";
        const string second = """{"nodes":[{"id":"start","type":"trigger","config":{}},{"id":"tell","type":"action","config":{"type":"send_notification","to":"b"}},{"id":"more","type":"end","config":{}}],"edges":[{"from":"start","to":"tell"},{"from":"tell","to":"more"}]}""";
        var id = (await host.PostAsync(Workflows, $$"""{"name":"W","canvas_definition":{{first}} }""")).Expect(HttpStatusCode.Created).String("id");
        (await host.PostAsync($"{Workflows}/{id}/publish")).Expect(HttpStatusCode.OK);
        (await host.PatchAsync($"{Workflows}/{id}", $$"""{"canvas_definition":{{second}} }""")).Expect(HttpStatusCode.OK);
        (await host.PostAsync($"{Workflows}/{id}/publish")).Expect(HttpStatusCode.OK);
        return id;
    }
}
