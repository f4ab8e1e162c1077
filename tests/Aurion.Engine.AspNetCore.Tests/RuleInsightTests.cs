using System.Net;
using Aurion.Engine.AspNetCore.Tests.Support;

namespace Aurion.Engine.AspNetCore.Tests;

/// <summary>Explaining a rule, and running the time rules that are due.</summary>
public sealed class RuleInsightTests
{
    [Fact]
    public async Task Explain_ARuleThatDoesNotMatch_SaysWhyAndDoesNothing()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.PostAsync(Samples.Rules, Samples.EscalateUrgent)).String("id");

        var answer = (await host.PostAsync($"{Samples.Rules}/{id}/explain", Samples.NetworkEvent, role: "tenant_readonly")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(id, answer.GetProperty("rule_id").GetString());
        var condition = answer.GetProperty("conditions").GetProperty("parts")[0];
        Assert.Equal("false", condition.GetProperty("verdict").GetString());
        Assert.Equal("high", condition.GetProperty("actual").GetString());
        Assert.NotEmpty(condition.GetProperty("sentence").GetString()!);
        Assert.Equal("[]", (await host.GetAsync($"{Samples.Rules}/logs")).Text);
        Assert.Empty(host.Handler.Requests);
    }

    [Fact]
    public async Task Explain_WhatIsWrong_IsTold()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.PostAsync(Samples.Rules, Samples.EscalateUrgent)).String("id");

        Assert.Equal(["missing body.event_type"], (await host.PostAsync($"{Samples.Rules}/{id}/explain", "{}")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
        Assert.Equal("Automation rule not found", (await host.PostAsync($"{Samples.Rules}/rule_none/explain", Samples.NetworkEvent)).Expect(HttpStatusCode.NotFound).Detail);
        Assert.Equal("Automation rule not found", (await host.PostAsync($"{Samples.Rules}/{id}/explain", Samples.NetworkEvent, tenant: "globex")).Expect(HttpStatusCode.NotFound).Detail);
    }

    [Fact]
    public async Task RunTime_ADueRule_FiresOncePerConversation()
    {
        await using var host = await TestHost.StartAsync();
        var conversation = host.Conversations.Add("""{"priority":"urgent","updated_at":"2020-01-01T00:00:00Z"}""");
        host.Conversations.Add("""{"priority":"low","updated_at":"2020-01-01T00:00:00Z"}""");
        var rule = (await host.PostAsync(Samples.Rules, """
            {"name":"Remind","execution_mode":"time","time_condition":{"older_than_minutes":60,"basis":"updated_at"},
             "conditions":[{"field":"priority","operator":"equals","value":"urgent"}],"actions":[{"type":"send_notification","template":"remind"}]}
            """)).Expect(HttpStatusCode.Created).String("id");

        var first = (await host.PostAsync($"{Samples.Rules}/run-time", """{"rule_ids":null}""")).Expect(HttpStatusCode.OK);
        var second = (await host.PostAsync($"{Samples.Rules}/run-time")).Expect(HttpStatusCode.OK);

        var matched = first.Json.GetProperty("executed").EnumerateArray().Concat(second.Json.GetProperty("executed").EnumerateArray())
            .Where(static line => line.GetProperty("matched").GetBoolean()).ToList();
        var line = Assert.Single(matched);
        Assert.Equal((rule, conversation, true), (line.GetProperty("rule_id").GetString(), line.GetProperty("conversation_id").GetString(), line.GetProperty("success").GetBoolean()));
        Assert.Equal(["rule_id", "conversation_id", "matched", "success", "actions_executed", "error_message"], line.EnumerateObject().Select(static member => member.Name));
        Assert.Single(host.Handler.Requests);
        Assert.Equal(["list_type body.rule_ids"], (await host.PostAsync($"{Samples.Rules}/run-time", """{"rule_ids":"all"}""")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
        Assert.Equal(["string_type body.rule_ids.1"], (await host.PostAsync($"{Samples.Rules}/run-time", """{"rule_ids":["a",2]}""")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
    }
}
