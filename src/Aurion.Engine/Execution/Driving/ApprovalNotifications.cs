using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Tells people about requests, after what is told is stored; and notes on a request when too few people are able to approve it.</summary>
internal sealed class ApprovalNotifications(IApprovalStore approvals, ApproverLookup lookup, IApprovalNotifier? notifier, TimeProvider time)
{
    /// <summary>Delivers a message. A request that is gone, ended or out of time is told to nobody.</summary>
    /// <returns>False when the message can't be read.</returns>
    public async ValueTask<bool> TellAsync(Message message, CancellationToken cancellationToken)
    {
        if (!ApprovalMessage.TryRead(message, out var id, out var notice))
        {
            return false;
        }

        while (await approvals.FindAsync(message.Tenant, id.Value, cancellationToken).ConfigureAwait(false) is { Approval: { Status: ApprovalStatus.Pending } approval } stored
            && ApprovalTiming.Expire(approval, time.GetUtcNow()) is null)
        {
            var people = await lookup.ListPeopleAsync(approval.Tenant, ApprovalBallot.Listed(approval), cancellationToken).ConfigureAwait(false);
            var open = people is null ? null : ApprovalElectorate.Open(approval, people);
            var warned = approval with { Warning = open is null ? null : ApprovalElectorate.Warn(approval, open) };
            if (warned.Warning != approval.Warning
                && !(await approvals.CommitAsync(approval.Tenant, warned, stored.Revision, null, [], cancellationToken).ConfigureAwait(false)).IsDurable)
            {
                continue;
            }

            if (notifier is not null)
            {
                await notifier.NotifyAsync(NoticeOf(message, warned, notice, open), cancellationToken).ConfigureAwait(false);
            }

            break;
        }

        return true;
    }

    private static ApprovalNotice NoticeOf(Message message, Approval approval, DueNotice notice, SortedDictionary<string, ImmutableArray<string>>? open)
    {
        ImmutableArray<string> to = notice.Kind switch
        {
            ApprovalNoticeKind.Requested => approval.Policy.Approvers,
            ApprovalNoticeKind.Escalated => approval.Policy.Escalation?.To ?? [],
            ApprovalNoticeKind.Delegated => [$"user:{approval.Delegations[notice.Number - 1].To}"],
            _ => approval.ListApprovers(),
        };
        return new ApprovalNotice
        {
            Key = message.Id,
            Kind = notice.Kind,
            Approval = approval,
            To = to,
            People = open is null ? null : [.. open.Where(person => to.Contains($"user:{person.Key}") || person.Value.Any(to.Contains)).Select(static person => person.Key)],
        };
    }
}
