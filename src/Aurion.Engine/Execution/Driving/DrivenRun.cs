using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>A run that this worker drives at the moment, as the heartbeat sees it.</summary>
internal sealed class DrivenRun(RunId id, LiveWorld world, long renewedAt)
{
    public RunId Id { get; } = id;

    public LiveWorld World { get; } = world;

    /// <summary>Gets or sets the timestamp of the latest renewal that was answered; touched by the heartbeat alone.</summary>
    public long RenewedAt { get; set; } = renewedAt;
}
