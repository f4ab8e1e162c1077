using System.Net;
using System.Text.Json;
using Aurion.Engine.AspNetCore.Tests.Support;

namespace Aurion.Engine.AspNetCore.Tests;

/// <summary>Workflows over HTTP: drafts, versions, dry runs, on both stores.</summary>
public sealed class WorkflowTests
{
    private const string Workflows = Samples.Workflows;

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Create_TheReferencesExample_AnswersTheDraftWhole(StoreKind store)
    {
        await using var host = await TestHost.StartAsync(store);

        var created = (await host.PostAsync(Workflows, Samples.Onboarding)).Expect(HttpStatusCode.Created);

        var id = created.String("id");
        Assert.StartsWith("wf_", id, StringComparison.Ordinal);
        Assert.Equal(
            ["id", "name", "description", "status", "trigger_config", "canvas_definition", "published_version", "has_unpublished_changes", "webhook_url", "execution_count", "last_run_at", "created_at", "updated_at", "webhook_secret"],
            created.Json.EnumerateObject().Select(static member => member.Name));
        Assert.Equal("draft", created.String("status"));
        Assert.Equal(JsonValueKind.Null, created.Json.GetProperty("published_version").ValueKind);
        Assert.Equal($"/api/v2/workflows/webhook/{id}", created.String("webhook_url"));
        using var sent = JsonDocument.Parse(Samples.Onboarding);
        Assert.Equal(sent.RootElement.GetProperty("canvas_definition").GetRawText(), created.Json.GetProperty("canvas_definition").GetRawText());
        Assert.Equal(sent.RootElement.GetProperty("trigger_config").GetRawText(), created.Json.GetProperty("trigger_config").GetRawText());
        var found = (await host.GetAsync($"{Workflows}/{id}")).Expect(HttpStatusCode.OK).Text;
        Assert.Equal(created.Text, found.Insert(found.Length - 1, $",\"webhook_secret\":\"{created.String("webhook_secret")}\""));
        Assert.Equal($"[{found}]", (await host.GetAsync(Workflows)).Text);
    }

