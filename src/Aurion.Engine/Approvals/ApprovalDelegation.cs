using System.Collections.Immutable;

namespace Aurion.Engine.Approvals;

/// <summary>One person's handing over their say on one request to another: from then on only the other may use it.</summary>
public sealed record ApprovalDelegation
{
    /// <summary>Gets who handed it over: the host's user id.</summary>
    public required string From { get; init; }

    /// <summary>Gets who has it now, unless a later delegation passed it on.</summary>
    public required string To { get; init; }

    /// <summary>Gets when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets why, at most 2,000 code points; null when nothing was said.</summary>
    public string? Comment { get; init; }

    /// <summary>Gets the listed approvers that <see cref="From"/> stood for by themselves at that moment; empty when they passed on only what others had handed to them.</summary>
    /// <remarks>They are what the say counts for where no <see cref="IApproverDirectory"/> can be asked.</remarks>
    public ImmutableArray<string> Entries
    {
        get;
        init => field = value.IsDefault ? [] : value; // a stored delegation without the member
    }
    = [];
}
