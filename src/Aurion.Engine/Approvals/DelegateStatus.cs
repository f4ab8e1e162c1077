namespace Aurion.Engine.Approvals;

/// <summary>What became of a delegation.</summary>
public enum DelegateStatus
{
    /// <summary>The say is handed over, or was before.</summary>
    Delegated,

    /// <summary>The tenant has no request of that id.</summary>
    Unknown,

    /// <summary>The person has no say on this request to hand over.</summary>
    NotAllowed,

    /// <summary>The request allows no delegation, or has seen as many as it may.</summary>
    NotPermitted,

    /// <summary>The person has voted already; the vote stands.</summary>
    AlreadyVoted,

    /// <summary>The request was decided, expired or cancelled before.</summary>
    AlreadyClosed,

    /// <summary>The other may not have it: it is the same person or the excluded requester, has voted, may vote anyway, or is unknown to the host's directory.</summary>
    Unfit,
}
