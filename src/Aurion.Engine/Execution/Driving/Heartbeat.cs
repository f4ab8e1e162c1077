using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Renews the leases of the runs that are driven here, and tells each what it learns: lost, cancelled, news in the inbox.</summary>
internal sealed class Heartbeat(IRunQueue queue, DriverSettings settings, TimeProvider time, ILogger<Heartbeat> logger)
{
    private readonly ConcurrentDictionary<DrivenRun, bool> _driven = new();

    public DrivenRun Add(RunId run, LiveWorld world)
    {
        var driven = new DrivenRun(run, world, time.GetTimestamp());
        _driven[driven] = true;
        return driven;
    }

    public void Remove(DrivenRun driven) => _driven.TryRemove(driven, out _);

    /// <summary>Tells a run, if it is driven here, to look into its inbox now.</summary>
    public void Refresh(RunId run)
    {
        foreach (var driven in _driven.Keys)
        {
            if (driven.Id == run)
            {
                driven.World.Signal(new LiveSignal.Refresh());
            }
        }
    }

    /// <summary>Beats until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(settings.Lease / 3, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                await BeatAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The worker stops; the leases do the rest.
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A store that fails once must not end the heartbeat; a lease that can't be renewed in time is given up.")]
    private async ValueTask BeatAsync(CancellationToken cancellationToken)
    {
        var driven = _driven.Keys.ToArray();
        if (driven.Length == 0)
        {
            return;
        }

        var asked = time.GetTimestamp();
        try
        {
            var states = await queue.RenewAsync(settings.Worker, [.. driven.Select(static run => run.Id)], settings.Lease, cancellationToken).ConfigureAwait(false);
            for (var index = 0; index < driven.Length; index++)
            {
                driven[index].RenewedAt = asked;
                driven[index].World.Signal(states[index] is LeaseState.Lost ? new LiveSignal.Lost() : new LiveSignal.Refresh());
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.HeartbeatFailed(exception, driven.Length);
            foreach (var run in driven)
            {
                if (time.GetElapsedTime(run.RenewedAt) >= settings.Lease)
                {
                    run.World.Signal(new LiveSignal.Lost());
                }
            }
        }
    }
}
