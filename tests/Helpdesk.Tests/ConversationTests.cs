using System.Net;
using System.Text.Json;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests;

/// <summary>The helpdesk's own API and the events that it raises.</summary>
public sealed class ConversationTests
{
    private const string Conversations = "/api/v2/conversations";

    [Fact]
    public async Task Create_UrgentTicket_MeetsTheRuleAndKeepsItsTime()
    {
        using var data = new DataFolder();
        await using var helpdesk = await HelpdeskProcess.StartAsync(data);
        using var admin = await Person.LogInAsync(helpdesk, "admin");
        (await admin.PostAsync("/api/v2/automation-rules", Canvases.EscalateUrgent)).Expect(HttpStatusCode.Created);

        var created = (await admin.PostAsync(Conversations, """{"subject":"The VPN is down","category":"Network","priority":"urgent","requester":{"plan":"gold"}}""")).Expect(HttpStatusCode.Created);

        Assert.True(Guid.TryParseExact(created.Text("id"), "D", out _));
        Assert.Equal("team_escalation", created.Text("team_id"));
        Assert.Equal("urgent_ticket", Assert.Single(created.Json.GetProperty("notifications").EnumerateArray()).GetProperty("template").GetString());
        Assert.Equal("gold", created.Json.GetProperty("requester").GetProperty("plan").GetString());
        Assert.Equal(created.Text("created_at"), created.Text("updated_at"));
        var log = (await admin.GetAsync("/api/v2/automation-rules/logs")).Json;
        Assert.Equal(("ticket.created", created.Text("id"), "success"), (
            log[0].GetProperty("event_type").GetString(), log[0].GetProperty("conversation_id").GetString(), log[0].GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Change_FiresTicketUpdatedWithThePreviousValues()
    {
        using var data = new DataFolder();
        await using var helpdesk = await HelpdeskProcess.StartAsync(data);
        using var admin = await Person.LogInAsync(helpdesk, "admin");
        await admin.PostAsync("/api/v2/automation-rules", """
            {"name":"Raised","trigger_event":"ticket.updated","conditions":[{"field":"priority","operator":"changed_from","value":"low"},{"field":"priority","operator":"changed_to","value":"high"}],
             "actions":[{"type":"add_note","text":"It was {{previous.priority}} and is {{priority}}"},{"type":"add_tag","tag":"raised"}]}
            """);
        var id = await admin.OpenAsync("""{"subject":"Slow","priority":"low","custom_fields":{"sku":"a"}}""");

        var other = (await admin.PatchAsync($"{Conversations}/{id}", """{"category":"Network","id":"mine","created_at":"never"}""")).Expect(HttpStatusCode.OK);
        var raised = (await admin.PatchAsync($"{Conversations}/{id}", """{"priority":"high"}""")).Expect(HttpStatusCode.OK);
        var same = (await admin.PatchAsync($"{Conversations}/{id}", """{"priority":"high"}""")).Expect(HttpStatusCode.OK);

        Assert.Empty(other.Json.GetProperty("notes").EnumerateArray());
        Assert.Equal(id, other.Text("id"));
        Assert.Equal("It was low and is high", Assert.Single(raised.Json.GetProperty("notes").EnumerateArray()).GetProperty("text").GetString());
        Assert.Equal("""["raised"]""", JsonSerializer.Serialize(raised.Json.GetProperty("tags")));
        Assert.Equal(raised.Body, same.Body);
        (await admin.PatchAsync($"{Conversations}/{id}", """{"priority":5,"tags":"x"}""")).Expect(HttpStatusCode.UnprocessableEntity);
        (await admin.PatchAsync($"{Conversations}/{Guid.NewGuid()}", "{}")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Reply_FiresTheEventOfTheCallersRole()
    {
        using var data = new DataFolder();
        await using var helpdesk = await HelpdeskProcess.StartAsync(data);
        using var admin = await Person.LogInAsync(helpdesk, "admin");
        using var customer = await Person.LogInAsync(helpdesk, "user");
        using var agent = await Person.LogInAsync(helpdesk, "agent");
        foreach (var who in new[] { "customer", "agent" })
        {
            await admin.PostAsync("/api/v2/automation-rules", $$$"""{"name":"{{{who}}}","trigger_event":"conversation.{{{who}}}_replied","actions":[{"type":"add_note","text":"{{{who}}}: {{reply.body}}"}]}""");
        }

        var id = await customer.OpenAsync("""{"subject":"Help"}""");
        (await customer.PostAsync($"{Conversations}/{id}/replies", """{"body":"It is broken"}""")).Expect(HttpStatusCode.Created);
        var answered = (await agent.PostAsync($"{Conversations}/{id}/replies", """{"body":"Try again"}""")).Expect(HttpStatusCode.Created);

        Assert.Equal(["customer: It is broken", "agent: Try again"], answered.Json.GetProperty("notes").EnumerateArray().Select(static note => note.GetProperty("text").GetString()));
        Assert.Equal(["customer", "agent"], answered.Json.GetProperty("replies").EnumerateArray().Select(static reply => reply.GetProperty("from").GetString()));
        Assert.NotNull(answered.Text("last_customer_reply_at"));
        (await agent.PostAsync($"{Conversations}/{id}/replies", """{"body":" "}""")).Expect(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Conversations_OfAnotherTenantOrForReaders_AreKeptApart()
    {
        using var data = new DataFolder();
        await using var helpdesk = await HelpdeskProcess.StartAsync(data);
        using var agent = await Person.LogInAsync(helpdesk, "agent");
        using var foreign = await Person.LogInAsync(helpdesk, "owner@globex.test");
        using var reader = await Person.LogInAsync(helpdesk, "readonly");
        var id = await agent.OpenAsync("""{"subject":"Ours"}""");

        (await foreign.GetAsync($"{Conversations}/{id}")).Expect(HttpStatusCode.NotFound);
        (await foreign.PatchAsync($"{Conversations}/{id}", """{"subject":"Theirs"}""")).Expect(HttpStatusCode.NotFound);
        (await foreign.PostAsync($"{Conversations}/{id}/replies", """{"body":"Hello"}""")).Expect(HttpStatusCode.NotFound);
        Assert.Equal("[]", (await foreign.GetAsync(Conversations)).Body);
        (await reader.GetAsync($"{Conversations}/{id}")).Expect(HttpStatusCode.OK);
        Assert.Equal("Insufficient permissions", (await reader.PostAsync(Conversations, "{}")).Expect(HttpStatusCode.Forbidden).Text("detail"));
        (await agent.SendAsync(HttpMethod.Post, Conversations, "{}", ("X-API-Key", "k"))).Expect(HttpStatusCode.Forbidden);
        (await agent.SendAsync(HttpMethod.Post, Conversations, "{}", ("Sec-Fetch-Site", "cross-site"))).Expect(HttpStatusCode.Forbidden);
    }
}
