using Aurion.Engine.Tests.Intelligence;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>AI automation on a store that each router opens anew.</summary>
public abstract class StoredDeskTests(ITestOutputHelper output) : StoredTests
{
    [Theory]
    [InlineData("balanced")]
    [InlineData("round_robin")]
    public async Task EightRouters_OneStore_NoDoubleAssignmentAndNobodyOverCapacity(string method) =>
        output.WriteLine(await DeskRace.CapacityAsync(Place, method, IsLarge ? 120 : 16, 1, 2, 5));

    [Fact]
    public async Task Crash_AtAnyCall_EveryDecisionStandsOnceAndNothingIsDoneTwice()
    {
        var points = 0;
        foreach (var after in new[] { false, true })
        {
            for (var at = 1; await DeskCrashStory.PlayAsync(Place, at, after); at += IsLarge ? 1 : 41)
            {
                points++;
            }
        }

        Assert.True(points > 10, $"Only {points} points.");
        output.WriteLine($"classified, routed, queued, answered, reversed on a store: {points} crashes, 0 violations");
    }
}
