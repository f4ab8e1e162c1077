namespace Aurion.Engine.Rules;

/// <summary>How often a rule may fire. In JSON a text (<c>once_per_ticket</c>), or <c>{"max":3,"window":"PT1H"}</c>.</summary>
public sealed record RunLimit
{
    /// <summary>The largest number of firings in a window: 1,000. An imported rule that allows more is held to this.</summary>
    public const int MaxInWindow = 1_000;

    /// <summary>Gets the kind.</summary>
    public required RunLimitKind Kind { get; init; }

    /// <summary>Gets the most firings in the window, 1 to <see cref="MaxInWindow"/>; 0 unless the kind is <see cref="RunLimitKind.Window"/>.</summary>
    public int Max { get; init; }

    /// <summary>Gets the length of the window; zero unless the kind is <see cref="RunLimitKind.Window"/>.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>Gets the limit of a rule of a mode that names none.</summary>
    /// <param name="mode">The rule's mode.</param>
    /// <returns>Every time for event rules, once per episode for time rules.</returns>
    public static RunLimit DefaultFor(ExecutionMode mode) =>
        mode is ExecutionMode.Time ? OncePerEpisode : EveryTime;

    private static readonly RunLimit EveryTime = new() { Kind = RunLimitKind.EveryTime };
    private static readonly RunLimit OncePerEpisode = new() { Kind = RunLimitKind.OncePerEpisode };
}
