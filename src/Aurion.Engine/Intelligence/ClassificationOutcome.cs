namespace Aurion.Engine.Intelligence;

/// <summary>How a conversation's classification stands: the best that became of any of its fields.</summary>
public enum ClassificationOutcome
{
    /// <summary>Nothing was classified: an agent set fields before a classifier could.</summary>
    None = 0,

    /// <summary>Too unsure to be shown.</summary>
    Silent = 1,

    /// <summary>At least one value is shown to agents, and none is set.</summary>
    Suggested = 2,

    /// <summary>At least one field was set.</summary>
    AutoApplied = 3,

    /// <summary>An agent has changed a field that was set.</summary>
    AgentOverridden = 4,
}
