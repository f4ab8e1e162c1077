namespace Aurion.Engine.Intelligence;

/// <summary>What became of an attempt to answer a conversation.</summary>
public enum ResolutionOutcome
{
    /// <summary>Nothing was written, or nothing good enough.</summary>
    Skipped = 0,

    /// <summary>A reply is suggested to an agent.</summary>
    Suggested = 1,

    /// <summary>A reply was sent, and the conversation is resolved.</summary>
    AutoResolved = 2,

    /// <summary>An agent sent the suggestion.</summary>
    SentByAgent = 3,

    /// <summary>An agent dismissed the suggestion.</summary>
    DismissedByAgent = 4,

    /// <summary>The customer came back in time: the conversation is open again.</summary>
    Reversed = 5,
}
