namespace Aurion.Engine.Approvals;

/// <summary>Something that people are to be told because of a change to a request.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Number">Which of its kind: the reminder's or delegation's number; 0 where there is only one.</param>
internal readonly record struct DueNotice(ApprovalNoticeKind Kind, int Number = 0);
