using System.Diagnostics;
using System.Globalization;
using Aurion.Engine.Values;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>Two threads fire while a third edits the rules: by default a number of edits, with <c>AURION_LARGE_TESTS=1</c> ten seconds.</summary>
public sealed class ConcurrentEditTests(ITestOutputHelper output)
{
    private const int Between = 600; // rules, so that the set comes in more than one page
    private readonly World _world = new();

    private static bool IsLarge => Environment.GetEnvironmentVariable("AURION_LARGE_TESTS") is "1";

    /// <summary>An editor raises a number in the first rule, then in the last, and so on: an event may see both alike, or the first one ahead, and nothing else.</summary>
    [Fact]
    public async Task Fire_WhileTheRulesAreEdited_MatchesOneGenerationAndLosesNothing()
    {
        await using var process = new RuleProcess(_world);
        var first = await CreateAsync(process, "first");
        for (var number = 0; number < Between; number++)
        {
            await CreateAsync(process, "between", enabled: false);
        }

        var last = await CreateAsync(process, "last");
        await process.FireAsync("{}", id: null);
        var (fired, generations) = (1, new System.Collections.Concurrent.ConcurrentDictionary<int, bool>());
        var watch = Stopwatch.StartNew();
        var isOver = false;
        var edits = 0;
        var firing = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref isOver))
            {
                var answer = await process.FireAsync("{}", id: null);
                Interlocked.Increment(ref fired);
                var numbers = answer.Executed.Select(static executed => executed.Actions[0].Parameters.Element.GetProperty("value").GetInt32()).ToArray();
                Assert.Equal(2, numbers.Length);
                Assert.True(numbers[0] - numbers[1] is 0 or 1, $"A torn set: {numbers[0]} and {numbers[1]}.");
                generations[numbers[0]] = true;
            }
        })).ToArray();
        var editing = Task.Run(async () =>
        {
            while (!firing.Any(static task => task.IsCompleted) && IsToGoOn())
            {
                edits++;
                await EditAsync(process, first, edits);
                await EditAsync(process, last, edits);
            }

            Volatile.Write(ref isOver, true);
        });
        await editing;
        await Task.WhenAll(firing);

        var events = fired;
        var log = await process.Engine.ListLogAsync(TenantId.Default, int.MaxValue, CancellationToken.None);
        Assert.Equal(2 * events, log.Length);
        foreach (var rule in new[] { first, last })
        {
            Assert.Equal(events, (await process.Engine.FindAsync(TenantId.Default, rule, CancellationToken.None))!.ExecutionCount);
        }

        output.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s: {events} events by 2 threads, {2 * edits} edits, {generations.Count} states of the set seen, torn 0, log entries {log.Length} of {2 * events}");

        bool IsToGoOn() => IsLarge ? watch.Elapsed < TimeSpan.FromSeconds(10) : edits < 2000 && (edits < 30 || generations.Count < 5 || Volatile.Read(ref fired) < 100);
    }

    private static async Task<string> CreateAsync(RuleProcess process, string name, bool enabled = true) => (await process.Engine.CreateAsync(TenantId.Default, JsonText.Parse($$"""
        {"name":"{{name}}","enabled":{{(enabled ? "true" : "false")}},"trigger_event":"ticket.created","actions":[{"type":"set_field","field":"{{name}}","value":0}]}
        """), CancellationToken.None)).Rule.Id;

    private static async Task EditAsync(RuleProcess process, string id, int number) => await process.Engine.UpdateAsync(
        TenantId.Default, id, JsonText.Parse($$"""{"actions":[{"type":"set_field","field":"n","value":{{number.ToString(CultureInfo.InvariantCulture)}}}]}"""), null, CancellationToken.None);
}
