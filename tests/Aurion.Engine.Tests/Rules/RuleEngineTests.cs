using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Tests.Execution.Driving.Events;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Rules;

public sealed class RuleEngineTests : IAsyncDisposable
{
    private static readonly JsonText Body = JsonText.Parse("""{"name":"n","trigger_event":"e","actions":[{"type":"unassign"}]}""");
    private static readonly TenantId Tenant = new("acme");
    private readonly World _world = new();
    private readonly RuleProcess _process;

    public RuleEngineTests() => _process = new RuleProcess(_world);

    private RuleEngine Engine => _process.Engine;

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [Fact]
    public async Task CreateAsync_ARule_IsFoundAgain()
    {
        var created = await Engine.CreateAsync(Tenant, Body, CancellationToken.None);

        Assert.StartsWith("rule_", created.Rule.Id, StringComparison.Ordinal);
        Assert.Equal((1L, 0L, null), (created.Revision, created.ExecutionCount, created.LastFiredAt));
        var found = await Engine.FindAsync(Tenant, created.Rule.Id, CancellationToken.None);
        Assert.Equal(RuleJson.WriteStored(created.Rule), RuleJson.WriteStored(found!.Rule));
        Assert.Equal(1, found.Revision);
    }

    [Fact]
    public async Task CreateAsync_NoRule_SaysAllThatIsWrong()
    {
        var refused = await Assert.ThrowsAsync<InvalidDefinitionException>(
            () => Engine.CreateAsync(Tenant, JsonText.Parse("""{"name":"","actions":[]}"""), CancellationToken.None).AsTask());

        Assert.Equal(["actions", "name", "trigger_event"], refused.Faults.Select(static fault => fault.Path.ToString()).Order(StringComparer.Ordinal));
        Assert.Empty(await Engine.ListAsync(Tenant, CancellationToken.None));
    }

    [Fact]
    public async Task Engine_AnotherTenantsRule_IsUnknown()
    {
        var id = (await Engine.CreateAsync(Tenant, Body, CancellationToken.None)).Rule.Id;
        var other = new TenantId("globex");

        Assert.Null(await Engine.FindAsync(other, id, CancellationToken.None));
        Assert.Empty(await Engine.ListAsync(other, CancellationToken.None));
        Assert.Equal(RuleChangeStatus.Unknown, (await Engine.UpdateAsync(other, id, JsonText.EmptyObject, null, CancellationToken.None)).Status);
        Assert.Equal(RuleChangeStatus.Unknown, await Engine.DeleteAsync(other, id, null, CancellationToken.None));
        Assert.Empty((await Engine.FireAsync(new AutomationEvent { Tenant = other, Type = "e" }, CancellationToken.None)).Executed);
        Assert.Single((await Engine.FireAsync(new AutomationEvent { Tenant = Tenant, Type = "e" }, CancellationToken.None)).Executed);
        Assert.Empty(await Engine.ListLogAsync(other, 9, CancellationToken.None));
        Assert.NotNull(await Engine.FindAsync(Tenant, id, CancellationToken.None));
    }

    [Fact]
    public async Task UpdateAsync_AMember_RaisesTheRevisionAndTheTimeOfTheEditAlone()
    {
        var created = await Engine.CreateAsync(Tenant, Body, CancellationToken.None);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await Engine.FireAsync(new AutomationEvent { Tenant = Tenant, Type = "e" }, CancellationToken.None);
        var fired = (await Engine.FindAsync(Tenant, created.Rule.Id, CancellationToken.None))!;

        var changed = await Engine.UpdateAsync(Tenant, created.Rule.Id, JsonText.Parse("""{"enabled":false}"""), fired.Revision, CancellationToken.None);

        Assert.Equal((1L, created.Rule.UpdatedAt, 1L), (fired.Revision, fired.Rule.UpdatedAt, fired.ExecutionCount)); // firing moves neither
        Assert.True(changed.IsChanged);
        Assert.Equal(
            (2L, false, created.Rule.CreatedAt, _world.Time.GetUtcNow(), 1L),
            (changed.State.Revision, changed.State.Rule.Enabled, changed.State.Rule.CreatedAt, changed.State.Rule.UpdatedAt, changed.State.ExecutionCount));
        Assert.Empty((await Engine.FireAsync(new AutomationEvent { Tenant = Tenant, Type = "e" }, CancellationToken.None)).Executed);
    }

    [Fact]
    public async Task UpdateAsync_AnOldRevision_IsStaleAndChangesNothing()
    {
        var id = (await Engine.CreateAsync(Tenant, Body, CancellationToken.None)).Rule.Id;
        await Engine.UpdateAsync(Tenant, id, JsonText.Parse("""{"name":"second"}"""), 1, CancellationToken.None);

        Assert.Equal(RuleChangeStatus.Stale, (await Engine.UpdateAsync(Tenant, id, JsonText.Parse("""{"name":"third"}"""), 1, CancellationToken.None)).Status);
        Assert.Equal(RuleChangeStatus.Stale, await Engine.DeleteAsync(Tenant, id, 1, CancellationToken.None));

        Assert.Equal("second", (await Engine.FindAsync(Tenant, id, CancellationToken.None))!.Rule.Name);
    }

