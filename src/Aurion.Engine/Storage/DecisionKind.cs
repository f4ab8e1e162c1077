namespace Aurion.Engine.Storage;

/// <summary>What AI automation decides about a conversation. A store keeps the number: never reuse one.</summary>
public enum DecisionKind
{
    /// <summary>What it is.</summary>
    Classification = 1,

    /// <summary>Who gets it.</summary>
    Routing = 2,

    /// <summary>How it is answered.</summary>
    Resolution = 3,
}
