namespace Aurion.Engine.Intelligence;

/// <summary>What became of one field that a classifier named.</summary>
public enum FieldOutcome
{
    /// <summary>Too unsure to be shown: it is stored only.</summary>
    Silent = 0,

    /// <summary>Shown to agents.</summary>
    Suggested = 1,

    /// <summary>Set on the conversation.</summary>
    Applied = 2,

    /// <summary>The value is none that the host lists: never set, never shown.</summary>
    Invalid = 3,

    /// <summary>An agent has set the field: never overwritten.</summary>
    Locked = 4,
}
