using System.Net;
using System.Text.Json;
using Aurion.Engine.AspNetCore.Tests.Support;

namespace Aurion.Engine.AspNetCore.Tests;

/// <summary>What people do to runs over HTTP: cancel, hold, let go on, take up again, report the end of a step.</summary>
public sealed class RunControlTests
{
    private const string Workflows = Samples.Workflows;

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Cancel_ARunThatWaits_EndsItOnce(StoreKind store)
    {
        await using var host = await TestHost.StartAsync(store);
        var (id, runId) = await AskAsync(host);
        var path = $"{Workflows}/{id}/runs/{runId}/cancel";

        var cancelled = (await host.PostAsync(path, """{"reason":"Not wanted any more."}""")).Expect(HttpStatusCode.OK);

        Assert.Equal(runId, cancelled.String("id"));
        Assert.Equal("cancelled", (await HasStatusAsync(host, id, runId, "cancelled")).String("status"));
        Assert.Equal("Run has already finished", (await host.PostAsync(path)).Expect(HttpStatusCode.Conflict).Detail);
        Assert.Equal("[]", (await host.GetAsync($"{Workflows}/approvals/pending", role: "supervisor")).Text);
        Assert.Equal(["string_type body.reason"], (await host.PostAsync(path, """{"reason":1}""")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Pause_ARunThatWaits_HoldsItUntilItIsResumed(StoreKind store)
    {
        await using var host = await TestHost.StartAsync(store);
        var (id, runId) = await AskAsync(host);
        var run = $"{Workflows}/{id}/runs/{runId}";

        (await host.PostAsync($"{run}/pause", """{"reason":"Wait for the audit."}""")).Expect(HttpStatusCode.OK);

        await HasStatusAsync(host, id, runId, "paused");
        var request = (await host.GetAsync($"{Workflows}/approvals/pending", role: "supervisor")).Json[0].GetProperty("id").GetString();
        (await host.PostAsync($"{Workflows}/approvals/{request}/decide", """{"decision":"approved"}""", role: "supervisor")).Expect(HttpStatusCode.OK);
        Assert.Empty(host.Handler.Requests);

        (await host.PostAsync($"{run}/resume")).Expect(HttpStatusCode.OK);

        await HasStatusAsync(host, id, runId, "completed");
        Assert.Single(host.Handler.Requests);
        Assert.Equal("Run has already finished", (await host.PostAsync($"{run}/pause")).Expect(HttpStatusCode.Conflict).Detail);
        Assert.Equal("Run has already finished", (await host.PostAsync($"{run}/resume")).Expect(HttpStatusCode.Conflict).Detail);
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Retry_AFailedRun_GoesOnFromTheFailedStep(StoreKind store)
    {
        await using var host = await TestHost.StartAsync(store);
        var (id, runId) = await RunAsync(host, """{"type":"send_notification","fail_first":"The mail server is away."}""");
        await HasStatusAsync(host, id, runId, "failed");
        var path = $"{Workflows}/{id}/runs/{runId}/retry";

        Assert.Equal("Run did not fail at that step", (await host.PostAsync(path, """{"step":"start"}""")).Expect(HttpStatusCode.Conflict).Detail);
        var retried = (await host.PostAsync(path, """{"step":"work"}""")).Expect(HttpStatusCode.Accepted);

        Assert.Equal(["run_id", "workflow_id", "version", "status"], retried.Json.EnumerateObject().Select(static member => member.Name));
        await HasStatusAsync(host, id, runId, "completed");
        Assert.Equal(2, host.Handler.Requests.Count);
        Assert.Equal("Run has not failed", (await host.PostAsync(path)).Expect(HttpStatusCode.Conflict).Detail);
    }

    [Theory]
    [InlineData(StoreKind.Memory, "{}", "completed")]
    [InlineData(StoreKind.Sqlite, """{"status":"completed","output":{"ticket":7}}""", "completed")]
    [InlineData(StoreKind.Memory, """{"status":"failed","error":"The other side said no."}""", "failed")]
    public async Task Complete_AStepThatGoesOnElsewhere_EndsItOnce(StoreKind store, string body, string expected)
    {
        await using var host = await TestHost.StartAsync(store);
        var (id, runId) = await RunAsync(host, """{"type":"send_notification","later":true}""");
        await Eventually.AsksAsync(() => host.GetAsync($"{Workflows}/{id}/runs/{runId}/steps"), static steps => steps.Text.Contains("waiting", StringComparison.Ordinal));
        var token = Assert.Single(host.Handler.Requests).CompletionToken;
        var path = $"{Workflows}/{id}/runs/{runId}/steps/{token}/complete";

        Assert.Equal("Step not found", (await host.PostAsync($"{Workflows}/{id}/runs/{runId}/steps/x{token}/complete")).Expect(HttpStatusCode.NotFound).Detail);
        Assert.Equal("Workflow not found", (await host.PostAsync(path, tenant: "globex")).Expect(HttpStatusCode.NotFound).Detail);
        Assert.Equal(["enum body.status"], (await host.PostAsync(path, """{"status":"done"}""")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
        (await host.PostAsync(path, body)).Expect(HttpStatusCode.NoContent);

        var run = await HasStatusAsync(host, id, runId, expected);
        Assert.Equal(expected == "failed", run.Text.Contains("The other side said no.", StringComparison.Ordinal));
        (await host.PostAsync(path, body)).Expect(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Complete_WithATokenOfAnotherRun_IsNotFound()
    {
        await using var host = await TestHost.StartAsync();
        var (id, runId) = await RunAsync(host, """{"type":"send_notification","later":true}""");
        await Eventually.AsksAsync(() => host.GetAsync($"{Workflows}/{id}/runs/{runId}/steps"), static steps => steps.Text.Contains("waiting", StringComparison.Ordinal));
        var token = Assert.Single(host.Handler.Requests).CompletionToken;
        var other = (await host.PostAsync($"{Workflows}/{id}/execute", Body(host))).Expect(HttpStatusCode.Accepted).String("run_id");

        Assert.Equal("Step not found", (await host.PostAsync($"{Workflows}/{id}/runs/{other}/steps/{token}/complete")).Expect(HttpStatusCode.NotFound).Detail);

        Assert.NotEqual("completed", (await host.GetAsync($"{Workflows}/{id}/runs/{runId}")).String("status"));
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("retry")]
    public async Task Control_OfAnotherWorkflowsOrTenantsRun_Is404(string verb)
    {
        await using var host = await TestHost.StartAsync();
        var (id, runId) = await AskAsync(host);
        var other = (await host.PostAsync(Workflows, Samples.Onboarding)).String("id");

        Assert.Equal("Run not found", (await host.PostAsync($"{Workflows}/{other}/runs/{runId}/{verb}")).Expect(HttpStatusCode.NotFound).Detail);
        Assert.Equal("Run not found", (await host.PostAsync($"{Workflows}/{id}/runs/run_none/{verb}")).Expect(HttpStatusCode.NotFound).Detail);
        Assert.Equal("Workflow not found", (await host.PostAsync($"{Workflows}/{id}/runs/{runId}/{verb}", tenant: "globex")).Expect(HttpStatusCode.NotFound).Detail);

        Assert.Equal("waiting", (await host.GetAsync($"{Workflows}/{id}/runs/{runId}")).String("status"));
    }

    private static string Body(TestHost host) => $$"""{"conversation_id":"{{host.Conversations.Add("{}")}}"}""";

    private static async Task<(string Workflow, string Run)> AskAsync(TestHost host)
    {
        var id = (await host.PostAsync(Workflows, Samples.Approval)).Expect(HttpStatusCode.Created).String("id");
        return (id, await StartAsync(host, id, "waiting"));
    }

    /// <summary>Publishes a workflow of one action, starts it, and does not wait.</summary>
    private static async Task<(string Workflow, string Run)> RunAsync(TestHost host, string action)
    {
        var canvas = $$"""{"nodes":[{"id":"start","type":"trigger"},{"id":"work","type":"action","config":{{action}}}],"edges":[{"from":"start","to":"work"}]}""";
        var id = (await host.PostAsync(Workflows, $$"""{"name":"One action","canvas_definition":{{canvas}}}""")).Expect(HttpStatusCode.Created).String("id");
        return (id, await StartAsync(host, id, status: null));
    }

    private static async Task<string> StartAsync(TestHost host, string id, string? status)
    {
        (await host.PostAsync($"{Workflows}/{id}/publish")).Expect(HttpStatusCode.OK);
        var run = (await host.PostAsync($"{Workflows}/{id}/execute", Body(host))).Expect(HttpStatusCode.Accepted).String("run_id");
        if (status is not null)
        {
            await HasStatusAsync(host, id, run, status);
        }

        return run;
    }

    private static Task<Answer> HasStatusAsync(TestHost host, string workflow, string run, string status) => Eventually.AsksAsync(
        () => host.GetAsync($"{Workflows}/{workflow}/runs/{run}"),
        answer => answer.Json.TryGetProperty("status", out var found) && found.ValueKind is JsonValueKind.String && found.GetString() == status);
}
