using Xunit.Abstractions;

namespace Aurion.Engine.FaultRig.Tests;

/// <summary>Small sizes of what <c>docs/guarantees.md</c> names at full size.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Kill_AtRandomMoments_LosesAndRepeatsNothing() => Judge(await Rig.KillAsync(runs: 300, kills: 6, seed: 7));

    [Fact]
    public async Task Stop_ForTwoLeases_AcceptsNoStaleWrite() => Judge(await Rig.StopAndGoOnAsync(runs: 300, stops: 2, seed: 7));

    private void Judge(Verdict verdict)
    {
        output.WriteLine(verdict.ToString());
        Assert.True(verdict.IsClean, verdict.ToString());
        Assert.True(verdict.Faults > 0, "Nothing was done to the workers.");
    }
}
