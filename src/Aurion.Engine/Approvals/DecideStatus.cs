namespace Aurion.Engine.Approvals;

/// <summary>What became of a vote.</summary>
public enum DecideStatus
{
    /// <summary>It counts, or the same vote of the same person counted before and the request is still open.</summary>
    Accepted,

    /// <summary>The tenant has no request of that id.</summary>
    Unknown,

    /// <summary>The person may not vote on this request.</summary>
    NotAllowed,

    /// <summary>The person has said something else on this request before; the first vote stands.</summary>
    AlreadyVoted,

    /// <summary>The request was decided, expired or cancelled before.</summary>
    AlreadyClosed,
}
