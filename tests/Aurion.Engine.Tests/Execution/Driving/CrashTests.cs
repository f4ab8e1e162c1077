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
        var points = await CrashPoint.EverywhereAsync((at, after) => CrashScenarios.All[name].PlayAsync(place, at, after), atLeast: 20);
        output.WriteLine($"{name}: {points} crashes, 0 violations");
    }
}
