using System.Collections.Immutable;

namespace Aurion.Engine.Approvals;

/// <summary>Something to tell people about an open request.</summary>
public sealed record ApprovalNotice
{
    /// <summary>Gets the key, for example <c>approval/req_1/reminder/2</c>: the same when the notice is given again, so that a repeat can be made harmless.</summary>
    public required string Key { get; init; }

    /// <summary>Gets what it is about.</summary>
    public required ApprovalNoticeKind Kind { get; init; }

    /// <summary>Gets the request as it stands.</summary>
    public required Approval Approval { get; init; }

    /// <summary>Gets whom it is for, as they are listed: <c>user:…</c>, <c>role:…</c>, <c>team:…</c>.</summary>
    public ImmutableArray<string> To { get; init; } = [];

    /// <summary>Gets the user ids behind <see cref="To"/> of those who may vote now and have not; null when the host's directory can't say.</summary>
    public ImmutableArray<string>? People { get; init; }
}
