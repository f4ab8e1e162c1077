using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>Approvals that runs wait for.</content>
public sealed partial class WorkflowEngine
{
    /// <summary>Reads an approval request, whoever may decide it.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The request.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The request; null when the tenant has none of that id.</returns>
    public async ValueTask<Approval?> FindApprovalAsync(TenantId tenant, ApprovalId id, CancellationToken cancellationToken) =>
        (await _approvals.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false))?.Approval;

    /// <summary>Lists the open requests that a person may decide and has not voted on, oldest first: those that list them, that they stand in at, that were handed or escalated to them.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="voter">The person. Their roles and teams count unless the host has an <see cref="IApproverDirectory"/>, which is asked then.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The requests, at most 200.</returns>
    /// <exception cref="Storage.AurionEngineException">The directory threw.</exception>
    public ValueTask<ImmutableArray<Approval>> ListPendingApprovalsAsync(TenantId tenant, Voter voter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(voter);
        return _decider.ListPendingAsync(tenant, voter, MaxPage, _time.GetUtcNow(), cancellationToken);
    }

    /// <summary>Votes on a request. Of many at once exactly one outcome stands.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The request.</param>
    /// <param name="voter">The person. Their roles and teams count unless the host has an <see cref="IApproverDirectory"/>, which is asked then.</param>
    /// <param name="decision">What they say.</param>
    /// <param name="comment">Why, at most 2,000 code points; null when nothing is said.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What became of it. The same vote again, while the request is open, is accepted and changes nothing; another is refused.</returns>
    /// <exception cref="InvalidDefinitionException">The comment is too long.</exception>
    /// <exception cref="Storage.AurionEngineException">The directory threw; the vote does not count.</exception>
    public ValueTask<DecideResult> DecideAsync(TenantId tenant, ApprovalId id, Voter voter, ApprovalDecision decision, string? comment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(voter);
        CheckComment(comment);
        return _decider.VoteAsync(tenant, id, voter, decision, comment, _time.GetUtcNow(), cancellationToken);
    }

    /// <summary>Hands a person's say on a request over to another, who may pass it on or back. What others handed to the person goes with it.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The request.</param>
    /// <param name="voter">The person, who may not vote on it any more.</param>
    /// <param name="to">The user id of who gets it. Somebody who may vote anyway can't: they have one vote.</param>
    /// <param name="comment">Why, at most 2,000 code points; null when nothing is said.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What became of it. The same again is answered the same and changes nothing.</returns>
    /// <exception cref="ArgumentException"><paramref name="to"/> is blank.</exception>
    /// <exception cref="InvalidDefinitionException">The comment is too long.</exception>
    /// <exception cref="Storage.AurionEngineException">The directory threw; nothing is handed over.</exception>
    public ValueTask<DelegateResult> DelegateApprovalAsync(TenantId tenant, ApprovalId id, Voter voter, string to, string? comment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(voter);
        ArgumentException.ThrowIfNullOrWhiteSpace(to);
        CheckComment(comment);
        return _decider.DelegateAsync(tenant, id, voter, to, comment, _time.GetUtcNow(), cancellationToken);
    }

    private static void CheckComment(string? comment)
    {
        if (comment is not null && comment.Length > ApprovalRules.MaxCommentLength && comment.EnumerateRunes().Count() > ApprovalRules.MaxCommentLength)
        {
            throw new InvalidDefinitionException(
            [
                new Fault
                {
                    Path = FaultPath.Root.Member("comment"),
                    Type = "string_too_long",
                    Message = $"String should have at most {ApprovalRules.MaxCommentLength} characters",
                },
            ]);
        }
    }
}
