using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>Says who may drive which run. A cluster replaces this one alone.</summary>
/// <remarks>
/// <para>Safe for concurrent use, also from other processes. Leases count by the store's clock.</para>
/// <para>A run is due when its head's time has come or a message is in its inbox, it is not leased, and it is neither completed
/// nor cancelled. A paused or failed run is due only for its inbox.</para>
/// <para>A lease that ran out makes nothing due by itself: a commit that leaves work behind says so with <c>Head.DueAt</c>.</para>
/// </remarks>
public interface IRunQueue
{
    /// <summary>Leases due runs to a worker, fairly across tenants, and raises the revision of each.</summary>
    /// <param name="request">Who asks, and for how many.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The runs with marking and inbox, and the store's time.</returns>
    ValueTask<RunClaims> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken);

    /// <summary>Makes leases longer. Leaves revisions alone.</summary>
    /// <param name="worker">Who holds them.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="lease">How long from now, by the store's clock.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One state for each run, in order.</returns>
    ValueTask<ImmutableArray<LeaseState>> RenewAsync(string worker, ImmutableArray<RunId> runs, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Gives leases back before their time.</summary>
    /// <param name="worker">Who holds them; leases of others are left alone.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when they are given back.</returns>
    ValueTask ReleaseAsync(string worker, ImmutableArray<RunId> runs, CancellationToken cancellationToken);

    /// <summary>Waits until there may be work. May return for nothing, and later than work came from another process.</summary>
    /// <param name="atMost">The longest wait.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when it is worth looking.</returns>
    ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken);
}
