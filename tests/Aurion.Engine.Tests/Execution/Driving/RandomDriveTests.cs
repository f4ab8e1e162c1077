using Aurion.Engine.Tests.Execution.Driving.Harness;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Execution.Driving;

public sealed class RandomDriveTests
{
    /// <summary>Any canvas, any handlers, a fresh engine at every wait: the run ends, fails or waits, and no step is recorded twice.</summary>
    [Property(MaxTest = 60)]
    public void Drive_AnyCanvas_EndsWaitsOrFailsAndRecordsNoStepTwice(int seed)
    {
        var wrong = new RandomDrive(seed, StoreSet.MemoryPlace).PlayAsync().GetAwaiter().GetResult();

        Assert.True(wrong is null, wrong);
    }
}
