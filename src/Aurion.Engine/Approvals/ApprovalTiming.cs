using System.Collections.Immutable;

namespace Aurion.Engine.Approvals;

/// <summary>What the clock does to a request: it reminds, escalates and ends it, each instant once. Pure.</summary>
internal static class ApprovalTiming
{
    /// <summary>Does everything that is due. When the time is up, that alone.</summary>
    /// <returns>The request after it, the very one when nothing was due; and what people are to be told.</returns>
    public static (Approval Approval, ImmutableArray<DueNotice> Notices) Tend(Approval approval, DateTimeOffset now)
    {
        if (approval.Status is not ApprovalStatus.Pending)
        {
            return (approval, []);
        }

        if (Expire(approval, now) is { } expired)
        {
            // Whom it was escalated to before its end, whether or not a worker came by in between, is answered that it is over.
            return (EscalatesAt(approval) is { } escalated && escalated < approval.ExpiresAt ? expired with { EscalatedAt = escalated } : expired, []);
        }

        var notices = ImmutableArray.CreateBuilder<DueNotice>();
        if (EscalatesAt(approval) <= now)
        {
            approval = approval with { EscalatedAt = now };
            notices.Add(new(ApprovalNoticeKind.Escalated));
        }

        if (approval.Policy.RemindEvery is { } every && PassedBy(approval, every, now) is var passed && passed > approval.Reminders)
        {
            approval = approval with { Reminders = passed };
            notices.Add(new(ApprovalNoticeKind.Reminder, passed));
        }

        return (approval, notices.DrainToImmutable());
    }

    /// <summary>Ends a request whose time is up, as its policy says.</summary>
    /// <returns>The ended request; null when its time is not up, or it ended before.</returns>
    public static Approval? Expire(Approval approval, DateTimeOffset now) =>
        approval.Status is ApprovalStatus.Pending && approval.ExpiresAt <= now
            ? approval with { Status = approval.Policy.OnExpire, DecidedAt = now }
            : null;

    /// <summary>Finds when the clock next acts on an open request; null when it never does.</summary>
    public static DateTimeOffset? NextDue(Approval approval)
    {
        var next = Earlier(approval.ExpiresAt, EscalatesAt(approval));
        return approval.Policy.RemindEvery is { } every ? Earlier(next, After(approval.RequestedAt, every, approval.Reminders + 1L)) : next;
    }

    private static DateTimeOffset? EscalatesAt(Approval approval) =>
        approval is { EscalatedAt: null, Policy.Escalation: { } escalation } ? After(approval.RequestedAt, escalation.After, 1) : null;

    private static int PassedBy(Approval approval, TimeSpan every, DateTimeOffset now) =>
        (int)Math.Clamp((now - approval.RequestedAt).Ticks / Math.Max(every.Ticks, 1), 0, int.MaxValue);

    // What is later than the calendar's end never comes.
    private static DateTimeOffset? After(DateTimeOffset start, TimeSpan span, long times) =>
        span.Ticks > (DateTimeOffset.MaxValue - start).Ticks / times ? null : start + (span * times);

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;
}
