using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

internal sealed class MemoryRunQueue(MemoryData data) : IRunQueue
{
    public ValueTask<RunClaims> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = data.Now;
        var claimed = ImmutableArray.CreateBuilder<StoredRun>();
        data.Runs.Queue.Take(request, now, entry =>
        {
            lock (entry.Gate)
            {
                if (entry.TryClaim(request, now) is not { } stored)
                {
                    return false;
                }

                claimed.Add(stored);
                return true;
            }
        });
        return new(new RunClaims(now, claimed.DrainToImmutable()));
    }

    public ValueTask<ImmutableArray<LeaseState>> RenewAsync(string worker, ImmutableArray<RunId> runs, TimeSpan lease, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = data.Now;
        return new([.. runs.Select(run => Renew(worker, run, lease, now))]);
    }

    public ValueTask ReleaseAsync(string worker, ImmutableArray<RunId> runs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var run in runs)
        {
            for (var entry = data.Runs.First(run); entry is not null; entry = entry.Sibling)
            {
                long available;
                lock (entry.Gate)
                {
                    if (!entry.Release(worker))
                    {
                        continue;
                    }

                    available = entry.AvailableAt;
                }

                data.Runs.Queue.Schedule(entry.Tenant, entry, available);
            }
        }

        return default;
    }

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        data.Runs.Queue.WaitAsync(data.Time, atMost, cancellationToken);

    private LeaseState Renew(string worker, RunId run, TimeSpan lease, DateTimeOffset now)
    {
        var state = LeaseState.Lost;
        for (var entry = data.Runs.First(run); entry is not null; entry = entry.Sibling)
        {
            lock (entry.Gate)
            {
                var found = entry.Renew(worker, lease, now);
                state = found is LeaseState.Lost ? state : found;
            }
        }

        return state;
    }
}
