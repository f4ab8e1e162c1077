using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.BrokenStores;

/// <summary>A queue of runs with one thing wrong.</summary>
internal abstract class BrokenRunQueue(IRunQueue inner) : IRunQueue
{
    public virtual ValueTask<RunClaims> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) => inner.ClaimAsync(request, cancellationToken);

    public virtual ValueTask<ImmutableArray<LeaseState>> RenewAsync(string worker, ImmutableArray<RunId> runs, TimeSpan lease, CancellationToken cancellationToken) =>
        inner.RenewAsync(worker, runs, lease, cancellationToken);

    public virtual ValueTask ReleaseAsync(string worker, ImmutableArray<RunId> runs, CancellationToken cancellationToken) => inner.ReleaseAsync(worker, runs, cancellationToken);

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => inner.WaitAsync(atMost, cancellationToken);
}

/// <summary>Gives one tenant all it has.</summary>
internal sealed class IgnoresTheShare(IRunQueue inner) : BrokenRunQueue(inner)
{
    public override ValueTask<RunClaims> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) => base.ClaimAsync(request with { MaxPerTenant = int.MaxValue }, cancellationToken);
}

/// <summary>Gives out runs that the worker can't read.</summary>
internal sealed class IgnoresTheFormat(IRunQueue inner) : BrokenRunQueue(inner)
{
    public override ValueTask<RunClaims> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) => base.ClaimAsync(request with { MaxFormat = int.MaxValue }, cancellationToken);
}

/// <summary>Gives back at once what it leases.</summary>
internal sealed class LeasesNothing(IRunQueue inner) : BrokenRunQueue(inner)
{
    public override async ValueTask<RunClaims> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var claims = await base.ClaimAsync(request, cancellationToken);
        await ReleaseAsync(request.Worker, [.. claims.Runs.Select(static run => run.Head.Run)], cancellationToken);
        return claims;
    }
}

/// <summary>Tells every worker that all is well.</summary>
internal sealed class LosesNoLease(IRunQueue inner) : BrokenRunQueue(inner)
{
    public override async ValueTask<ImmutableArray<LeaseState>> RenewAsync(string worker, ImmutableArray<RunId> runs, TimeSpan lease, CancellationToken cancellationToken)
    {
        await base.RenewAsync(worker, runs, lease, cancellationToken);
        return [.. runs.Select(static _ => LeaseState.Held)];
    }
}
