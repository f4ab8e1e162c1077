using Aurion.Engine.Approvals;

namespace Aurion.Engine.Testing.Stores;

/// <content>Many writers at once, each doing several things.</content>
public sealed partial class ApprovalStoreSuite
{
    /// <summary>When many vote at once and try again when they were too late, every vote stands, once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ParallelWritersAgreeAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var approval = await OpenAsync(store, "req_1", ct).ConfigureAwait(false);
            await StoreCalls.RaceAsync(store, async (handle, racer) =>
            {
                while (true)
                {
                    var stored = await FoundAsync(handle, approval.Id, ct).ConfigureAwait(false);
                    var voted = Sample.Voted(stored.Approval, $"u{racer}", ApprovalStatus.Pending, store.Now);
                    var result = await handle.Approvals.CommitAsync(Sample.Tenant, voted, stored.Revision, null, [Sample.Message($"told/{racer}")], ct).ConfigureAwait(false);
                    if (result.IsDurable)
                    {
                        return true;
                    }
                }
            }).ConfigureAwait(false);

            var final = await FoundAsync(store.Second, approval.Id, ct).ConfigureAwait(false);
            Check.Equal(StoreCalls.Racers + 1, (int)final.Revision, "Each vote raises the revision.");
            Check.Equal(StoreCalls.Racers, final.Approval.Votes.Select(static vote => vote.Voter).Distinct().Count(), "Every vote must stand.");
            Check.Equal(StoreCalls.Racers, final.Approval.Votes.Length, "No vote must stand twice.");
            var told = await store.First.Messages.ClaimAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false);
            Check.Equal(StoreCalls.Racers, told.Length, "Others are told of every vote, once.");
        },
        cancellationToken);
}
