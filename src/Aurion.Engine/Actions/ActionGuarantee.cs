namespace Aurion.Engine.Actions;

/// <summary>How often a step of a run may have an action performed when a process dies in the middle of it.</summary>
public enum ActionGuarantee
{
    /// <summary>At least once, each time with the same key: the handler makes a repeat harmless. The default.</summary>
    AtLeastOnce,

    /// <summary>
    /// At most once: that an attempt begins is recorded before it is made. When nobody can tell afterwards whether it was done,
    /// the step fails as unknown, for a person to judge, and is not tried again.
    /// </summary>
    AtMostOnce,

    /// <summary>As often as the engine likes: the same key has the same effect and the same answer. That spares the commit before it.</summary>
    Repeatable,
}
