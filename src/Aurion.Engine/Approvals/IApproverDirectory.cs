using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Approvals;

/// <summary>Says who may vote at this moment. Implemented by the host; without one the roles and teams that came with the voter count.</summary>
/// <remarks>
/// <para>Asked at each vote, delegation and list of open requests, and when people are told. One instance serves everything, so it must be
/// safe for concurrent use, and should answer fast.</para>
/// <para>What it throws refuses the vote: nobody's vote counts because nobody could be asked.</para>
/// </remarks>
public interface IApproverDirectory
{
    /// <summary>Finds a person.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="person">The user id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What is known of them; null when the tenant has no such person, or one that may not vote any more.</returns>
    ValueTask<ApproverProfile?> FindAsync(TenantId tenant, string person, CancellationToken cancellationToken);

    /// <summary>Lists the people behind an entry, so that a request which too few can approve says so.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="entry">The entry: <c>user:…</c>, <c>role:…</c> or <c>team:…</c>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Their user ids; null, which is the default, when the directory can't say.</returns>
    ValueTask<ImmutableArray<string>?> ListMembersAsync(TenantId tenant, string entry, CancellationToken cancellationToken) => new((ImmutableArray<string>?)null);
}
