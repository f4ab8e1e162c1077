using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Approvals;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Votes, delegations and the clock: read, judge, write on the revision read, and again while somebody else was faster.</summary>
internal sealed class ApprovalDecider(IApprovalStore approvals, ApproverLookup lookup, ILogger<ApprovalDecider> logger)
{
    /// <summary>Votes; the vote that ends the request tells the run in the same write.</summary>
    public async ValueTask<DecideResult> VoteAsync(
        TenantId tenant, ApprovalId id, Voter voter, ApprovalDecision decision, string? comment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ApproverStanding? standing = null;
        while (await approvals.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            standing ??= await FindAsync(tenant, voter, cancellationToken).ConfigureAwait(false);
            var able = await OnAsync(stored.Approval, standing, cancellationToken).ConfigureAwait(false);
            var verdict = ApprovalRules.Vote(stored.Approval, able, decision, comment, now);
            if (!verdict.IsChanged || await TryWriteAsync(verdict.Approval, stored.Revision, verdict.Notices, now, cancellationToken).ConfigureAwait(false))
            {
                return new DecideResult(verdict.Status, verdict.Approval);
            }
        }

        return new DecideResult(DecideStatus.Unknown);
    }

    /// <summary>Hands a person's say over to another.</summary>
    public async ValueTask<DelegateResult> DelegateAsync(
        TenantId tenant, ApprovalId id, Voter voter, string to, string? comment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ApproverStanding? standing = null;
        ApproverStanding? other = null;
        while (await approvals.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            standing ??= await FindAsync(tenant, voter, cancellationToken).ConfigureAwait(false);
            other ??= await FindAsync(tenant, new Voter { Id = to }, cancellationToken).ConfigureAwait(false);
            var able = await OnAsync(stored.Approval, standing, cancellationToken).ConfigureAwait(false);
            var heir = await OnAsync(stored.Approval, other, cancellationToken).ConfigureAwait(false);
            var verdict = ApprovalRules.Delegate(stored.Approval, able, heir, comment, now);
            if (!verdict.IsChanged || await TryWriteAsync(verdict.Approval, stored.Revision, verdict.Notices, now, cancellationToken).ConfigureAwait(false))
            {
                return new DelegateResult(verdict.Status, verdict.Approval);
            }
        }

        return new DelegateResult(DelegateStatus.Unknown);
    }

    /// <summary>Lists the open requests that a person may vote on and has not, oldest first.</summary>
    public async ValueTask<ImmutableArray<Approval>> ListPendingAsync(TenantId tenant, Voter voter, int limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var standing = await FindAsync(tenant, voter, cancellationToken).ConfigureAwait(false);
        if (standing.Entries.IsEmpty)
        {
            return [];
        }

        var entries = new ApproverSet([.. standing.Others.SelectMany(static other => other.Entries).Concat(standing.Entries).Distinct(StringComparer.Ordinal)]);
        var pending = ImmutableArray.CreateBuilder<Approval>();
        for (var page = Page.First(limit); ;)
        {
            var listed = await approvals.ListPendingAsync(tenant, entries, page, cancellationToken).ConfigureAwait(false);
            foreach (var approval in listed)
            {
                var able = await OnAsync(approval, standing, cancellationToken).ConfigureAwait(false);
                if (pending.Count < limit
                    && ApprovalTiming.Expire(approval, now) is null
                    && ApprovalBallot.Of(approval, able) is not null
                    && approval.Votes.All(vote => vote.Voter != voter.Id))
                {
                    pending.Add(approval);
                }
            }

            if (listed.Length < page.Limit || pending.Count == limit)
            {
                return pending.DrainToImmutable();
            }

            page = new Page(listed[^1].Id.Value, limit);
        }
    }

    /// <summary>Does what the clock has brought: reminds, escalates, or ends the request; whoever was faster has told the run already.</summary>
    /// <returns>The request; null when it is missing.</returns>
    public async ValueTask<Approval?> TendAsync(TenantId tenant, ApprovalId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (await approvals.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            var (approval, notices) = ApprovalTiming.Tend(stored.Approval, now);
            if (ReferenceEquals(approval, stored.Approval) || await TryWriteAsync(approval, stored.Revision, notices, now, cancellationToken).ConfigureAwait(false))
            {
                return approval;
            }
        }

        logger.ApprovalMissing(id);
        return null;
    }

    private async ValueTask<bool> TryWriteAsync(Approval approval, long revision, ImmutableArray<DueNotice> notices, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outcome = approval.Status is ApprovalStatus.Pending ? null : new InboxItem($"approval/{approval.Id}", ApprovalOutcome.Of(approval, now));
        var result = await approvals.CommitAsync(
            approval.Tenant, approval, revision, outcome, ApprovalMessage.Of(approval, notices), cancellationToken).ConfigureAwait(false);
        if (result.IsDurable && outcome is not null)
        {
            logger.ApprovalEnded(approval.Id, approval.Status);
        }

        return result.IsDurable;
    }

    private ValueTask<ApproverStanding> FindAsync(TenantId tenant, Voter voter, CancellationToken cancellationToken) =>
        AskAsync(() => lookup.FindAsync(tenant, voter, cancellationToken), cancellationToken);

    private ValueTask<ApproverStanding> OnAsync(Approval approval, ApproverStanding standing, CancellationToken cancellationToken) =>
        approval.Delegations.IsEmpty ? new(standing) : AskAsync(() => lookup.OnAsync(approval, standing, cancellationToken), cancellationToken);

    [SuppressMessage("Design", "CA1031", Justification = "The directory is host code: whatever it throws refuses the vote in one way.")]
    private async ValueTask<ApproverStanding> AskAsync(Func<ValueTask<ApproverStanding>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.DirectoryThrew(exception);
            throw new AurionEngineException($"The directory of approvers threw {exception.GetType().Name}; nobody's say can be judged.", exception);
        }
    }
}
