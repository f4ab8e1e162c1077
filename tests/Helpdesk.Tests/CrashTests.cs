using System.Globalization;
using System.Net;
using System.Text.Json;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests;

/// <summary>Runs of the sample that lose their process and go on in the next.</summary>
public sealed class CrashTests
{
    private const string Conversations = "/api/v2/conversations";
    private const string Workflows = "/api/v2/workflows";

    [Fact]
    public async Task Onboarding_TheReferencesExample_RunsToItsEnd()
    {
        using var data = new DataFolder();
        await using var helpdesk = await HelpdeskProcess.StartAsync(data);
        using var admin = await Person.LogInAsync(helpdesk, "admin");
        var workflow = await admin.PublishAsync(Canvases.Onboarding);
        var conversation = await admin.OpenAsync("""{"subject":"Ada","category":"Other"}""");
        await admin.PatchAsync($"{Conversations}/{conversation}", """{"category":"Onboarding"}""");

        var run = (await admin.PostAsync($"{Workflows}/{workflow}/execute", $$"""{"conversation_id":"{{conversation}}"}""")).Expect(HttpStatusCode.Accepted).Text("run_id");

        await admin.UntilAsync($"{Workflows}/{workflow}/runs/{run}", static answer => Status(answer) is "completed");
        var after = (await admin.GetAsync($"{Conversations}/{conversation}")).Json;
        Assert.Equal("Create accounts for new hire", Assert.Single(after.GetProperty("tickets").EnumerateArray()).GetProperty("subject").GetString());
        Assert.Single(after.GetProperty("notifications").EnumerateArray());
        var ticket = after.GetProperty("tickets")[0].GetProperty("id").GetString();
        Assert.Equal(conversation, (await admin.GetAsync($"{Conversations}/{ticket}")).Expect(HttpStatusCode.OK).Text("parent_id"));
        var steps = (await admin.GetAsync($"{Workflows}/{workflow}/runs/{run}/steps")).Json;
        Assert.Equal(["start", "check", "create_accounts", "notify"], steps.EnumerateArray().Select(static step => step.GetProperty("node_id").GetString()));
    }

    [Theory]
    [InlineData("approved")]
    [InlineData("rejected")]
    public async Task Approval_AcrossAKill_IsDecidedInTheNextProcess(string decision)
    {
        using var data = new DataFolder();
        await using var first = await HelpdeskProcess.StartAsync(data);
        using var admin = await Person.LogInAsync(first, "admin");
        using var supervisor = await Person.LogInAsync(first, "supervisor");
        var workflow = await admin.PublishAsync(Canvases.AskFirst);
        var conversation = await admin.OpenAsync("""{"subject":"Ada"}""");
        var run = (await admin.PostAsync($"{Workflows}/{workflow}/execute", $$"""{"conversation_id":"{{conversation}}"}""")).Text("run_id");
        var pending = await supervisor.UntilAsync($"{Workflows}/approvals/pending", static list => list.GetArrayLength() == 1);
        await admin.UntilAsync($"{Workflows}/{workflow}/runs/{run}", static answer => Status(answer) is "waiting");
        await admin.UntilAsync($"{Conversations}/{conversation}", static answer => Count(answer, "approval_notices") == 1);

        await first.KillAsync();
        await using var second = await HelpdeskProcess.StartAsync(data);
        admin.Helpdesk = supervisor.Helpdesk = second;

        // The cookies of before still count, and the request is the same.
        Assert.Equal(pending.GetRawText(), (await supervisor.GetAsync($"{Workflows}/approvals/pending")).Expect(HttpStatusCode.OK).Body);
        Assert.Equal("Laptop for Ada", pending[0].GetProperty("title").GetString());
        var request = pending[0].GetProperty("id").GetString();
        var decided = (await supervisor.PostAsync($"{Workflows}/approvals/{request}/decide", $$"""{"decision":"{{decision}}"}""")).Expect(HttpStatusCode.OK);

        Assert.Equal(decision, decided.Text("status"));
        await admin.UntilAsync($"{Workflows}/{workflow}/runs/{run}", static answer => Status(answer) is "completed");
        var after = (await admin.GetAsync($"{Conversations}/{conversation}")).Json;
        Assert.Equal(decision is "approved" ? (1, 1, 0) : (0, 0, 1), (Count(after, "tickets"), Count(after, "notifications"), Count(after, "notes")));
        var notice = Assert.Single(after.GetProperty("approval_notices").EnumerateArray());
        Assert.Equal(("requested", "supervisor@acme.test"), (notice.GetProperty("notice").GetString(), Assert.Single(notice.GetProperty("to").EnumerateArray()).GetString()));
        (await supervisor.PostAsync($"{Workflows}/approvals/{request}/decide", """{"decision":"approved"}""")).Expect(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task KilledAmongManyTickets_EachIsNotifiedOnce()
    {
        using var data = new DataFolder();
        await using var first = await HelpdeskProcess.StartAsync(data);
        using var admin = await Person.LogInAsync(first, "admin");
        await admin.PostAsync("/api/v2/automation-rules", Canvases.EscalateUrgent);
        await admin.PublishAsync(Canvases.Onboarding);

        var opened = 0;
        var opening = Enumerable.Range(0, 24).Select(async number =>
        {
            try
            {
                await admin.OpenAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"subject":"Number {{number}}","category":"Onboarding","priority":"urgent"}"""));
                if (Interlocked.Increment(ref opened) == 6)
                {
                    await first.KillAsync();
                }
            }
            catch (HttpRequestException)
            {
                // The process went away under this request: its ticket is there or it is not.
            }
        });
        await Task.WhenAll(opening);

        await using var second = await HelpdeskProcess.StartAsync(data);
        admin.Helpdesk = second;
        var list = (await admin.GetAsync(Conversations)).Expect(HttpStatusCode.OK).Json;
        var mine = list.EnumerateArray().Where(static item => item.GetProperty("subject").GetString()!.StartsWith("Number", StringComparison.Ordinal)).ToArray();
        Assert.True(mine.Length >= 6, $"{mine.Length} tickets survived.");
        foreach (var item in mine)
        {
            // The rule notifies once, the workflow once more and creates one ticket.
            var after = await admin.UntilAsync($"{Conversations}/{item.GetProperty("id").GetString()}", static answer => Count(answer, "notifications") >= 2);
            Assert.Equal((2, 1, "team_escalation"), (Count(after, "notifications"), Count(after, "tickets"), after.GetProperty("team_id").GetString()));
        }
    }

    private static string? Status(JsonElement run) => run.GetProperty("status").GetString();

    private static int Count(JsonElement conversation, string kind) => conversation.GetProperty(kind).GetArrayLength();
}
