namespace Aurion.Engine.Runs;

/// <summary>Since when a workflow or a tenant is paused, and why.</summary>
public sealed record PauseNote
{
    /// <summary>Gets since when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets who paused it; null when nobody is known.</summary>
    public string? By { get; init; }

    /// <summary>Gets why; null when nothing was said.</summary>
    public string? Reason { get; init; }
}
