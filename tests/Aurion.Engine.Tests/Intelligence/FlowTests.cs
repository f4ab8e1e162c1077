using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Intelligence;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;

namespace Aurion.Engine.Tests.Intelligence;

/// <summary>AI automation from the event to the last decision.</summary>
public sealed class FlowTests
{
    private static Agent Anna => new() { Id = "anna", Capacity = 2, Open = 0, Skills = ["networking"] };

    [Fact]
    public async Task Created_Sure_IsClassifiedToldAndRouted()
    {
        await using var world = new DeskWorld();
        world.Desk.Staff("team_network", Anna);
        await world.RuleAsync("""{"category":"network","target_team_id":"team_network","required_skills":["Networking"]}""");
        await world.CreatedAsync("c1", """{"category":"Other","says":"category=Network@0.9 priority=high@0.6"}""");

        Assert.Equal(("Network", "team_network", "anna"), (world.Desk.Text("c1", "category"), world.Desk.Text("c1", "team_id"), world.Desk.Text("c1", "agent_id")));
        var classified = (await world.ClassifiedAsync("c1"))!;
        Assert.Equal((ClassificationOutcome.AutoApplied, 0.9, "saying", 0.85), (classified.Outcome, classified.Confidence, classified.Model, classified.AutoApplyThreshold));
        Assert.Equal([FieldOutcome.Applied, FieldOutcome.Suggested], classified.Fields.Select(static field => field.Outcome));
        var events = await world.EventsAsync();
        Assert.Equal(["conversation.classified", "conversation.created", "conversation.routed"], events.Select(static stored => stored.Event.Type).Order(StringComparer.Ordinal));
        var told = events.Single(static stored => stored.Event.Type is "conversation.classified").Event;
        Assert.Equal("""{"category":"Other"}""", told.Payload.Element.GetProperty("previous").GetRawText());
        Assert.Equal(("Network", 1), (told.Payload.Element.GetProperty("category").GetString(), told.Depth));
        Assert.Equal((1, 1, 0), ((await world.MetricsAsync()).Classification.AutoApplied, (await world.MetricsAsync()).Routing.Kept, (await world.MetricsAsync()).Resolution.TotalAttempted));
    }

    [Fact]
    public async Task NothingRegistered_EverythingAnswersAndRulesRoute()
    {
        await using var world = new DeskWorld(withModels: false);
        await world.SettingsAsync("""{"resolution":{"enabled":true,"mode":"auto"}}""");
        await world.RuleAsync("""{"target_team_id":"team_a"}""");
        await world.CreatedAsync("c1", """{"subject":"x"}""");
        await world.RepliedAsync("c1");
        Assert.Equal("team_a", world.Desk.Text("c1", "team_id"));
        Assert.Equal(RoutingOutcome.TeamAssigned, (await world.RoutedAsync("c1"))!.Outcome);
        Assert.Null(await world.ClassifiedAsync("c1"));
        Assert.Null(await world.ResolvedAsync("c1"));
        Assert.Equal(1, (await world.MetricsAsync()).Routing.TotalRouted);
        Assert.Equal("Rule matched.", (await world.Ai.SimulateRoutingAsync(TenantId.Default, new RoutingCriteria(), CancellationToken.None)).Message);
        Assert.Null(await world.Ai.AcceptSuggestionAsync(TenantId.Default, "c1", "anna", CancellationToken.None));
        Assert.Empty(await world.Ai.ListResolutionsAsync(TenantId.Default, 20, CancellationToken.None));
    }

    [Fact]
    public async Task ClassifierFails_IsTriedAgainAndKeepsNoConversationFromItsTeam()
    {
        await using var world = new DeskWorld();
        await world.RuleAsync("""{"target_team_id":"t"}""");
        world.Classifier.Fails = true;
        await world.CreatedAsync("c1", """{"says":"category=Network@0.9"}""");
        Assert.Null(world.Desk.Text("c1", "team_id"));
        for (var round = 0; round < 4; round++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(10));
            await world.SettleAsync();
        }

