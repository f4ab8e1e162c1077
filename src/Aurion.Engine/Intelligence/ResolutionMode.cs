namespace Aurion.Engine.Intelligence;

/// <summary>What may become of a reply that passes every gate.</summary>
public enum ResolutionMode
{
    /// <summary>It is suggested to an agent and never sent by itself.</summary>
    Suggest = 0,

    /// <summary>It is sent, and the conversation is resolved.</summary>
    Auto = 1,
}
