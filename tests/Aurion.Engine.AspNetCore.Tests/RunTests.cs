using System.Net;
using System.Text.Json;
using Aurion.Engine.AspNetCore.Tests.Support;

namespace Aurion.Engine.AspNetCore.Tests;

/// <summary>Runs and approvals over HTTP, driven by the real workers on both stores.</summary>
public sealed class RunTests
{
    private const string Workflows = Samples.Workflows;

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Execute_TheReferencesExample_RunsToItsEnd(StoreKind store)
    {
        await using var host = await TestHost.StartAsync(store);
        var id = await PublishAsync(host, Samples.Onboarding);
        var conversation = host.Conversations.Add("""{"category":"Onboarding","priority":"high"}""");

        var started = (await host.PostAsync($"{Workflows}/{id}/execute", Body(conversation))).Expect(HttpStatusCode.Accepted);

        var runId = started.String("run_id");
        Assert.Equal($$"""{"run_id":"{{runId}}","workflow_id":"{{id}}","version":1,"status":"pending"}""", started.Text);
        var run = await FinishedAsync(host, id, runId);
        Assert.Equal(
            ["id", "workflow_id", "version", "status", "trigger_type", "conversation_id", "started_at", "finished_at", "error_message"],
            run.Json.EnumerateObject().Select(static member => member.Name));
        Assert.Equal("completed", run.String("status"));
        Assert.Equal("manual", run.String("trigger_type"));
        Assert.Equal(conversation, run.String("conversation_id"));

        var steps = (await host.GetAsync($"{Workflows}/{id}/runs/{runId}/steps")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(["start", "check", "create_accounts", "notify"], steps.EnumerateArray().Select(static step => step.GetProperty("node_id").GetString()));
        Assert.All(steps.EnumerateArray(), static step => Assert.Equal("completed", step.GetProperty("status").GetString()));
        Assert.Equal(
            ["id", "node_id", "node_type", "name", "status", "attempt", "branch", "input", "output", "error", "started_at", "finished_at"],
            steps[0].EnumerateObject().Select(static member => member.Name));
        Assert.Equal("true", steps[1].GetProperty("branch").GetString());
        Assert.Equal(["create_ticket", "send_notification"], host.Handler.Requests.Select(static request => request.Type));
        Assert.Equal($"[{run.Text}]", (await host.GetAsync($"{Workflows}/{id}/runs?status=completed&limit=10")).Text);
        Assert.Equal("[]", (await host.GetAsync($"{Workflows}/{id}/runs?status=failed")).Text);

        var workflow = await host.GetAsync($"{Workflows}/{id}");
        Assert.Equal(1, workflow.Json.GetProperty("execution_count").GetInt32());
        Assert.Equal(run.String("started_at"), workflow.String("last_run_at"));
    }

    [Fact]
    public async Task Execute_WhatIsWrong_IsToldInTheContractsOrder()
    {
        await using var host = await TestHost.StartAsync();
        var draft = (await host.PostAsync(Workflows, Samples.Onboarding)).String("id");
        var known = host.Conversations.Add("{}");
        var foreign = host.Conversations.Add("{}", tenant: "globex");

        Assert.Equal(["missing body.conversation_id"], (await host.PostAsync($"{Workflows}/wf_none/execute", "{}")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
        Assert.Equal(["uuid_parsing body.conversation_id"], (await host.PostAsync($"{Workflows}/{draft}/execute", Body("conv_xyz"))).Expect(HttpStatusCode.UnprocessableEntity).Faults);
        Assert.Equal(["string_type body.conversation_id"], (await host.PostAsync($"{Workflows}/{draft}/execute", """{"conversation_id":null}""")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
        Assert.Equal("Workflow is not published", (await host.PostAsync($"{Workflows}/{draft}/execute", Body(known))).Expect(HttpStatusCode.Conflict).Detail);

        await host.PostAsync($"{Workflows}/{draft}/publish");
        Assert.Equal("Conversation not found", (await host.PostAsync($"{Workflows}/{draft}/execute", Body(foreign))).Expect(HttpStatusCode.NotFound).Detail);

        await host.PatchAsync($"{Workflows}/{draft}", """{"status":"archived"}""");
        (await host.PostAsync($"{Workflows}/{draft}/execute", Body(known))).Expect(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Execute_SameIdempotencyKey_AnswersTheFirstRun(StoreKind store)
    {
        await using var host = await TestHost.StartAsync(store);
        var id = await PublishAsync(host, Samples.Onboarding);
        var body = Body(host.Conversations.Add("{}"));

        var first = await host.PostAsync($"{Workflows}/{id}/execute", body, headers: ("Idempotency-Key", "k"));
        var second = await host.PostAsync($"{Workflows}/{id}/execute", body, headers: ("Idempotency-Key", "k"));
        var third = await host.PostAsync($"{Workflows}/{id}/execute", body);

        Assert.Equal(first.Expect(HttpStatusCode.Accepted).Text, second.Expect(HttpStatusCode.Accepted).Text);
        Assert.NotEqual(first.String("run_id"), third.String("run_id"));
    }

    [Fact]
    public async Task Event_ThatAWorkflowListensTo_StartsIt()
    {
        await using var host = await TestHost.StartAsync();
        var id = await PublishAsync(host, Samples.Onboarding);

        var fired = await host.PostAsync(Samples.Rules + "/execute-event", """{"event_type":"ticket.created","conversation_id":null,"payload":{"category":"Onboarding"}}""");

        Assert.Equal("[]", fired.Expect(HttpStatusCode.OK).Json.GetProperty("executed").GetRawText());
        var runs = await Eventually.AsksAsync(() => host.GetAsync($"{Workflows}/{id}/runs"), static list => list.Json is { } all && all.GetArrayLength() == 1 && all[0].GetProperty("status").GetString() == "completed");
        Assert.Equal("event", runs.Json[0].GetProperty("trigger_type").GetString());
    }

    [Theory]
    [InlineData(StoreKind.Memory, "approved", "yes")]
    [InlineData(StoreKind.Memory, "rejected", "no")]
    [InlineData(StoreKind.Sqlite, "approved", "yes")]
    [InlineData(StoreKind.Sqlite, "rejected", "no")]
    public async Task Decide_BothWays_TheRunGoesOnThatWay(StoreKind store, string decision, string template)
    {
        await using var host = await TestHost.StartAsync(store);
        var (id, runId, request) = await AskAsync(host);

        var decided = (await host.PostAsync($"{Workflows}/approvals/{request}/decide", $$"""{"decision":"{{decision}}","comment":"Looks good, proceed."}""", role: "supervisor")).Expect(HttpStatusCode.OK);

        Assert.Equal(decision, decided.String("status"));
        var vote = decided.Json.GetProperty("received")[0];
        Assert.Equal("supervisor@acme", vote.GetProperty("user_id").GetString());
        Assert.Equal("Looks good, proceed.", vote.GetProperty("comment").GetString());
        Assert.Equal("completed", (await FinishedAsync(host, id, runId)).String("status"));
        Assert.Equal(template, Assert.Single(host.Handler.Requests).Parameters.Element.GetProperty("template").GetString());
        Assert.Equal("[]", (await host.GetAsync($"{Workflows}/approvals/pending", role: "supervisor")).Text);
        Assert.Equal($"Approval request is already {decision}", (await host.PostAsync($"{Workflows}/approvals/{request}/decide", """{"decision":"approved"}""", role: "supervisor")).Expect(HttpStatusCode.Conflict).Detail);
    }

    [Fact]
    public async Task Pending_ShowsTheRequest_ToThoseWhoMayDecide()
    {
        await using var host = await TestHost.StartAsync();
        var (id, runId, request) = await AskAsync(host);

        var pending = (await host.GetAsync($"{Workflows}/approvals/pending", role: "supervisor")).Expect(HttpStatusCode.OK).Json;

        var item = pending[0];
        Assert.StartsWith("req_", request, StringComparison.Ordinal);
        Assert.Equal(
            ["id", "workflow_id", "workflow_name", "run_id", "node_id", "title", "message", "conversation_id", "approvers", "required", "received", "requested_at", "expires_at"],
            item.EnumerateObject().Select(static member => member.Name));
        Assert.Equal((id, runId, "ask", "Go on?", "For a laptop", 1), (
            item.GetProperty("workflow_id").GetString(), item.GetProperty("run_id").GetString(), item.GetProperty("node_id").GetString(),
            item.GetProperty("title").GetString(), item.GetProperty("message").GetString(), item.GetProperty("required").GetInt32()));
        Assert.Equal("""["role:supervisor"]""", item.GetProperty("approvers").GetRawText());
        Assert.Equal("[]", (await host.GetAsync($"{Workflows}/approvals/pending", role: "tenant_admin")).Text);
        Assert.Equal("[]", (await host.GetAsync($"{Workflows}/approvals/pending", role: "supervisor", tenant: "globex")).Text);
    }

    [Fact]
    public async Task Decide_WhoeverMayNot_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var (_, _, request) = await AskAsync(host);
        var path = $"{Workflows}/approvals/{request}/decide";

        (await host.PostAsync(path, """{"decision":"approved"}""", role: "tenant_admin")).Expect(HttpStatusCode.Forbidden);
        (await host.PostAsync(path, """{"decision":"approved"}""", role: "agent")).Expect(HttpStatusCode.Forbidden);
        Assert.Equal("Approval request not found", (await host.PostAsync(path, """{"decision":"approved"}""", role: "supervisor", tenant: "globex")).Expect(HttpStatusCode.NotFound).Detail);
        (await host.PostAsync($"{Workflows}/approvals/req_none/decide", """{"decision":"approved"}""", role: "supervisor")).Expect(HttpStatusCode.NotFound);
        (await host.SendAsync(HttpMethod.Get, path, null, "supervisor")).Expect(HttpStatusCode.MethodNotAllowed);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await host.SendAsync(HttpMethod.Head, path, null, "supervisor")).Status);
        Assert.Equal(["enum body.decision", "string_type body.comment"], (await host.PostAsync(path, """{"decision":"Approved","comment":1}""", role: "supervisor")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
        Assert.Equal(["missing body.decision"], (await host.PostAsync(path, "{}", role: "supervisor")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
        Assert.Equal(["string_too_long body.comment"], (await host.PostAsync(path, $$"""{"decision":"approved","comment":"{{new string('x', 2001)}}"}""", role: "supervisor")).Expect(HttpStatusCode.UnprocessableEntity).Faults);

        Assert.Single((await host.GetAsync($"{Workflows}/approvals/pending", role: "supervisor")).Json.EnumerateArray());
        Assert.Empty(host.Handler.Requests);
    }

    [Fact]
    public async Task Delete_WhileARunIsOpen_Is409UnlessForced()
    {
        await using var host = await TestHost.StartAsync();
        var (id, runId, request) = await AskAsync(host);

        Assert.NotNull((await host.DeleteAsync($"{Workflows}/{id}")).Expect(HttpStatusCode.Conflict).Detail);
        Assert.Equal(["bool_parsing query.force"], (await host.DeleteAsync($"{Workflows}/{id}?force=yes")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
        (await host.DeleteAsync($"{Workflows}/{id}?force=true")).Expect(HttpStatusCode.NoContent);

        Assert.Equal("cancelled", (await FinishedAsync(host, id, runId)).String("status"));
        (await host.PostAsync($"{Workflows}/approvals/{request}/decide", """{"decision":"approved"}""", role: "supervisor")).Expect(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Run_OfAnotherWorkflowOrTenant_Is404()
    {
        await using var host = await TestHost.StartAsync();
        var (id, runId, _) = await AskAsync(host);
        var other = (await host.PostAsync(Workflows, Samples.Onboarding)).String("id");

        Assert.Equal("""{"detail":"Run not found"}""", (await host.GetAsync($"{Workflows}/{other}/runs/{runId}")).Expect(HttpStatusCode.NotFound).Text);
        Assert.Equal("Run not found", (await host.GetAsync($"{Workflows}/{other}/runs/{runId}/steps")).Expect(HttpStatusCode.NotFound).Detail);
        Assert.Equal("Run not found", (await host.GetAsync($"{Workflows}/{id}/runs/run_none")).Expect(HttpStatusCode.NotFound).Detail);
        Assert.Equal("Workflow not found", (await host.GetAsync($"{Workflows}/{id}/runs/{runId}", tenant: "globex")).Expect(HttpStatusCode.NotFound).Detail);
        Assert.Equal(["enum query.status"], (await host.GetAsync($"{Workflows}/{id}/runs?status=done")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
    }

    private static string Body(string conversation) => $$"""{"conversation_id":"{{conversation}}"}""";

    private static async Task<string> PublishAsync(TestHost host, string workflow)
    {
        var id = (await host.PostAsync(Workflows, workflow)).Expect(HttpStatusCode.Created).String("id");
        (await host.PostAsync($"{Workflows}/{id}/publish")).Expect(HttpStatusCode.OK);
        return id;
    }

    /// <summary>Starts the approval canvas and waits until it asks.</summary>
    private static async Task<(string Workflow, string Run, string Request)> AskAsync(TestHost host)
    {
        var id = await PublishAsync(host, Samples.Approval);
        var conversation = host.Conversations.Add("""{"subject":"a laptop"}""");
        var run = (await host.PostAsync($"{Workflows}/{id}/execute", Body(conversation))).Expect(HttpStatusCode.Accepted).String("run_id");
        var pending = await Eventually.AsksAsync(() => host.GetAsync($"{Workflows}/approvals/pending", role: "supervisor"), static list => list.Json.GetArrayLength() == 1);
        return (id, run, pending.Json[0].GetProperty("id").GetString()!);
    }

    private static Task<Answer> FinishedAsync(TestHost host, string workflow, string run) => Eventually.AsksAsync(
        () => host.GetAsync($"{Workflows}/{workflow}/runs/{run}"),
        static answer => answer.Json.TryGetProperty("finished_at", out var finished) && finished.ValueKind is JsonValueKind.String);
}
