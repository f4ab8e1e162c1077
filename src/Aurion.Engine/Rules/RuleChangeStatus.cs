namespace Aurion.Engine.Rules;

/// <summary>What became of a change of a rule.</summary>
public enum RuleChangeStatus
{
    /// <summary>It is made.</summary>
    Changed,

    /// <summary>The tenant has no rule of that id.</summary>
    Unknown,

    /// <summary>The rule has another revision than the caller expected; nothing was changed.</summary>
    Stale,
}
