using Aurion.Engine.Values;

namespace Aurion.Engine.Actions;

/// <summary>One attempt at an action, as a handler gets it.</summary>
public sealed record ActionRequest
{
    /// <summary>Gets the key that is the same for each attempt and after a crash: use it to make a repeat harmless.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Gets the tenant on whose behalf the action is done.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gets the action's type, as written in the rule or canvas.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the action's parameters as an object, placeholders resolved.</summary>
    public required JsonText Parameters { get; init; }

    /// <summary>Gets the conversation; null when the event or run has none.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Gets the run; null when a rule asked for the action.</summary>
    public RunId? Run { get; init; }

    /// <summary>Gets the rule; null when a workflow asked for the action.</summary>
    public string? RuleId { get; init; }

    /// <summary>Gets the id of the event that led to the action; null when none did.</summary>
    public string? EventId { get; init; }

    /// <summary>Gets the type of the event that led to the action; null when none did.</summary>
    public string? EventType { get; init; }

    /// <summary>Gets the payload of that event as it came: an object; null when none did.</summary>
    public JsonText? Payload { get; init; }

    /// <summary>Gets who caused it: a user id of the host; null when nobody is known.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets the number of the attempt, the first being 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Gets the token by which the end is reported when the handler answers <see cref="ActionResult.Pending"/>: hand it to <c>WorkflowEngine.CompleteStepAsync</c>; null when a rule asked, which can't wait.</summary>
    /// <remarks>Made when it is first asked for: most handlers never do.</remarks>
    public string? CompletionToken
    {
        get => field ??= MakeToken?.Invoke(this); // two threads may both make it and get the same
        init;
    }

    /// <summary>Gets what makes the token; null where there is none to make.</summary>
    internal Func<ActionRequest, string>? MakeToken { get; init; }

    /// <summary>Gets how many steps of automation led to whoever asks.</summary>
    internal int Depth { get; init; }
}
