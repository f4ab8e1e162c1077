using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Values;

namespace Aurion.Engine.Actions;

/// <summary>What a handler answers about one attempt.</summary>
/// <remarks>Immutable and safe to share.</remarks>
public sealed class ActionResult
{
    private ActionResult(ActionStatus status, JsonText? output = null, string? error = null, TimeSpan? after = null, bool noop = false)
    {
        Status = status;
        Output = output;
        Error = error;
        RetryAfter = after;
        IsNoop = noop;
    }

    /// <summary>Gets how the attempt ended.</summary>
    public ActionStatus Status { get; }

    /// <summary>Gets what the action produced, at most 256 KB; null when it produced nothing.</summary>
    public JsonText? Output { get; }

    /// <summary>Gets a sentence about the failure, fit for logs and users; null unless the attempt failed.</summary>
    public string? Error { get; }

    /// <summary>Gets the least time to wait before the next attempt; null leaves it to the step's retry policy.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Gets a value indicating whether the action found that there was nothing to change.</summary>
    public bool IsNoop { get; }

    /// <summary>Gets a value indicating whether the attempt failed, for good or for now.</summary>
    [MemberNotNullWhen(true, nameof(Error))]
    public bool IsFailure => Status is ActionStatus.Failed or ActionStatus.TryAgain or ActionStatus.Unknown;

    /// <summary>The action was done and produced nothing.</summary>
    /// <returns>The result.</returns>
    public static ActionResult Completed() => Done;

    /// <summary>The action was done.</summary>
    /// <param name="output">What it produced.</param>
    /// <returns>The result.</returns>
    public static ActionResult Completed(JsonText? output) => output is null ? Done : new(ActionStatus.Completed, output);

    /// <summary>There was nothing to change.</summary>
    /// <returns>The result.</returns>
    public static ActionResult Unchanged() => Noop;

    /// <summary>The action failed and would fail again.</summary>
    /// <param name="error">A sentence about it, without secrets.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException"><paramref name="error"/> is blank.</exception>
    public static ActionResult Failed(string error)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        return new(ActionStatus.Failed, error: error);
    }

    /// <summary>The action failed this time.</summary>
    /// <param name="error">A sentence about it, without secrets.</param>
    /// <param name="after">The least time to wait; null leaves it to the step's retry policy.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException"><paramref name="error"/> is blank.</exception>
    public static ActionResult TryAgain(string error, TimeSpan? after = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        return new(ActionStatus.TryAgain, error: error, after: after);
    }

    /// <summary>The action may or may not have been done, and nobody can tell: it is not tried again, and a person must judge.</summary>
    /// <param name="error">A sentence about it, without secrets.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException"><paramref name="error"/> is blank.</exception>
    public static ActionResult Unknown(string error)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        return new(ActionStatus.Unknown, error: error);
    }

    /// <summary>The action goes on elsewhere; its end is reported later with <see cref="ActionRequest.CompletionToken"/>.</summary>
    /// <returns>The result.</returns>
    public static ActionResult Pending() => Waiting;

    private static readonly ActionResult Done = new(ActionStatus.Completed);
    private static readonly ActionResult Noop = new(ActionStatus.Completed, noop: true);
    private static readonly ActionResult Waiting = new(ActionStatus.Pending);
}
