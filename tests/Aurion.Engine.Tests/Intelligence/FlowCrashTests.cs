using Aurion.Engine.Tests.Execution.Driving.Harness;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Intelligence;

/// <summary>A crash before and after every call of a store while AI automation is at work; a fresh engine goes on.</summary>
public sealed class FlowCrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Crash_AtAnyCall_EveryDecisionStandsOnceAndNothingIsDoneTwice()
    {
        var points = await CrashPoint.EverywhereAsync(static (at, after) => DeskCrashStory.PlayAsync(StoreSet.MemoryPlace, at, after), atLeast: 60);
        output.WriteLine($"classified, routed, queued, answered, reversed: {points} crashes, 0 violations");
    }
}
