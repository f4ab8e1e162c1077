using System.Diagnostics.CodeAnalysis;

namespace Aurion.Engine.Rules;

/// <summary>The answer to a change of a rule.</summary>
public sealed record RuleChange
{
    private RuleChange(RuleChangeStatus status, RuleState? state)
    {
        Status = status;
        State = state;
    }

    /// <summary>Gets what was done.</summary>
    public RuleChangeStatus Status { get; }

    /// <summary>Gets the rule after the change; null unless it was changed.</summary>
    public RuleState? State { get; }

    /// <summary>Gets a value indicating whether the rule was changed.</summary>
    [MemberNotNullWhen(true, nameof(State))]
    public bool IsChanged => Status is RuleChangeStatus.Changed;

    internal static RuleChange Unknown { get; } = new(RuleChangeStatus.Unknown, null);

    internal static RuleChange Stale { get; } = new(RuleChangeStatus.Stale, null);

    internal static RuleChange Changed(RuleState state) => new(RuleChangeStatus.Changed, state);
}
