using System.Collections.Immutable;

namespace Aurion.Engine.Approvals;

/// <summary>Who may vote too when a request has been open for too long.</summary>
public sealed record ApprovalEscalation
{
    /// <summary>Gets how long the request is open before that.</summary>
    public required TimeSpan After { get; init; }

    /// <summary>Gets the people that may vote from then on, each <c>user:…</c>, <c>role:…</c> or <c>team:…</c>. Those who were asked first may still.</summary>
    /// <remarks>Where every listed entry needs a vote of its own, the vote of one of these counts for any entry that has none.</remarks>
    public required ImmutableArray<string> To { get; init; }
}
