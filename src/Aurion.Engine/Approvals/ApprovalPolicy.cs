using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Aurion.Engine.Approvals;

/// <summary>Who decides a request, how many of them, and until when: the <c>config</c> of an approval node.</summary>
public sealed record ApprovalPolicy
{
    /// <summary>Gets the people that may vote, each <c>user:…</c>, <c>role:…</c> or <c>team:…</c>.</summary>
    public ImmutableArray<string> Approvers { get; init; } = [];

    /// <summary>Gets the number of approving people that ends it; null stands for <c>all</c>: every listed entry by a vote of its own.</summary>
    public int? Required { get; init; } = 1;

    /// <summary>Gets the number of rejecting people that ends it. The default, 1, is <c>first</c>.</summary>
    public int RejectOn { get; init; } = 1;

    /// <summary>Gets how long the request stays open; null is for ever.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>Gets the outcome when the time runs out: expired (the default), approved or rejected.</summary>
    public ApprovalStatus OnExpire { get; init; } = ApprovalStatus.Expired;

    /// <summary>Gets a value indicating whether the requester may not vote.</summary>
    public bool ExcludeRequester { get; init; }

    /// <summary>Gets how often those who may still vote are reminded, counted from when it was asked; null is never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? RemindEvery { get; init; }

    /// <summary>Gets who may vote too when nothing was decided for a while; null when nobody else ever may.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApprovalEscalation? Escalation { get; init; }

    /// <summary>Gets a value indicating whether a person may hand their say over to another. An approval node allows it unless it says otherwise; the default here is false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AllowDelegation { get; init; }
}
