namespace Aurion.Engine.Intelligence;

/// <summary>A reply to a customer.</summary>
public sealed record ReplyDraft
{
    /// <summary>Gets the text.</summary>
    public required string Text { get; init; }

    /// <summary>Gets how well it hangs together and answers: 0 to 1; from 0.8 on it may be sent without an agent.</summary>
    public required double Coherence { get; init; }

    /// <summary>Gets the model that wrote it, for the audit; null when there is none.</summary>
    public string? Model { get; init; }
}
