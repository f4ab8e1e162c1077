using System.Globalization;
using Aurion.Engine.Storage;
using Aurion.Engine.Storage.Memory;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Hosting.Tests;

/// <summary>Workflows that start by the calendar: over changes of the clocks, after a time in which nobody worked, with a fresh engine each day.</summary>
public sealed class ScheduleTests
{
    private const string Canvas = """{"nodes":[{"id":"t","type":"trigger","config":{}}],"edges":[]}""";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 20, 12, 0, 0, TimeSpan.Zero));

    public static TheoryData<string> Zones =>
    [
        "Europe/Berlin", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "America/Sao_Paulo",
        "Europe/London", "Asia/Tehran", "Pacific/Auckland", "America/Santiago", "UTC",
    ];

    [Theory]
    [MemberData(nameof(Zones))]
    public void FindNext_EachNightForTwentyYears_ComesOnceADay(string zone)
    {
        var calendar = new CronCalendar();
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        foreach (var cron in new[] { "30 2 * * *", "0 0 * * *", "30 1 * * *" })
        {
            var at = calendar.FindNext(cron, zone, new DateTimeOffset(2010, 1, 1, 12, 0, 0, TimeSpan.Zero))!.Value;
            var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, info).DateTime);
            for (var days = 0; days < 365 * 20; days++)
            {
                var next = calendar.FindNext(cron, zone, at)!.Value;
                Assert.True(next > at);
                day = day.AddDays(1);
                Assert.Equal(day, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(next, info).DateTime));
                at = next;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void FindNext_EachHourForTwentyYears_LeavesOutNoneAndDoublesNone(string zone)
    {
        var calendar = new CronCalendar();
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var at = new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var end = at.AddYears(20);
        for (var next = calendar.FindNext("0 * * * *", zone, at); next < end; next = calendar.FindNext("0 * * * *", zone, at))
        {
            // The naive way: from half hour to half hour, the first at which the zone's clocks show a full hour, or have just jumped over one.
            var expected = at;
            do
            {
                expected = expected.AddMinutes(30);
            }
            while (!ShowsOrJumpsOverAFullHour(info, expected));

            Assert.Equal(expected, next);
            at = next.Value;
        }
    }

    [Fact]
    public async Task Schedule_OverAChangeOfTheClocks_StartsOnceANightWithAFreshEngineEachDay()
    {
        var stores = new MemoryStores(_time);
        var workflow = await PublishAsync(stores, "30 2 * * *", "one");
        for (var half = 0; half < 40; half++)
        {
            await using var engine = Engine(stores);
            await SettleAsync(engine);
            _time.Advance(TimeSpan.FromHours(6));
            await SettleAsync(engine);
        }

        var nights = await StartsAsync(stores, workflow);
        Assert.Equal(10, nights.Length);
        Assert.Equal(
            Enumerable.Range(21, 10).Select(static day => $"2026-03-{day.ToString(CultureInfo.InvariantCulture)}T0{(day < 29 ? "1:30" : day == 29 ? "1:00" : "0:30")}:00Z"),
            nights);
    }

    [Theory]
    [InlineData("skip", new string[0])]
    [InlineData("one", new[] { "2026-03-23T01:30:00Z" })]
    [InlineData("all", new[] { "2026-03-21T01:30:00Z", "2026-03-22T01:30:00Z", "2026-03-23T01:30:00Z" })]
    public async Task Schedule_NobodyWorkedForThreeNights_CatchesUpAsItSays(string catchUp, string[] expected)
    {
        var stores = new MemoryStores(_time);
        var workflow = await PublishAsync(stores, "30 2 * * *", catchUp);
        await using (var engine = Engine(stores))
        {
            await SettleAsync(engine);
        }

        _time.Advance(TimeSpan.FromDays(3));
        await using var fresh = Engine(stores);
        await SettleAsync(fresh);
        Assert.Equal(expected, await StartsAsync(stores, workflow));

        _time.Advance(TimeSpan.FromHours(13.5));
        await SettleAsync(fresh);
        Assert.Equal("2026-03-24T01:30:00Z", (await StartsAsync(stores, workflow))[^1]);
    }

    [Fact]
    public async Task Schedule_PublishedAnewOrWithdrawn_TheOldOneEnds()
    {
        var stores = new MemoryStores(_time);
        var workflow = await PublishAsync(stores, "30 2 * * *", "one");
        await using var engine = Engine(stores);
        await SettleAsync(engine);
        var workflows = engine.GetRequiredService<WorkflowEngine>();
        await workflows.UpdateAsync(TenantId.Default, workflow, JsonText.Parse("""{"trigger_config":{"type":"schedule","cron":"0 6 * * *"}}"""), null, CancellationToken.None);
        await workflows.PublishAsync(TenantId.Default, workflow, null, null, CancellationToken.None);
        await SettleAsync(engine);
        _time.Advance(TimeSpan.FromDays(1));
        await SettleAsync(engine);
        Assert.Equal(["2026-03-21T06:00:00Z"], await StartsAsync(stores, workflow));

        await workflows.UpdateAsync(TenantId.Default, workflow, JsonText.Parse("""{"status":"archived"}"""), null, CancellationToken.None);
        _time.Advance(TimeSpan.FromDays(2));
        await SettleAsync(engine);
        Assert.Single(await StartsAsync(stores, workflow));

        await workflows.PublishAsync(TenantId.Default, workflow, null, null, CancellationToken.None);
        await SettleAsync(engine);
        _time.Advance(TimeSpan.FromDays(1));
        await SettleAsync(engine);
        Assert.Equal(["2026-03-21T06:00:00Z", "2026-03-24T06:00:00Z"], await StartsAsync(stores, workflow));
    }

    private static bool ShowsOrJumpsOverAFullHour(TimeZoneInfo zone, DateTimeOffset at)
    {
        var (before, now) = (TimeZoneInfo.ConvertTime(at.AddTicks(-1), zone).DateTime, TimeZoneInfo.ConvertTime(at, zone).DateTime);
        return now.Minute == 0 || (now - before > TimeSpan.FromMinutes(1) && now.Date.AddHours(now.Hour) > before);
    }

    private async Task<string> PublishAsync(MemoryStores stores, string cron, string catchUp)
    {
        await using var engine = Engine(stores);
        var workflows = engine.GetRequiredService<WorkflowEngine>();
        var trigger = $$"""{"type":"schedule","cron":"{{cron}}","time_zone":"Europe/Berlin","catch_up":"{{catchUp}}"}""";
        var state = await workflows.CreateAsync(TenantId.Default, JsonText.Parse($$"""{"name":"W","trigger_config":{{trigger}},"canvas_definition":{{Canvas}}}"""), CancellationToken.None);
        Assert.True((await workflows.PublishAsync(TenantId.Default, state.Workflow.Id, null, null, CancellationToken.None)).IsPublished);
        return state.Workflow.Id;
    }

    private static async Task SettleAsync(ServiceProvider engine)
    {
        while (await engine.GetRequiredService<EngineWorker>().WorkOnceAsync(CancellationToken.None) > 0)
        {
        }
    }

    private async Task<string[]> StartsAsync(MemoryStores stores, string workflow)
    {
        await using var engine = Engine(stores);
        var runs = await engine.GetRequiredService<WorkflowEngine>().ListRunsAsync(TenantId.Default, new RunFilter { WorkflowId = workflow }, Page.First(200), CancellationToken.None);
        var starts = new List<string>();
        foreach (var run in runs)
        {
            var details = await engine.GetRequiredService<WorkflowEngine>().FindRunDetailsAsync(TenantId.Default, run.Run, CancellationToken.None);
            starts.Add(details!.Payload.Element.GetProperty("scheduled_for").GetString()!);
        }

        starts.Reverse();
        return [.. starts];
    }

    private ServiceProvider Engine(MemoryStores stores)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton(stores.Reopen());
        services.AddAurionEngine(static engine => engine.AddWorkers());
        return services.BuildServiceProvider();
    }
}
