using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>A queue that hands out what is due in any order and number; its clock may have the planted bug.</summary>
internal sealed class FaultyRunQueue(IRunQueue queue, SimulatedWorld world) : IRunQueue
{
    private static readonly TimeSpan Fast = TimeSpan.FromMinutes(10);

    public async ValueTask<RunClaims> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var claims = await queue.ClaimAsync(request with { Limit = world.Random.Next(1, request.Limit + 1) }, cancellationToken);
        StoredRun[] runs = [.. claims.Runs];
        world.Random.Shuffle(runs);
        return new RunClaims(world.Bug is PlantedBug.HasFastClock ? claims.StoreTime + Fast : claims.StoreTime, [.. runs]);
    }

    public ValueTask<ImmutableArray<LeaseState>> RenewAsync(string worker, ImmutableArray<RunId> runs, TimeSpan lease, CancellationToken cancellationToken) =>
        queue.RenewAsync(worker, runs, lease, cancellationToken);

    public ValueTask ReleaseAsync(string worker, ImmutableArray<RunId> runs, CancellationToken cancellationToken) => queue.ReleaseAsync(worker, runs, cancellationToken);

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => queue.WaitAsync(atMost, cancellationToken);
}
