using Aurion.Engine.Tests.Execution.Driving.Harness;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Intelligence;

public sealed class ParallelRoutingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("balanced")]
    [InlineData("round_robin")]
    public async Task EightRouters_OneStore_NoDoubleAssignmentAndNobodyOverCapacity(string method) =>
        output.WriteLine(await DeskRace.CapacityAsync(StoreSet.MemoryPlace, method, 120, 3, 5, 8, 13, 20, 1));

    [Fact]
    public Task EightRouters_RoundRobin_IsFairToOne() => DeskRace.RoundsAsync(StoreSet.MemoryPlace, 12);
}
