using Aurion.Engine.Intelligence;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Intelligence;

/// <summary>Settings and routing rules through the facade.</summary>
public sealed class IntelligenceEngineTests
{
    [Fact]
    public async Task Settings_FreshTenantAndChange_HaveVersions()
    {
        await using var world = new DeskWorld(withModels: false);
        Assert.Equal(1, (await world.Ai.GetSettingsAsync(TenantId.Default, CancellationToken.None)).Version);
        Assert.Null(await world.Ai.UpdateSettingsAsync(TenantId.Default, JsonText.Parse("""{"routing":{"enabled":false}}"""), 7, CancellationToken.None));
        var changed = (await world.Ai.UpdateSettingsAsync(TenantId.Default, JsonText.Parse("""{"routing":{"enabled":false}}"""), 1, CancellationToken.None))!;
        Assert.Equal((2, false, true), (changed.Version, changed.Routing.Enabled, changed.Classification.Enabled));
        Assert.Equal(IntelligenceSettingsJson.Write(changed), IntelligenceSettingsJson.Write(await world.Ai.GetSettingsAsync(TenantId.Default, CancellationToken.None)));
        Assert.Equal(1, (await world.Ai.GetSettingsAsync(new TenantId("other"), CancellationToken.None)).Version);
        await Assert.ThrowsAsync<InvalidDefinitionException>(() => world.SettingsAsync("""{"resolution":{"mode":"never"}}"""));
    }

    [Fact]
    public async Task Settings_ChangedByMany_LoseNothing()
    {
        await using var world = new DeskWorld(withModels: false);
        await Task.WhenAll(
            Task.Run(() => world.SettingsAsync("""{"routing":{"enabled":false}}""")),
            Task.Run(() => world.SettingsAsync("""{"resolution":{"enabled":true}}""")),
            Task.Run(() => world.SettingsAsync("""{"classification":{"enabled":false}}""")));
        var settings = await world.Ai.GetSettingsAsync(TenantId.Default, CancellationToken.None);
        Assert.Equal((4, false, true, false), (settings.Version, settings.Routing.Enabled, settings.Resolution.Enabled, settings.Classification.Enabled));
    }

    [Fact]
    public async Task RoutingRules_CreateChangeReorderDelete()
    {
        await using var world = new DeskWorld(withModels: false);
        var first = await world.RuleAsync("""{"category":"Security","priority":"urgent","target_team_id":"team_security","required_skills":["security"],"routing_method":"round_robin","priority_boost":2}""");
        var second = await world.RuleAsync("""{"target_team_id":"team_general"}""");
        Assert.Equal((0, 1), (first.SortOrder, second.SortOrder));
        Assert.Equal((RoutingMethod.Balanced, 0, true), (second.Method, second.PriorityBoost, second.IsActive));

        var changed = (await world.Ai.UpdateRoutingRuleAsync(TenantId.Default, first.Id, JsonText.Parse("""{"priority":null,"priority_boost":0,"is_active":false}"""), CancellationToken.None))!;
        Assert.Equal(("Security", null, 0, false, RoutingMethod.RoundRobin), (changed.Category, changed.Priority, changed.PriorityBoost, changed.IsActive, changed.Method));
        Assert.Null(await world.Ai.UpdateRoutingRuleAsync(TenantId.Default, "rr_x", JsonText.Parse("{}"), CancellationToken.None));

        await world.Ai.ReorderRoutingRulesAsync(TenantId.Default, [second.Id, first.Id], CancellationToken.None);
        Assert.Equal([(second.Id, 0), (first.Id, 1)], (await world.Ai.ListRoutingRulesAsync(TenantId.Default, CancellationToken.None)).Select(static rule => (rule.Id, rule.SortOrder)));
        foreach (var ids in (string[][])[[first.Id], [first.Id, first.Id], [first.Id, second.Id, "rr_x"]])
        {
            await Assert.ThrowsAsync<InvalidDefinitionException>(() => world.Ai.ReorderRoutingRulesAsync(TenantId.Default, ids, CancellationToken.None).AsTask());
        }

        Assert.Equal([second.Id, first.Id], (await world.Ai.ListRoutingRulesAsync(TenantId.Default, CancellationToken.None)).Select(static rule => rule.Id));
        Assert.True(await world.Ai.DeleteRoutingRuleAsync(TenantId.Default, first.Id, CancellationToken.None));
        Assert.False(await world.Ai.DeleteRoutingRuleAsync(TenantId.Default, first.Id, CancellationToken.None));
    }

