using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Aurion.Engine.Approvals;

/// <summary>One person's vote.</summary>
public sealed record ApprovalVote
{
    /// <summary>Gets the person: the host's user id.</summary>
    public required string Voter { get; init; }

    /// <summary>Gets what they said.</summary>
    public required ApprovalDecision Decision { get; init; }

    /// <summary>Gets why, at most 2,000 code points; null when nothing was said.</summary>
    public string? Comment { get; init; }

    /// <summary>Gets when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the listed approver the vote counts for, for example <c>role:supervisor</c>.</summary>
    /// <remarks>Where every entry needs a vote of its own, a later vote may move an earlier one to another of its <see cref="Entries"/>.</remarks>
    public required string Entry { get; init; }

    /// <summary>Gets all listed approvers that the person stood for when they voted; empty means <see cref="Entry"/> alone.</summary>
    public ImmutableArray<string> Entries { get; init; } = [];

    /// <summary>Gets the person in whose place they voted, who may not vote any more then; null when they voted by their own right.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? InPlaceOf { get; init; }
}
