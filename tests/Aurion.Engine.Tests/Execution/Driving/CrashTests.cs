using Aurion.Engine.Tests.Execution.Driving.Harness;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>A crash before and after every call of a store, and a fresh engine that goes on: nothing lost, nothing twice.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. CrashScenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Crash_AtAnyCallInMemory_LosesAndRepeatsNothing(string name) => CrashEverywhereAsync(name, StoreSet.MemoryPlace);

    private async Task CrashEverywhereAsync(string name, Func<TimeProvider, Func<StoreSet>> place)
    {
        var points = 0;
        foreach (var after in new[] { false, true })
        {
            for (var at = 1; await CrashScenarios.All[name].PlayAsync(place, at, after); at++)
            {
                points++;
                Assert.True(at < 1_000, "There is no end of calls.");
            }
        }

        Assert.True(points > 20, $"Only {points} points.");
        output.WriteLine($"{name}: {points} crashes, 0 violations");
    }
}