    [Fact]
    public async Task DryRun_TheReferencesExample_WalksThePathAndDoesNothing()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.PostAsync(Workflows, Samples.Onboarding)).String("id");

        var answer = (await host.PostAsync($"{Workflows}/{id}/dry-run", Samples.DryRun, role: "tenant_readonly")).Expect(HttpStatusCode.OK);

        Assert.Equal(
            ["workflow_id", "status", "trigger_event", "path", "steps", "planned_actions", "assumptions", "warnings", "choices"],
            answer.Json.EnumerateObject().Select(static member => member.Name));
        Assert.Equal("completed", answer.String("status"));
        Assert.Equal(["start", "check", "create_accounts", "notify"], answer.Json.GetProperty("path").EnumerateArray().Select(static node => node.GetString()));
        Assert.Equal(
            """[{"node_id":"create_accounts","type":"create_ticket","subject":"Create accounts for new hire"},{"node_id":"notify","type":"send_notification"}]""",
            answer.Json.GetProperty("planned_actions").GetRawText());
        var choice = Assert.Single(answer.Json.GetProperty("choices").EnumerateArray());
        Assert.Equal(("check", "true"), (choice.GetProperty("node_id").GetString(), choice.GetProperty("conditions").GetProperty("verdict").GetString()));
        Assert.Empty(host.Handler.Requests);
        Assert.Equal("[]", (await host.GetAsync($"{Workflows}/{id}/runs")).Text);
    }

    [Fact]
    public async Task DryRun_WithoutABody_TakesTheEmptyEvent()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.PostAsync(Workflows, Samples.Onboarding)).String("id");

        var answer = (await host.PostAsync($"{Workflows}/{id}/dry-run")).Expect(HttpStatusCode.OK);

        Assert.Equal("{}", answer.Json.GetProperty("trigger_event").GetRawText());
        Assert.Equal(["start", "check"], answer.Json.GetProperty("path").EnumerateArray().Select(static node => node.GetString()));
    }

    [Fact]
    public async Task DryRun_WithoutAnEvent_TakesThePinnedTestData()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.PostAsync(Workflows, Samples.Onboarding.Replace("""{"event": "ticket.created"}""", """{"event": "ticket.created", "test_data": {"category": "Onboarding"}}""", StringComparison.Ordinal))).Expect(HttpStatusCode.Created).String("id");

        var answer = (await host.PostAsync($"{Workflows}/{id}/dry-run", "{}")).Expect(HttpStatusCode.OK);

        Assert.Equal("""{"category": "Onboarding"}""", answer.Json.GetProperty("trigger_event").GetRawText());
        Assert.Equal(4, answer.Json.GetProperty("path").GetArrayLength());
    }

    [Fact]
    public async Task DryRun_Decisions_AreTakenAndTheDefaultIsNamed()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.PostAsync(Workflows, Samples.Approval)).String("id");

        var assumed = await host.PostAsync($"{Workflows}/{id}/dry-run", "{}");
        var rejected = await host.PostAsync($"{Workflows}/{id}/dry-run", """{"decisions":{"ask":"rejected"}}""");
        var faulty = await host.PostAsync($"{Workflows}/{id}/dry-run", """{"trigger_event":1,"decisions":{"ask":"maybe"}}""");

        Assert.Equal(["start", "ask", "yes"], assumed.Expect(HttpStatusCode.OK).Json.GetProperty("path").EnumerateArray().Select(static node => node.GetString()));
        Assert.Contains(assumed.Json.GetProperty("assumptions").EnumerateArray(), static text => text.GetString()!.Contains("ask", StringComparison.Ordinal));
        Assert.Equal(["start", "ask", "no"], rejected.Expect(HttpStatusCode.OK).Json.GetProperty("path").EnumerateArray().Select(static node => node.GetString()));
        Assert.Equal(["dict_type body.trigger_event", "enum body.decisions.ask"], faulty.Expect(HttpStatusCode.UnprocessableEntity).Faults);
    }

    [Fact]
    public async Task DryRun_OfABrokenCanvas_FailsWithWarnings()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.PostAsync(Workflows, """{"name":"Broken","canvas_definition":{"nodes":[{"id":"a","type":"teleport"}],"edges":[]}}""")).String("id");

        var answer = (await host.PostAsync($"{Workflows}/{id}/dry-run", "{}")).Expect(HttpStatusCode.OK);

        Assert.Equal("failed", answer.String("status"));
        Assert.NotEmpty(answer.Json.GetProperty("warnings").EnumerateArray());
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Publish_Draft_AnswersTheVersionAndLaterTheStandingOne(StoreKind store)
    {
        await using var host = await TestHost.StartAsync(store);
        var id = (await host.PostAsync(Workflows, Samples.Onboarding)).String("id");

        var first = (await host.PostAsync($"{Workflows}/{id}/publish", role: "supervisor")).Expect(HttpStatusCode.OK);
        var again = (await host.PostAsync($"{Workflows}/{id}/publish")).Expect(HttpStatusCode.OK);
        var published = await host.GetAsync($"{Workflows}/{id}");

        Assert.Equal(
            ["workflow_id", "version", "published_at", "published_by", "canvas_definition", "trigger_config"],
            first.Json.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(1, first.Json.GetProperty("version").GetInt32());
        Assert.Equal("supervisor@acme", first.String("published_by"));
        Assert.Equal(first.Text, again.Text);
        Assert.Equal("published", published.String("status"));
        Assert.Equal(1, published.Json.GetProperty("published_version").GetInt32());
        Assert.False(published.Json.GetProperty("has_unpublished_changes").GetBoolean());

        await host.PatchAsync($"{Workflows}/{id}", """{"canvas_definition":{"nodes":[{"id":"start","type":"trigger"}],"edges":[]}}""");
        Assert.True((await host.GetAsync($"{Workflows}/{id}")).Json.GetProperty("has_unpublished_changes").GetBoolean());
        Assert.Equal(2, (await host.PostAsync($"{Workflows}/{id}/publish")).Expect(HttpStatusCode.OK).Json.GetProperty("version").GetInt32());
        var versions = (await host.GetAsync($"{Workflows}/{id}/versions")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal([2, 1], versions.EnumerateArray().Select(static version => version.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task Publish_CanvasWithErrors_Is422InBothForms()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.PostAsync(Workflows, """{"name":"Broken","canvas_definition":{"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"teleport"}],"edges":[{"from":"t","to":"nowhere"}]}}""")).Expect(HttpStatusCode.Created).String("id");

        var refused = (await host.PostAsync($"{Workflows}/{id}/publish")).Expect(HttpStatusCode.UnprocessableEntity);
        var findings = (await host.PostAsync($"{Workflows}/{id}/validate", role: "agent")).Expect(HttpStatusCode.OK).Json;

        var item = refused.Json.GetProperty("detail")[0];
        Assert.Equal(["type", "loc", "msg", "input", "severity", "code", "node_id", "edge", "message"], item.EnumerateObject().Select(static member => member.Name));
        Assert.StartsWith("""["body","canvas_definition",""", item.GetProperty("loc").GetRawText(), StringComparison.Ordinal);
        Assert.Contains(refused.Json.GetProperty("detail").EnumerateArray(), static fault => fault.GetProperty("node_id").GetString() == "a");
        Assert.Contains(refused.Json.GetProperty("detail").EnumerateArray(), static fault => fault.GetProperty("edge") is { ValueKind: JsonValueKind.Object } edge && edge.GetProperty("to").GetString() == "nowhere");
        Assert.Contains(findings.EnumerateArray(), static finding => finding.GetProperty("severity").GetString() == "error");
        Assert.Equal(["severity", "code", "node_id", "edge", "message"], findings[0].EnumerateObject().Select(static member => member.Name));
    }

    [Theory]
    [InlineData("""{"name":"a","trigger_config":{"type":"sometimes"}}""", "body.trigger_config.type")]
    [InlineData("""{"name":""}""", "body.name")]
    [InlineData("""{"canvas_definition":{}}""", "body.name")]
    [InlineData("""{"name":"a","canvas_definition":[]}""", "body.canvas_definition")]
    [InlineData("""{"name":"a","description":5}""", "body.description")]
    public async Task Create_WhatIsWrong_Is422(string body, string loc)
    {
        await using var host = await TestHost.StartAsync();

        Assert.Contains((await host.PostAsync(Workflows, body)).Expect(HttpStatusCode.UnprocessableEntity).Faults, fault => fault.EndsWith(' ' + loc, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Patch_ETags_GuardAgainstLostUpdates()
    {
        await using var host = await TestHost.StartAsync();
        var created = await host.PostAsync(Workflows, Samples.Onboarding);
        var path = $"{Workflows}/{created.String("id")}";

        var changed = (await host.PatchAsync(path, """{"name":"Renamed","description":null}""", headers: ("If-Match", created.ETag!))).Expect(HttpStatusCode.OK);
        (await host.PatchAsync(path, """{"name":"Lost"}""", headers: ("If-Match", created.ETag!))).Expect(HttpStatusCode.PreconditionFailed);
        (await host.PostAsync(path + "/publish", headers: ("If-Match", created.ETag!))).Expect(HttpStatusCode.PreconditionFailed);
        (await host.DeleteAsync(path, headers: ("If-Match", created.ETag!))).Expect(HttpStatusCode.PreconditionFailed);

        Assert.Equal("Renamed", changed.String("name"));
        Assert.Equal(JsonValueKind.Null, changed.Json.GetProperty("description").ValueKind);
        (await host.DeleteAsync(path, headers: ("If-Match", changed.ETag!))).Expect(HttpStatusCode.NoContent);
        Assert.Equal("""{"detail":"Workflow not found"}""", (await host.GetAsync(path)).Expect(HttpStatusCode.NotFound).Text);
    }

    [Fact]
    public async Task List_Filters_AndPages()
    {
        await using var host = await TestHost.StartAsync();
        var ids = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            ids.Add((await host.PostAsync(Workflows, $$$"""{"name":"Workflow {{{number}}}","canvas_definition":{"nodes":[{"id":"t","type":"trigger"}],"edges":[]}}""")).String("id"));
        }

        await host.PostAsync($"{Workflows}/{ids[1]}/publish");
        (await host.PatchAsync($"{Workflows}/{ids[2]}", """{"status":"archived"}""")).Expect(HttpStatusCode.OK);

        Assert.Equal([ids[4], ids[3], ids[2], ids[1], ids[0]], Ids(await host.GetAsync(Workflows)));
        Assert.Equal([ids[3], ids[2]], Ids(await host.GetAsync(Workflows + "?limit=2&offset=1")));
        Assert.Equal([ids[1]], Ids(await host.GetAsync(Workflows + "?status=published")));
        Assert.Equal([ids[2]], Ids(await host.GetAsync(Workflows + "?status=archived")));
        Assert.Equal(["enum query.status", "less_than_equal query.limit", "greater_than_equal query.offset"], (await host.GetAsync(Workflows + "?status=lost&limit=500&offset=-1")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
    }

    [Fact]
    public async Task UnknownWorkflow_OnEveryRoute_Is404AsAreThoseOfOtherTenants()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.PostAsync(Workflows, Samples.Onboarding)).String("id");
        var conversation = host.Conversations.Add("{}", tenant: "globex");

        foreach (var (workflow, tenant) in new[] { ("wf_none", "acme"), (id, "globex") })
        {
            var path = $"{Workflows}/{workflow}";
            foreach (var answer in new[]
            {
                await host.GetAsync(path, tenant: tenant),
                await host.PatchAsync(path, """{"name":"x"}""", tenant: tenant),
                await host.DeleteAsync(path, tenant: tenant),
                await host.PostAsync(path + "/validate", tenant: tenant),
                await host.PostAsync(path + "/publish", tenant: tenant),
                await host.GetAsync(path + "/versions", tenant: tenant),
                await host.PostAsync(path + "/execute", $$"""{"conversation_id":"{{conversation}}"}""", tenant: tenant),
                await host.PostAsync(path + "/dry-run", tenant: tenant),
                await host.GetAsync(path + "/runs", tenant: tenant),
                await host.GetAsync(path + "/runs/run_none", tenant: tenant),
                await host.GetAsync(path + "/runs/run_none/steps", tenant: tenant),
            })
            {
                Assert.Equal("""{"detail":"Workflow not found"}""", answer.Expect(HttpStatusCode.NotFound).Text);
            }
        }
    }

    private static string[] Ids(Answer list) => [.. list.Expect(HttpStatusCode.OK).Json.EnumerateArray().Select(static item => item.GetProperty("id").GetString()!)];
}
