using System.Net;
using System.Text.Json;
using Aurion.Engine.AspNetCore.Tests.Support;

namespace Aurion.Engine.AspNetCore.Tests;

/// <summary>Automation rules over HTTP: the reference's examples and everything around them, on both stores.</summary>
public sealed class RuleTests
{
    private const string Rules = Samples.Rules;

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Create_TheReferencesExample_AnswersTheRuleWhole(StoreKind store)
    {
        await using var host = await TestHost.StartAsync(store);

        var created = (await host.PostAsync(Rules, Samples.EscalateUrgent)).Expect(HttpStatusCode.Created);

        var id = created.String("id");
        Assert.StartsWith("rule_", id, StringComparison.Ordinal);
        Assert.Equal($"{Rules}/{id}", created.Location);
        Assert.Equal("application/json; charset=utf-8", created.ContentType);
        Assert.Equal(
            ["id", "name", "description", "enabled", "execution_mode", "trigger_event", "time_condition", "conditions", "actions", "priority_order", "stop_processing", "execution_count", "last_fired_at", "created_at", "updated_at"],
            created.Json.EnumerateObject().Select(static member => member.Name));
        Assert.Equal("event", created.String("execution_mode"));
        Assert.Equal("{}", created.Json.GetProperty("time_condition").GetRawText());
        Assert.Equal(JsonValueKind.Null, created.Json.GetProperty("description").ValueKind);
        Assert.Equal("""{"field":"priority","operator":"equals","value":"urgent"}""", Compact(created.Json.GetProperty("conditions")[0]));
        Assert.Equal("""{"type":"send_notification","template":"urgent_ticket"}""", Compact(created.Json.GetProperty("actions")[1]));
        Assert.Equal(0, created.Json.GetProperty("execution_count").GetInt32());
        Assert.EndsWith("Z", created.String("created_at"), StringComparison.Ordinal);

        Assert.Equal(created.Text, (await host.GetAsync($"{Rules}/{id}")).Expect(HttpStatusCode.OK).Text);
        Assert.Equal($"[{created.Text}]", (await host.GetAsync(Rules)).Text);
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task ExecuteEvent_TheReferencesExample_AnswersAsTheReference(StoreKind store)
    {
        await using var host = await TestHost.StartAsync(store);
        var rule = (await host.PostAsync(Rules, Samples.AssignNetwork)).String("id");

        var fired = (await host.PostAsync(Rules + "/execute-event", Samples.NetworkEvent, role: "agent")).Expect(HttpStatusCode.OK);

        Assert.Equal(
            $$$"""{"event_type":"ticket.created","conversation_id":"conv_xyz","executed":[{"rule_id":"{{{rule}}}","matched":true,"success":true,"actions_executed":[{"type":"assign_team","team_id":"team_network","status":"ok"}],"error_message":null}]}""",
            fired.Text);

        var log = (await host.GetAsync(Rules + "/logs?limit=50")).Expect(HttpStatusCode.OK).Json[0];
        Assert.StartsWith("log_", log.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ["id", "rule_id", "rule_name", "event_type", "conversation_id", "status", "actions_executed", "executed_at"],
            log.EnumerateObject().Select(static member => member.Name));
        Assert.Equal("Auto-assign VPN tickets to Network team", log.GetProperty("rule_name").GetString());
        Assert.Equal("success", log.GetProperty("status").GetString());
        Assert.Equal(1, log.GetProperty("actions_executed").GetInt32());

        var after = await host.GetAsync($"{Rules}/{rule}");
        Assert.Equal(1, after.Json.GetProperty("execution_count").GetInt32());
        Assert.Equal(log.GetProperty("executed_at").GetString(), after.String("last_fired_at"));
    }

    [Fact]
    public async Task ExecuteEvent_OutwardActions_ArePerformedAndFailuresTold()
    {
        await using var host = await TestHost.StartAsync();
        await host.PostAsync(Rules, """
            {"name":"Two","trigger_event":"x","on_error":"fail","actions":[
              {"type":"send_notification","template":"t"},{"type":"send_notification","fail":"mail is down"},{"type":"send_notification"}]}
            """);
        await host.PostAsync(Rules, """{"name":"Never","trigger_event":"x","priority_order":1,"conditions":[{"field":"a","operator":"equals","value":1}],"actions":[{"type":"unassign"}]}""");

        var fired = (await host.PostAsync(Rules + "/execute-event", """{"event_type":"x"}""")).Expect(HttpStatusCode.OK).Json;

        var first = fired.GetProperty("executed")[0];
        Assert.Equal(JsonValueKind.Null, fired.GetProperty("conversation_id").ValueKind);
        Assert.True(first.GetProperty("matched").GetBoolean());
        Assert.False(first.GetProperty("success").GetBoolean());
        Assert.Equal(
            ["ok", "failed", "skipped"],
            first.GetProperty("actions_executed").EnumerateArray().Select(static action => action.GetProperty("status").GetString()));
        Assert.Contains("mail is down", first.GetProperty("error_message").GetString(), StringComparison.Ordinal);
        var second = fired.GetProperty("executed")[1];
        Assert.Equal("""{"matched":false,"success":false,"actions_executed":[],"error_message":null}""", "{" + second.GetRawText()[(second.GetRawText().IndexOf(',', StringComparison.Ordinal) + 1)..]);
        Assert.Equal(2, host.Handler.Requests.Count);
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task ExecuteEvent_SameIdempotencyKey_AnswersTheFirstAndDoesNothingAgain(StoreKind store)
    {
        await using var host = await TestHost.StartAsync(store);
        await host.PostAsync(Rules, Samples.EscalateUrgent);
        const string Event = """{"event_type":"ticket.created","payload":{"priority":"urgent"}}""";

        var first = await host.PostAsync(Rules + "/execute-event", Event, headers: ("Idempotency-Key", "k1"));
        var second = await host.PostAsync(Rules + "/execute-event", Event, headers: ("Idempotency-Key", "k1"));
        var other = await host.PostAsync(Rules + "/execute-event", Event, role: "agent", headers: ("Idempotency-Key", "k1"));

        Assert.Equal(first.Expect(HttpStatusCode.OK).Text, second.Expect(HttpStatusCode.OK).Text);
        other.Expect(HttpStatusCode.OK);
        Assert.Equal(2, host.Handler.Requests.Count);
        var tooLong = await host.PostAsync(Rules + "/execute-event", Event, headers: ("Idempotency-Key", new string('k', 256)));
        Assert.Equal(["string_too_long header.Idempotency-Key"], tooLong.Expect(HttpStatusCode.UnprocessableEntity).Faults);
    }

    [Fact]
    public async Task ExecuteEvent_Faults_AreReportedAllAtOnce()
    {
        await using var host = await TestHost.StartAsync();

        var answer = await host.PostAsync(Rules + "/execute-event", """{"conversation_id":5,"payload":[]}""");

        Assert.Equal(
            ["missing body.event_type", "string_type body.conversation_id", "dict_type body.payload"],
            answer.Expect(HttpStatusCode.UnprocessableEntity).Faults);
        Assert.Equal(["string_blank body.event_type"], (await host.PostAsync(Rules + "/execute-event", """{"event_type":"  "}""")).Faults);
        Assert.Equal(["string_too_long body.event_type"], (await host.PostAsync(Rules + "/execute-event", $$"""{"event_type":"{{new string('é', 201)}}"}""")).Faults);
        (await host.PostAsync(Rules + "/execute-event", $$"""{"event_type":"{{string.Concat(Enumerable.Repeat("😀", 200))}}"}""")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Create_Faults_AreReportedAllAtOnceWithTheWayToThem()
    {
        await using var host = await TestHost.StartAsync();

        var answer = (await host.PostAsync(Rules, """
            {"name":" ","enabled":"true","trigger_event":5,"priority_order":-1,
             "conditions":[{"field":"a","operator":"equals","value":1},{"field":"a","operator":"sounds_like","value":"b"}],
             "actions":[{"type":"assign_team","team_id":"t"},{"type":"make_coffee"}]}
            """)).Expect(HttpStatusCode.UnprocessableEntity);

        foreach (var loc in new[] { "body.name", "body.enabled", "body.trigger_event", "body.priority_order", "body.conditions.1.operator", "body.actions.1.type" })
        {
            Assert.Contains(answer.Faults, fault => fault.EndsWith(' ' + loc, StringComparison.Ordinal));
        }

        var fault = answer.Json.GetProperty("detail").EnumerateArray().Single(static item => item.GetProperty("loc").GetRawText().Contains("operator", StringComparison.Ordinal));
        Assert.Equal(["type", "loc", "msg", "input"], fault.EnumerateObject().Select(static member => member.Name));
        Assert.Equal("""["body","conditions",1,"operator"]""", fault.GetProperty("loc").GetRawText());
        Assert.Contains("not_equals", fault.GetProperty("msg").GetString(), StringComparison.Ordinal);
        Assert.Equal("sounds_like", fault.GetProperty("input").GetString());
    }

    [Theory]
    [InlineData("""{"name":"a","execution_mode":"later","actions":[{"type":"unassign"}]}""", "body.execution_mode")]
    [InlineData("""{"name":"a","trigger_event":"x"}""", "body.actions")]
    [InlineData("""{"name":"a","actions":[{"type":"unassign"}]}""", "body.trigger_event")]
    [InlineData("""{"name":"a","execution_mode":"time","actions":[{"type":"unassign"}]}""", "body.time_condition")]
    public async Task Create_WhatTheReferenceRefuses_Is422(string body, string loc)
    {
        await using var host = await TestHost.StartAsync();

        Assert.Contains((await host.PostAsync(Rules, body)).Expect(HttpStatusCode.UnprocessableEntity).Faults, fault => fault.EndsWith(loc, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task Patch_ETags_GuardAgainstLostUpdates(StoreKind store)
    {
        await using var host = await TestHost.StartAsync(store);
        var created = await host.PostAsync(Rules, Samples.EscalateUrgent);
        var path = $"{Rules}/{created.String("id")}";

        var changed = (await host.PatchAsync(path, """{"enabled":false,"unknown":1}""", headers: ("If-Match", created.ETag!))).Expect(HttpStatusCode.OK);
        var stale = await host.PatchAsync(path, """{"enabled":true}""", headers: ("If-Match", created.ETag!));
        var several = await host.PatchAsync(path, """{"priority_order":3}""", headers: ("If-Match", $"{created.ETag}, {changed.ETag}"));

        Assert.NotEqual(created.ETag, changed.ETag);
        Assert.False(changed.Json.GetProperty("enabled").GetBoolean());
        Assert.False(changed.Json.TryGetProperty("unknown", out _));
        Assert.NotNull(stale.Expect(HttpStatusCode.PreconditionFailed).Detail);
        Assert.Equal(3, several.Expect(HttpStatusCode.OK).Json.GetProperty("priority_order").GetInt32());
        (await host.PatchAsync(path, """{"name":"Last wins"}""")).Expect(HttpStatusCode.OK);
        (await host.PatchAsync(path, """{"name":"Any"}""", headers: ("If-Match", "*"))).Expect(HttpStatusCode.OK);
        (await host.DeleteAsync(path, headers: ("If-Match", created.ETag!))).Expect(HttpStatusCode.PreconditionFailed);
        Assert.Equal("", (await host.DeleteAsync(path)).Expect(HttpStatusCode.NoContent).Text);
        Assert.Equal("""{"detail":"Automation rule not found"}""", (await host.GetAsync(path)).Expect(HttpStatusCode.NotFound).Text);
        (await host.DeleteAsync(path)).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Firing_MovesNeitherETagNorUpdatedAt()
    {
        await using var host = await TestHost.StartAsync();
        var created = await host.PostAsync(Rules, Samples.AssignNetwork);

        await host.PostAsync(Rules + "/execute-event", Samples.NetworkEvent);

        var after = await host.GetAsync($"{Rules}/{created.String("id")}");
        Assert.Equal(created.ETag, after.ETag);
        Assert.Equal(created.String("updated_at"), after.String("updated_at"));
        Assert.Equal(1, after.Json.GetProperty("execution_count").GetInt32());
    }

    [Fact]
    public async Task Validation_ComesBeforeExistence()
    {
        await using var host = await TestHost.StartAsync();

        (await host.PatchAsync($"{Rules}/rule_none", """{"enabled":"yes"}""")).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("Automation rule not found", (await host.PatchAsync($"{Rules}/rule_none", """{"enabled":true}""")).Expect(HttpStatusCode.NotFound).Detail);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("201")]
    [InlineData("ten")]
    [InlineData("")]
    public async Task Logs_LimitOutOfRange_Is422(string limit)
    {
        await using var host = await TestHost.StartAsync();

        var answer = (await host.GetAsync($"{Rules}/logs?limit={limit}")).Expect(HttpStatusCode.UnprocessableEntity);

        Assert.EndsWith(" query.limit", Assert.Single(answer.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenants_NeverMeet()
    {
        await using var host = await TestHost.StartAsync();
        var rule = (await host.PostAsync(Rules, Samples.AssignNetwork)).String("id");
        await host.PostAsync(Rules + "/execute-event", Samples.NetworkEvent);

        Assert.Equal("[]", (await host.GetAsync(Rules, tenant: "globex")).Text);
        Assert.Equal("[]", (await host.GetAsync(Rules + "/logs", tenant: "globex")).Text);
        foreach (var answer in new[]
        {
            await host.GetAsync($"{Rules}/{rule}", tenant: "globex"),
            await host.PatchAsync($"{Rules}/{rule}", """{"name":"Mine"}""", tenant: "globex"),
            await host.DeleteAsync($"{Rules}/{rule}", tenant: "globex"),
        })
        {
            Assert.Equal("Automation rule not found", answer.Expect(HttpStatusCode.NotFound).Detail);
        }

        var fired = await host.PostAsync(Rules + "/execute-event", Samples.NetworkEvent, tenant: "globex");
        Assert.Equal("[]", fired.Json.GetProperty("executed").GetRawText());
    }

    [Fact]
    public async Task Text_ThatPeopleWrite_ComesBackAsItWas()
    {
        await using var host = await TestHost.StartAsync();

        var created = await host.PostAsync(Rules, """{"name":"Ünïcode <b> & 'quotes' 😀","trigger_event":"x","actions":[{"type":"send_notification","n":1.50,"b":null,"a":"é"}]}""");

        Assert.Contains("\"name\":\"Ünïcode <b> & 'quotes' ", created.Expect(HttpStatusCode.Created).Text, StringComparison.Ordinal);
        Assert.Contains("""{"type":"send_notification","n":1.50,"b":null,"a":"é"}""", created.Text, StringComparison.Ordinal);
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
