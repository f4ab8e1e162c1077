using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Tests.Intelligence;
using Xunit.Abstractions;

namespace Aurion.Engine.PostgreSql.Tests.Driving;

/// <summary>AI automation on a database: each router is a node of its own.</summary>
public sealed class PostgreSqlDeskTests(ITestOutputHelper output) : SchemaTests
{
    /// <summary>Gets a value indicating whether every crash point is tried, rather than a sample.</summary>
    private static bool IsLarge => Environment.GetEnvironmentVariable("AURION_LARGE_TESTS") is "1";

    [Theory]
    [InlineData("balanced")]
    [InlineData("round_robin")]
    public async Task EightRouters_OneDatabase_NoDoubleAssignmentAndNobodyOverCapacity(string method) =>
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
        output.WriteLine($"classified, routed, queued, answered, reversed on a database: {points} crashes, 0 violations");
    }

    private Func<StoreSet> Place(TimeProvider time)
    {
        var schema = NewSchema();
        return () =>
        {
            var stores = new PostgreSqlStores(schema.SharedOptions, time);
            return new StoreSet(stores.Runs, stores.Queue, stores.Reader, stores.Approvals, stores.Events, stores.Messages, stores.Documents) { Owner = stores, Decisions = stores.Decisions };
        };
    }
}
