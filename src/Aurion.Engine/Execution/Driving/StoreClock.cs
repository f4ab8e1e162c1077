namespace Aurion.Engine.Execution.Driving;

/// <summary>The store's time, carried on from the moment of a claim.</summary>
internal readonly struct StoreClock(TimeProvider time, DateTimeOffset storeTime)
{
    private readonly long _since = time.GetTimestamp();

    public DateTimeOffset Now => storeTime + time.GetElapsedTime(_since);
}
