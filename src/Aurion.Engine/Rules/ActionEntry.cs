using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>One intended action of a matched rule and what became of it.</summary>
public sealed record ActionEntry
{
    /// <summary>Gets the key <c>event/rule/index</c>, the same after a crash.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the rule.</summary>
    public required string RuleId { get; init; }

    /// <summary>Gets the action's type.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the action as the rule writes it, for the answer and the log.</summary>
    public required JsonText Definition { get; init; }

    /// <summary>Gets the parameters, placeholders resolved.</summary>
    public required JsonText Parameters { get; init; }

    /// <summary>Gets a value indicating whether a handler performs it after the commit, rather than the pass on its working copy.</summary>
    public bool IsOutward { get; init; }

    /// <summary>Gets a value indicating whether its failure skips the later actions of its rule.</summary>
    public bool FailureEndsRule { get; init; }

    /// <summary>Gets where it stands.</summary>
    public ActionEntryStatus Status { get; init; } = ActionEntryStatus.Queued;

    /// <summary>Gets a value indicating whether it found nothing to change.</summary>
    public bool IsNoop { get; init; }

    /// <summary>Gets why it failed; null unless it did.</summary>
    public string? Error { get; init; }
}