    [Theory]
    [InlineData("{}", "target_team_id missing")]
    [InlineData("""{"target_team_id":"t","routing_method":"random"}""", "routing_method enum")]
    [InlineData("""{"target_team_id":"t","priority_boost":3}""", "priority_boost less_than_equal")]
    [InlineData("""{"target_team_id":null,"sort_order":-1}""", "target_team_id string_type,sort_order greater_than_equal")]
    [InlineData("""{"target_team_id":" ","is_active":1}""", "target_team_id string_too_short,is_active bool_type")]
    public async Task RoutingRule_Mistaken_NamesThePlaces(string body, string expected)
    {
        await using var world = new DeskWorld(withModels: false);
        var refused = await Assert.ThrowsAsync<InvalidDefinitionException>(() => world.RuleAsync(body));
        Assert.Equal(expected, string.Join(',', refused.Faults.Select(static fault => $"{fault.Path} {fault.Type}")));
    }

    [Fact]
    public async Task Simulate_SaysWhereItWouldGoAndChangesNothing()
    {
        await using var world = new DeskWorld();
        world.Desk.Staff("team_network", new Agent { Id = "anna", Capacity = 1, Open = 0, Skills = ["networking"] });
        var rule = await world.RuleAsync("""{"category":"Network","priority":"high","target_team_id":"team_network","overflow_team_id":"team_general","required_skills":["networking"]}""");
        for (var again = 0; again < 2; again++)
        {
            var simulated = await world.Ai.SimulateRoutingAsync(TenantId.Default, new RoutingCriteria { Category = "network", Priority = "HIGH", Sentiment = "negative" }, CancellationToken.None);
            Assert.Equal((rule.Id, "Rule matched.", "anna"), (simulated.Rule?.Id, simulated.Message, simulated.Decision?.AgentId));
            Assert.Equal("networking", Assert.Single(simulated.RequiredSkills));
        }

        Assert.Equal("No routing rule matched.", (await world.Ai.SimulateRoutingAsync(TenantId.Default, new RoutingCriteria(), CancellationToken.None)).Message);
        Assert.Equal(0, (await world.MetricsAsync()).Routing.TotalRouted);
    }

    [Fact]
    public async Task Overflow_WhereTheTeamHasNoStaff_IsCounted()
    {
        await using var world = new DeskWorld();
        world.Desk.Staff("t", new Agent { Id = "gone", IsActive = false, Capacity = 5, Open = 0 });
        world.Desk.Staff("o", new Agent { Id = "olga", Capacity = 5, Open = 0 });
        await world.RuleAsync("""{"category":"a","target_team_id":"t","overflow_team_id":"o"}""");
        await world.RuleAsync("""{"target_team_id":"t"}""");
        await world.CreatedAsync("c1", """{"category":"a"}""");
        await world.CreatedAsync("c2", "{}");
        Assert.Equal(("o", "olga"), (world.Desk.Text("c1", "team_id"), world.Desk.Text("c1", "agent_id")));
        Assert.Null(world.Desk.Text("c2", "team_id"));
        var figures = (await world.MetricsAsync()).Routing;
        Assert.Equal((1, 1, 1, 0), (figures.TotalRouted, figures.OverflowUsed, figures.RoutingFailed, figures.Kept));
    }
}
