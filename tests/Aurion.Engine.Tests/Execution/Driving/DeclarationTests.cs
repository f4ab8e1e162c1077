using Aurion.Engine.Canvas;
using Aurion.Engine.Rules;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>What the host declares reaches rules, triggers and canvases. It is Monday 2026-03-02, 12:00 UTC, 13:00 in Berlin.</summary>
public sealed class DeclarationTests
{
    private const string Rule = """
        {"name":"n","trigger_event":"e","actions":[{"type":"do"}],
         "conditions":[{"field":"now","operator":"in_business_hours","value":"support"},
                       {"field":"at","operator":"older_than","value":{"amount":2,"unit":"hours","calendar":"support"}}]}
        """;

    private const string Canvas = """
        {"nodes":[{"id":"t","type":"trigger","config":{}},
                  {"id":"c","type":"condition","config":{"field":"at","in_business_hours":"support"}},
                  {"id":"yes","type":"end","config":{}},{"id":"no","type":"end","config":{}}],
         "edges":[{"from":"t","to":"c"},{"from":"c","to":"yes","condition":"true"},{"from":"c","to":"no","condition":"false"}]}
        """;

    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly Outside _outside = new();

    [Fact]
    public async Task FireAsync_RuleWithACalendar_GoesByIt()
    {
        await using var engine = Engine(StoreSet.Memory(_time));
        _ = await engine.Rules.CreateAsync(TenantId.Default, JsonText.Parse(Rule), CancellationToken.None);

        Assert.True((await FireAsync(engine, """{"at":"2026-02-27T15:00:00Z"}""")).Matched); // Friday, 16:00 there
        Assert.False((await FireAsync(engine, """{"at":"2026-03-02T10:30:00Z"}""")).Matched);
        _time.Advance(TimeSpan.FromHours(4)); // 17:00 there
        Assert.False((await FireAsync(engine, """{"at":"2026-02-27T15:00:00Z"}""")).Matched);
    }

    [Fact]
    public async Task CreateAsync_UnknownCalendar_IsRefusedWithTheAllowedNames()
    {
        await using var engine = Engine(StoreSet.Memory(_time));

        var body = JsonText.Parse(Rule.Replace("\"value\":\"support\"", "\"value\":\"sales\"", StringComparison.Ordinal));
        var refused = await Assert.ThrowsAsync<InvalidDefinitionException>(() => engine.Rules.CreateAsync(TenantId.Default, body, CancellationToken.None).AsTask());

        var fault = Assert.Single(refused.Faults);
        Assert.Equal("conditions[0].value", fault.Path.ToString());
        Assert.Contains("Allowed: support.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FireAsync_CalendarIsGone_RuleCannotBeJudgedAndSaysSo()
    {
        var stores = StoreSet.MemoryPlace(_time);
        await using (var engine = Engine(stores()))
        {
            _ = await engine.Rules.CreateAsync(TenantId.Default, JsonText.Parse(Rule), CancellationToken.None);
        }

        await using var without = new EngineHarness(stores(), _time, _outside);
        var execution = await FireAsync(without, """{"at":"2026-02-27T15:00:00Z"}""");

        Assert.False(execution.Matched);
        Assert.Contains("conditions[0].value: `in_business_hours`: There is no such calendar", execution.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_CanvasWithACalendar_GoesByItAndByTheEnginesZone()
    {
        await using var engine = Engine(StoreSet.Memory(_time), "Europe/Berlin");
        var id = await engine.PublishAsync(Canvas);

        Assert.Equal("t c yes", await PathAsync(engine, id, """{"at":"2026-03-02T16:30:00"}""")); // without an offset: there
        Assert.Equal("t c no", await PathAsync(engine, id, """{"at":"2026-03-02T16:30:00Z"}"""));
        var dry = await engine.Workflows.DryRunAsync(CanvasDefinition.Parse(JsonText.Parse(Canvas)), JsonText.Parse("""{"at":"2026-03-02T16:30:00"}"""), CancellationToken.None);
        Assert.Equal("t c yes", string.Join(' ', dry.Path));
    }

    [Fact]
    public async Task StartAsync_CalendarIsGone_RunsOnAndTheConditionIsNotTrue()
    {
        var stores = StoreSet.MemoryPlace(_time);
        string id;
        await using (var engine = Engine(stores()))
        {
            id = await engine.PublishAsync(Canvas);
        }

        await using var without = new EngineHarness(stores(), _time, _outside);
        var run = await without.StartAsync(id, """{"at":"2026-03-02T10:00:00Z"}""");
        await without.SettleAsync();

        Assert.Equal("t c no", await without.PathAsync(run)); // what can't be judged is not true
    }

    [Fact]
    public async Task FireAsync_TriggerWithACalendar_StartsByItAlsoAfterARestart()
    {
        var stores = StoreSet.MemoryPlace(_time);
        await using (var engine = Engine(stores()))
        {
            _ = await engine.PublishAsync(
                Canvas, """{"type":"event","event_types":["e"],"conditions":[{"field":"at","operator":"in_business_hours","value":"support"}]}""");
        }

        await using var again = Engine(stores());
        await again.Rules.FireAsync(new AutomationEvent { Type = "e", Payload = JsonText.Parse("""{"at":"2026-03-02T10:00:00Z"}""") }, CancellationToken.None);
        await again.Rules.FireAsync(new AutomationEvent { Type = "e", Payload = JsonText.Parse("""{"at":"2026-03-01T10:00:00Z"}""") }, CancellationToken.None);
        await again.SettleAsync();

        var workflow = Assert.Single(await again.Workflows.ListAsync(TenantId.Default, null, 9, 0, CancellationToken.None));
        Assert.Equal(1, workflow.ExecutionCount);
    }

    [Fact]
    public void AddCalendar_NameIsTaken_IsRefused() => Assert.Throws<ArgumentException>(() => new EngineHarness(
        StoreSet.Memory(_time), _time, _outside, more: static engine => engine.AddCalendar("support", Support()).AddCalendar("support", Support())));

    private static BusinessCalendar Support() => new("Europe/Berlin", BusinessHours.MondayToFriday(new TimeOnly(9, 0), new TimeOnly(17, 0)));

    private EngineHarness Engine(StoreSet stores, string zone = "UTC") => new(stores, _time, _outside, more: engine => engine
        .AddCalendar("support", Support())
        .Configure(options => options.TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone)));

    private static async Task<RuleExecution> FireAsync(EngineHarness engine, string payload) => Assert.Single(
        (await engine.Rules.FireAsync(new AutomationEvent { Type = "e", Payload = JsonText.Parse(payload) }, CancellationToken.None)).Executed);

    private static async Task<string> PathAsync(EngineHarness engine, string workflow, string payload)
    {
        var run = await engine.StartAsync(workflow, payload);
        await engine.SettleAsync();
        return await engine.PathAsync(run);
    }
}
