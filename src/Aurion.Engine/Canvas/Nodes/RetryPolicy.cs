using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>How often an action is tried, and after which pauses.</summary>
/// <param name="MaxAttempts">The attempts in all; 1 never tries again.</param>
/// <param name="IsExponential">Whether each pause is twice the one before.</param>
/// <param name="Initial">The first pause.</param>
/// <param name="Max">The longest pause.</param>
/// <param name="HasJitter">Whether up to a tenth is added, so that runs that failed together do not come back together.</param>
internal sealed record RetryPolicy(int MaxAttempts, bool IsExponential, TimeSpan Initial, TimeSpan Max, bool HasJitter)
{
    public static RetryPolicy None { get; } = new(1, false, TimeSpan.Zero, TimeSpan.Zero, false);

    public static RetryPolicy Read(in ConfigReader config)
    {
        if (!config.Has("retry"))
        {
            return None;
        }

        var retry = config.Members("retry");
        var attempts = retry.WholeNumber("max_attempts", 1, 100) ?? 3;
        var exponential = retry.Choice("backoff", "exponential", ["fixed", "exponential"]) == "exponential";
        var initial = retry.Duration("initial") ?? TimeSpan.FromSeconds(1);
        var max = retry.Duration("max") ?? TimeSpan.FromHours(1);
        if (initial < TimeSpan.Zero || max < TimeSpan.Zero)
        {
            retry.Add(retry.At, "out_of_range", "A pause between attempts can't be negative.", retry.Config);
        }

        return new RetryPolicy(attempts, exponential, initial, max < initial ? initial : max, retry.Flag("jitter", true));
    }

    /// <summary>Tells how long to wait after a failed attempt. The jitter comes from a hash of the key, so that a replay waits as long.</summary>
    /// <param name="key">The step's key.</param>
    /// <param name="attempt">The attempt that failed, the first being 1.</param>
    /// <param name="atLeast">The least pause that the handler asked for.</param>
    public TimeSpan PauseAfter(string key, int attempt, TimeSpan? atLeast)
    {
        var ticks = (double)Initial.Ticks;
        if (IsExponential)
        {
            ticks *= Math.Pow(2, Math.Min(attempt - 1, 62));
        }

        ticks = Math.Min(ticks, Max.Ticks);
        if (HasJitter)
        {
            ticks *= 1 + (0.1 * (StableHash.Of(key, attempt) >> 11) / (double)(1UL << 53));
        }

        var pause = TimeSpan.FromTicks((long)Math.Min(ticks, TimeSpan.MaxValue.Ticks / 2));
        return atLeast is { } least && least > pause ? least : pause;
    }
}