        Assert.Equal((5, "t"), (world.Classifier.Requests.Count, world.Desk.Text("c1", "team_id")));

        // Once it answers again, the next reply classifies.
        world.Classifier.Fails = false;
        await world.RepliedAsync("c1");
        Assert.Equal("Network", world.Desk.Text("c1", "category"));
    }

    [Fact]
    public async Task SettingsOfANewerEngine_KeepNoEventFromBeingAccepted()
    {
        await using var world = new DeskWorld();
        await world.Documents.CommitAsync(
            TenantId.Default,
            [new DocumentWrite { Kind = DocumentKind.Settings, Id = "ai_automation", ExpectedRevision = 0, Body = JsonText.Parse("""{"resolution":{"mode":"of tomorrow"}}""") }],
            CancellationToken.None);
        await world.CreatedAsync("c1", """{"says":"category=Network@0.9"}""");
        Assert.Single(await world.EventsAsync());
        await Assert.ThrowsAsync<AurionEngineException>(() => world.Ai.GetSettingsAsync(TenantId.Default, CancellationToken.None).AsTask());

        // A node that can read them, or who mends them, finds the message.
        await world.Documents.CommitAsync(TenantId.Default, [new DocumentWrite { Kind = DocumentKind.Settings, Id = "ai_automation", ExpectedRevision = 1, Body = null }], CancellationToken.None);
        world.Time.Advance(TimeSpan.FromSeconds(10));
        await world.SettleAsync();
        Assert.Equal("Network", world.Desk.Text("c1", "category"));
    }

    [Fact]
    public async Task NoRulesAndNoModels_EventsLeadToNothing()
    {
        await using var world = new DeskWorld(withModels: false);
        await world.CreatedAsync("c1", "{}");
        Assert.Single(await world.EventsAsync());
        Assert.Null(await world.RoutedAsync("c1"));
    }

    [Fact]
    public async Task AgentOverrides_StaysAndIsCounted()
    {
        await using var world = new DeskWorld();
        await world.CreatedAsync("c1", """{"says":"category=Network@0.9"}""");
        await world.AgentChangesAsync("c1", "category", "Mail");
        await world.RepliedAsync("c1", """{"says":"category=Network@1"}""");
        Assert.Equal("Mail", world.Desk.Text("c1", "category"));
        var metrics = await world.MetricsAsync();
        Assert.Equal((1, 0, 1), (metrics.Classification.TotalClassified, metrics.Classification.AutoApplied, metrics.Classification.AgentOverridden));
        Assert.Single(world.Classifier.Requests);
    }

    [Fact]
    public async Task AgentSetFieldFirst_IsNeverOverwritten()
    {
        await using var world = new DeskWorld();
        world.Desk.Put("c1", """{"says":"category=Network@1 priority=high@1"}""");
        await world.AgentChangesAsync("c1", "category", "Mail");
        await world.FireAsync("conversation.created", "c1", "{}");
        Assert.Equal(("Mail", "high"), (world.Desk.Text("c1", "category"), world.Desk.Text("c1", "priority")));
    }

    [Fact]
    public async Task Reply_SurerByATenth_SupersedesAndRoutesNoMore()
    {
        await using var world = new DeskWorld();
        await world.RuleAsync("""{"category":"Network","target_team_id":"team_network"}""");
        await world.RuleAsync("""{"target_team_id":"team_general"}""");
        await world.CreatedAsync("c1", """{"says":"category=Mail@0.7"}""");
        Assert.Equal((null, "team_general"), (world.Desk.Text("c1", "category"), world.Desk.Text("c1", "team_id")));
        await world.RepliedAsync("c1", """{"says":"category=Network@0.79"}""");
        Assert.Equal("Mail", (await world.ClassifiedAsync("c1"))!.Fields[0].Value);
        await world.RepliedAsync("c1", """{"says":"category=Network@0.9"}""");
        Assert.Equal(("Network", "team_general"), (world.Desk.Text("c1", "category"), world.Desk.Text("c1", "team_id")));
        Assert.Equal(1, (await world.ClassifiedAsync("c1"))!.Reclassifications);
        Assert.Equal(1, (await world.MetricsAsync()).Classification.TotalClassified);
    }

    [Fact]
    public async Task Reply_AllowedToRouteAnew_MovesIt()
    {
        await using var world = new DeskWorld();
        await world.SettingsAsync("""{"routing":{"route_on_first_classification_only":false}}""");
        await world.RuleAsync("""{"category":"Network","target_team_id":"team_network"}""");
        await world.RuleAsync("""{"target_team_id":"team_general"}""");
        await world.CreatedAsync("c1", """{"says":"category=Mail@0.7"}""");
        await world.RepliedAsync("c1", """{"says":"category=Network@0.9"}""");
        Assert.Equal("team_network", world.Desk.Text("c1", "team_id"));
    }

    [Fact]
    public async Task AllOffline_QueueWaitsAndCatchesUpInOrder()
    {
        await using var world = new DeskWorld();
        world.Desk.Staff("t", Anna with { Capacity = 3, IsAvailable = false }, Anna with { Id = "bert", Capacity = 2, IsAvailable = false });
        await world.RuleAsync("""{"category":"vip","target_team_id":"t","priority_boost":2}""");
        await world.RuleAsync("""{"target_team_id":"t"}""");
        for (var at = 0; at < 8; at++)
        {
            await world.CreatedAsync($"c{at}", at == 6 ? """{"category":"vip"}""" : "{}");
            world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(RoutingOutcome.Queued, (await world.RoutedAsync("c0"))!.Outcome);
        world.Desk.Change("anna", static agent => agent with { IsAvailable = true });
        Assert.Equal(3, await world.Ai.RouteQueuedAsync(TenantId.Default, "t", CancellationToken.None));
        Assert.Equal(["c0", "c1", "c6"], Enumerable.Range(0, 8).Select(static at => $"c{at}").Where(id => world.Desk.Text(id, "agent_id") is "anna"));

        // Nobody says that bert is back: the next try finds it out.
        world.Desk.Change("bert", static agent => agent with { IsAvailable = true });
        world.Time.Advance(TimeSpan.FromSeconds(31));
        await world.SettleAsync();
        Assert.Equal(["c2", "c3"], Enumerable.Range(0, 8).Select(static at => $"c{at}").Where(id => world.Desk.Text(id, "agent_id") is "bert"));
        foreach (var id in (string[])["c0", "c1", "c6", "c2", "c3"])
        {
            world.Desk.Set(id, "status", "resolved");
        }

        world.Time.Advance(TimeSpan.FromSeconds(31));
        await world.SettleAsync();
        Assert.All(Enumerable.Range(0, 8), at => Assert.NotNull(world.Desk.Text($"c{at}", "agent_id")));
        Assert.Empty(world.Desk.Wrongs);
        Assert.Equal(8, (await world.MetricsAsync()).Routing.TotalRouted);
    }

    [Fact]
    public async Task MissingSkill_IsWaitedForAndThenLetGo()
    {
        await using var world = new DeskWorld();
        world.Desk.Staff("t", Anna);
        await world.RuleAsync("""{"target_team_id":"t","required_skills":["networking","security"]}""");
        await world.CreatedAsync("c1", "{}");
        Assert.Equal(RoutingOutcome.Queued, (await world.RoutedAsync("c1"))!.Outcome);
        world.Time.Advance(TimeSpan.FromSeconds(299));
        await world.SettleAsync();
        Assert.Null(world.Desk.Text("c1", "agent_id"));
        world.Time.Advance(TimeSpan.FromSeconds(2));
        await world.SettleAsync();
        Assert.Equal("anna", world.Desk.Text("c1", "agent_id"));
        Assert.Equal(1, (await world.RoutedAsync("c1"))!.RelaxedSkills);
    }

    [Fact]
    public async Task PersonMovesIt_IsNotKept()
    {
        await using var world = new DeskWorld();
        await world.RuleAsync("""{"target_team_id":"t"}""");
        await world.CreatedAsync("c1", "{}");
        await world.CreatedAsync("c2", "{}");
        await world.AgentChangesAsync("c1", "team_id", "other");
        await world.AgentChangesAsync("c2", "agent_id", "anna"); // takes it from the team's own pool
        var routing = (await world.MetricsAsync()).Routing;
        Assert.Equal((2, 1, 1, 0.5), (routing.TotalRouted, routing.Kept, routing.SubsequentlyReassigned, routing.FirstAssignmentAccuracy));
    }

    [Fact]
    public async Task AutoMode_AnswersOnceAndIsReversedWithin72Hours()
    {
        await using var world = new DeskWorld();
        await world.SettingsAsync("""{"resolution":{"enabled":true,"mode":"auto"}}""");
        await world.CreatedAsync("c1", """{"subject":"reset password","says":"category=Account@0.95"}""");
        var resolved = (await world.ResolvedAsync("c1"))!;
        Assert.Equal((ResolutionOutcome.AutoResolved, 1.0, 0.975), (resolved.Outcome, resolved.KbMatchScore, resolved.CombinedConfidence));
        Assert.Equal("resolved", world.Desk.Text("c1", "status"));
        Assert.Equal("Open settings, choose security, reset password.", Assert.Single(world.Outside.Done).Value.Parameters.Element.GetProperty("text").GetString());
        Assert.Equal(1, (await world.MetricsAsync()).Funnel.Resolved);

        await world.SettingsAsync("""{"resolution":{"mode":"suggest"}}""");
        world.Time.Advance(TimeSpan.FromHours(71));
        await world.RepliedAsync("c1");
        Assert.Equal("open", world.Desk.Text("c1", "status"));
        Assert.Equal([ResolutionOutcome.Suggested, ResolutionOutcome.Reversed, ResolutionOutcome.AutoResolved],
            (await world.Ai.ListResolutionsAsync(TenantId.Default, 20, CancellationToken.None)).Select(static entry => entry.Decision.Outcome));
        Assert.Equal(0, (await world.MetricsAsync()).Resolution.AutoResolved);
    }

    [Fact]
    public async Task AutoMode_After72Hours_StaysResolved()
    {
        await using var world = new DeskWorld();
        await world.SettingsAsync("""{"resolution":{"enabled":true,"mode":"auto","max_auto_resolve_attempts":1}}""");
        await world.CreatedAsync("c1", """{"subject":"reset password","says":"category=Account@0.95"}""");
        world.Time.Advance(TimeSpan.FromHours(73));
        await world.FireAsync("ticket.updated", "c1", "{}");
        await world.RepliedAsync("c1");
        Assert.Equal("resolved", world.Desk.Text("c1", "status"));
        Assert.Equal("attempts_exhausted", (await world.ResolvedAsync("c1"))!.HeldBackBy);
        Assert.Single(world.Outside.Done);
    }

    [Fact]
    public async Task Suggestion_SentOrDismissed_MovesTheFigures()
    {
        await using var world = new DeskWorld(canSend: false);
        await world.SettingsAsync("""{"resolution":{"enabled":true,"mode":"auto"}}""");
        foreach (var id in (string[])["c1", "c2", "c3"])
        {
            await world.CreatedAsync(id, """{"subject":"reset password","says":"category=Account@0.95"}""");
        }

        await world.CreatedAsync("c4", """{"subject":"holiday requests"}""");
        Assert.Equal("nothing_sends", (await world.ResolvedAsync("c1"))!.HeldBackBy);
        Assert.Equal("no_match", (await world.ResolvedAsync("c4"))!.SkipReason);
        Assert.NotNull(await world.Ai.AcceptSuggestionAsync(TenantId.Default, "c1", "anna", CancellationToken.None));
        Assert.NotNull(await world.Ai.AcceptSuggestionAsync(TenantId.Default, "c1", "anna", CancellationToken.None)); // said twice
        Assert.Null(await world.Ai.DismissSuggestionAsync(TenantId.Default, "c1", "bert", CancellationToken.None));
        Assert.NotNull(await world.Ai.DismissSuggestionAsync(TenantId.Default, "c2", "anna", CancellationToken.None));
        var figures = (await world.MetricsAsync()).Resolution;
        Assert.Equal((4, 3, 1, 1, 1, 0.5), (figures.TotalAttempted, figures.Suggested, figures.Skipped, figures.SentByAgent, figures.DismissedByAgent, figures.SuggestionAcceptanceRate));
    }

    [Fact]
    public async Task Canvas_AiSteps_DecideAndAnswer()
    {
        await using var world = new DeskWorld();
        world.Desk.Staff("t", Anna);
        world.Desk.Put("c1", """{"subject":"reset password","says":"category=Account@0.95"}""");
        await world.SettingsAsync("""{"classification":{"enabled":false},"routing":{"enabled":false}}""");
        var canvas = Tests.Execution.Driving.Harness.Canvases.Line(
            """{"id":"a","type":"action","config":{"type":"ai_classify"}}""",
            """{"id":"b","type":"action","config":{"type":"ai_route","team_id":"t","routing_method":"round_robin"}}""",
            """{"id":"c","type":"action","config":{"type":"ai_resolve"}}""");
        var state = await world.Workflows.CreateAsync(TenantId.Default, JsonText.Parse($$"""{"name":"Ai","trigger_config":{"type":"manual"},"canvas_definition":{{canvas}}}"""), CancellationToken.None);
        Assert.True((await world.Workflows.PublishAsync(TenantId.Default, state.Workflow.Id, "author", null, CancellationToken.None)).IsPublished);
        var run = (await world.Workflows.StartAsync(new StartRun { WorkflowId = state.Workflow.Id, ConversationId = "c1" }, CancellationToken.None)).Run!.RunId;
        await world.SettleAsync();
        var steps = (await world.Workflows.ListStepsAsync(TenantId.Default, run, CancellationToken.None))!.Value;
        Assert.Equal(
            ["""{"outcome":"auto_applied","fields":{"category":{"value":"Account","confidence":0.95,"outcome":"applied"}}}""",
                """{"outcome":"assigned","team_id":"t","agent_id":"anna"}""",
                """{"outcome":"suggested","reply":"Open settings, choose security, reset password.","skip_reason":null}"""],
            steps.Skip(1).Select(static step => step.Output?.ToString()));
        Assert.Equal(("Account", "anna"), (world.Desk.Text("c1", "category"), world.Desk.Text("c1", "agent_id")));
        Assert.Equal(0, (await world.MetricsAsync()).Routing.Kept); // a step named the team, no rule did
    }

    [Fact]
    public async Task Rules_ListenToClassified()
    {
        await using var world = new DeskWorld(whenEventsAreDone: static provider => provider.GetRequiredService<EventDriver>().WhenIdleAsync());
        await world.Rules.CreateAsync(
            TenantId.Default,
            JsonText.Parse("""{"name":"Told","trigger_event":"conversation.classified","conditions":[{"field":"category","operator":"equals","value":"Network"}],"actions":[{"type":"add_tag","tag":"net"}]}"""),
            CancellationToken.None);
        await world.CreatedAsync("c1", """{"says":"category=Network@0.9"}""");
        Assert.Contains(await world.Rules.ListLogAsync(TenantId.Default, 10, CancellationToken.None), static entry => entry is { EventType: "conversation.classified", Status: RuleLogStatus.Success });
    }
}
