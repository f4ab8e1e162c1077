using System.Net;
using System.Security.Cryptography;
using System.Text;
using Aurion.Engine.AspNetCore.Tests.Support;

namespace Aurion.Engine.AspNetCore.Tests;

/// <summary>Webhooks on a real Kestrel: signatures, rotation, redelivery.</summary>
public sealed class WebhookTests
{
    private const string Workflows = Samples.Workflows;
    private const string Body = """{"event": "deploy_completed", "version": "2.4.0"}""";
    private const string Canvas = """{"nodes":[{"id":"start","type":"trigger","config":{}},{"id":"tell","type":"action","config":{"type":"send_notification","version":"{{version}}"}}],"edges":[{"from":"start","to":"tell"}]}""";

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Delivery_FiftyTimesAtOnce_IsOneRunAndOneAnswer(StoreKind store)
    {
        await using var host = await TestHost.StartAsync(store);
        var (id, secret) = await CreateAsync(host);
        (await host.PostAsync($"{Workflows}/{id}/publish")).Expect(HttpStatusCode.OK);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => SendAsync(host, id, Body, Sign(secret, Body), ("X-Workflow-Delivery", "delivery-1"))));

        Assert.All(answers, static answer => answer.Expect(HttpStatusCode.Accepted));
        var run = Assert.Single(answers.Select(static answer => answer.Text).Distinct());
        Assert.StartsWith("{\"run_id\":\"run_", run, StringComparison.Ordinal);
        Assert.EndsWith(",\"status\":\"pending\"}", run, StringComparison.Ordinal);
        var listed = Assert.Single((await host.GetAsync($"{Workflows}/{id}/runs")).Json.EnumerateArray());
        Assert.Equal("webhook", listed.GetProperty("trigger_type").GetString());
        Assert.NotEqual(run, (await SendAsync(host, id, Body, "sha256=" + Sign(secret, Body).ToUpperInvariant(), ("X-Workflow-Delivery", "delivery-2"))).Expect(HttpStatusCode.Accepted).Text);
    }

    [Fact]
    public async Task Delivery_WhateverIsWrong_GetsOneAnswer()
    {
        await using var host = await TestHost.StartAsync();
        var (id, secret) = await CreateAsync(host);
        var right = Sign(secret, Body);
        var unpublished = await SendAsync(host, id, Body, right);
        (await host.PostAsync($"{Workflows}/{id}/publish")).Expect(HttpStatusCode.OK);
        var (manual, other) = await CreateAsync(host, "{\"type\":\"manual\"}");
        (await host.PostAsync($"{Workflows}/{manual}/publish")).Expect(HttpStatusCode.OK);

        Answer[] refused =
        [
            unpublished,
            await SendAsync(host, "wf_none", Body, right),
            await SendAsync(host, manual, Body, Sign(other, Body)),
            await SendAsync(host, id, Body, null),
            await SendAsync(host, id, Body, ""),
            await SendAsync(host, id, Body, right[..63]),
            await SendAsync(host, id, Body, right + "0"),
            await SendAsync(host, id, Body, "sha1=" + right),
            await SendAsync(host, id, Body, "zz" + right[2..]),
            await SendAsync(host, id, Body + " ", right),
            await SendAsync(host, id, Body, Sign(other, Body)),
            await SendAsync(host, id, "not json", Sign(other, "not json")),
        ];

        Assert.All(refused, static answer => Assert.Equal("{\"detail\":\"Invalid signature\"}", answer.Expect(HttpStatusCode.Unauthorized).Text));
        Assert.Equal(["json_invalid body"], (await SendAsync(host, id, "[1]", Sign(secret, "[1]"))).Expect(HttpStatusCode.UnprocessableEntity).Faults);
        (await SendAsync(host, id, new string(' ', 1_048_577), right)).Expect(HttpStatusCode.RequestEntityTooLarge);
        (await SendAsync(host, id, Body, right, ("X-API-Key", "any"), ("Origin", "https://elsewhere.test"))).Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Secret_IsRotated_TheOldOneStaysAndTheOneBeforeDoesNot()
    {
        await using var host = await TestHost.StartAsync();
        var (id, first) = await CreateAsync(host);
        (await host.PostAsync($"{Workflows}/{id}/publish")).Expect(HttpStatusCode.OK);

        var second = (await host.PostAsync($"{Workflows}/{id}/webhook-secret")).Expect(HttpStatusCode.OK).String("webhook_secret");
        (await SendAsync(host, id, Body, Sign(first, Body))).Expect(HttpStatusCode.Accepted);
        (await SendAsync(host, id, Body, Sign(second, Body))).Expect(HttpStatusCode.Accepted);
        var third = (await host.PostAsync($"{Workflows}/{id}/webhook-secret")).String("webhook_secret");

        (await SendAsync(host, id, Body, Sign(first, Body))).Expect(HttpStatusCode.Unauthorized);
        (await SendAsync(host, id, Body, Sign(second, Body))).Expect(HttpStatusCode.Accepted);
        (await SendAsync(host, id, Body, Sign(third, Body))).Expect(HttpStatusCode.Accepted);
        (await host.PostAsync($"{Workflows}/{id}/webhook-secret", tenant: "globex")).Expect(HttpStatusCode.NotFound);
        Assert.DoesNotContain("webhook_secret", (await host.GetAsync($"{Workflows}/{id}")).Text, StringComparison.Ordinal);
    }

    private static async Task<(string Id, string Secret)> CreateAsync(TestHost host, string trigger = "{\"type\":\"webhook\"}")
    {
        var created = (await host.PostAsync(Workflows, $$"""{"name":"W","trigger_config":{{trigger}},"canvas_definition":{{Canvas}} }""")).Expect(HttpStatusCode.Created);
        return (created.String("id"), created.String("webhook_secret"));
    }

    private static Task<Answer> SendAsync(TestHost host, string id, string body, string? signature, params (string Name, string Value)[] headers) =>
        host.PostAsync($"{Workflows}/webhook/{id}", body, "", "acme", signature is null ? headers : [("X-Workflow-Signature", signature), .. headers]);

    private static string Sign(string secret, string body) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
}