    [Fact]
    public async Task UpdateAsync_ManyAtOnceWithoutARevision_KeepsThemAll()
    {
        var id = (await Engine.CreateAsync(Tenant, Body, CancellationToken.None)).Rule.Id;
        string[] patches = ["""{"name":"x"}""", """{"description":"d"}""", """{"priority_order":7}""", """{"stop_processing":true}"""];

        await Task.WhenAll(patches.Select(patch => Task.Run(() => Engine.UpdateAsync(Tenant, id, JsonText.Parse(patch), null, CancellationToken.None).AsTask())));

        var state = (await Engine.FindAsync(Tenant, id, CancellationToken.None))!;
        Assert.Equal(("x", "d", 7, true, 5L), (state.Rule.Name, state.Rule.Description, state.Rule.PriorityOrder, state.Rule.StopProcessing, state.Revision));
    }

    [Fact]
    public async Task UpdateAsync_AnUnknownRule_IsUnknownUnlessThePatchIsWrong()
    {
        Assert.Equal(RuleChangeStatus.Unknown, (await Engine.UpdateAsync(Tenant, "rule_0", JsonText.EmptyObject, null, CancellationToken.None)).Status);
        await Assert.ThrowsAsync<InvalidDefinitionException>(
            () => Engine.UpdateAsync(Tenant, "rule_0", JsonText.Parse("""{"enabled":1}"""), null, CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task DeleteAsync_ARule_KeepsItsLog()
    {
        var id = (await Engine.CreateAsync(Tenant, Body, CancellationToken.None)).Rule.Id;
        await Engine.FireAsync(new AutomationEvent { Tenant = Tenant, Type = "e" }, CancellationToken.None);

        Assert.Equal(RuleChangeStatus.Changed, await Engine.DeleteAsync(Tenant, id, null, CancellationToken.None));

        Assert.Null(await Engine.FindAsync(Tenant, id, CancellationToken.None));
        Assert.Equal((id, "n"), (await Engine.ListLogAsync(Tenant, 9, CancellationToken.None)).Select(static entry => (entry.RuleId, entry.RuleName)).Single());
        Assert.Equal(RuleChangeStatus.Unknown, await Engine.DeleteAsync(Tenant, id, null, CancellationToken.None));
    }

    [Fact]
    public async Task ListAsync_ManyRules_AreInTheOrderTheyAreEvaluated()
    {
        var expected = new List<string>();
        foreach (var order in (int[])[2, 0, 1, 0])
        {
            var body = JsonText.Parse($$"""{"name":"order {{order}}","priority_order":{{order}},"trigger_event":"e","actions":[{"type":"unassign"}]}""");
            expected.Add((await Engine.CreateAsync(Tenant, body, CancellationToken.None)).Rule.Id);
        }

        var listed = (await Engine.ListAsync(Tenant, CancellationToken.None)).Select(static state => state.Rule.Id);

        Assert.Equal([expected[1], expected[3], expected[2], expected[0]], listed);
    }

    [Fact]
    public async Task ListAsync_MoreRulesThanAPage_ListsAll()
    {
        for (var count = 0; count < 1_001; count++)
        {
            await Engine.CreateAsync(Tenant, Body, CancellationToken.None);
        }

        Assert.Equal(1_001, (await Engine.ListAsync(Tenant, CancellationToken.None)).Select(static state => state.Rule.Id).Distinct().Count());
    }

    [Fact]
    public async Task FireAsync_AStoredRuleThatCannotBeRead_IsLeftOutAlone()
    {
        await Engine.CreateAsync(Tenant, Body, CancellationToken.None);
        await _world.Stores.Documents.CommitAsync(
            Tenant,
            [new DocumentWrite { Kind = DocumentKind.Rule, Id = "rule_0", ExpectedRevision = 0, Body = JsonText.Parse("""{"format":99}""") }],
            CancellationToken.None);

        Assert.Single((await Engine.FireAsync(new AutomationEvent { Tenant = Tenant, Type = "e" }, CancellationToken.None)).Executed);
        await Assert.ThrowsAsync<AurionEngineException>(() => Engine.FindAsync(Tenant, "rule_0", CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task FireAsync_AFaultyStoredCondition_IsLoggedAndLaterRulesGoOn()
    {
        var faulty = RuleBuilder.Faulty("rule_0", """[{"type":"unassign"}]""", 0);
        await _world.Stores.Documents.CommitAsync(
            Tenant,
            [new DocumentWrite { Kind = DocumentKind.Rule, Id = "rule_0", ExpectedRevision = 0, Body = RuleJson.WriteStored(faulty with { TriggerEvent = "e" }) }],
            CancellationToken.None);
        var good = await Engine.CreateAsync(Tenant, Body, CancellationToken.None);

        var fired = await Engine.FireAsync(new AutomationEvent { Tenant = Tenant, Type = "e" }, CancellationToken.None);

        Assert.Equal([false, true], fired.Executed.Select(static executed => executed.Matched));
        Assert.Contains("conditions[0]", fired.Executed[0].ErrorMessage, StringComparison.Ordinal);
        var log = await Engine.ListLogAsync(Tenant, 9, CancellationToken.None);
        Assert.Equal(
            [(good.Rule.Id, RuleLogStatus.Success, 1), ("rule_0", RuleLogStatus.ConditionError, 0)],
            log.Select(static entry => (entry.RuleId, entry.Status, entry.ActionsExecuted)));
        Assert.Equal(0, (await Engine.FindAsync(Tenant, "rule_0", CancellationToken.None))!.ExecutionCount);
    }
}
