using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>A wish to start a published workflow.</summary>
public sealed record StartRun
{
    /// <summary>Gets the tenant. The default is <see cref="TenantId.Default"/>.</summary>
    public TenantId Tenant { get; init; } = TenantId.Default;

    /// <summary>Gets the workflow.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>Gets the conversation that the run is about; null when there is none.</summary>
    /// <value>Without a payload the host must know it: its fields are what the run sees.</value>
    public string? ConversationId { get; init; }

    /// <summary>Gets what the run sees, an object; null takes the conversation's fields, or nothing without a conversation.</summary>
    public JsonText? Payload { get; init; }

    /// <summary>Gets what started it. The default is <see cref="TriggerType.Manual"/>.</summary>
    public TriggerType Trigger { get; init; } = TriggerType.Manual;

    /// <summary>Gets the event's type; null unless an event started it.</summary>
    public string? EventType { get; init; }

    /// <summary>Gets who asked: a user id of the host; null when nobody is known.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Gets the key that starts one run however often it is used; null starts a run each time.</summary>
    public string? StartKey { get; init; }

    /// <summary>Gets how long the key is remembered; null is for ever. The default is 24 hours.</summary>
    public TimeSpan? KeepStartKeyFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Gets the version; null is the published one.</summary>
    internal int? Version { get; init; }

    /// <summary>Gets the id that the run must have, chosen by the step that calls it; null lets the engine make one.</summary>
    internal RunId? Run { get; init; }

    /// <summary>Gets the step that waits for the run's end; null when none does.</summary>
    internal ParentStep? Parent { get; init; }

    /// <summary>Gets how many steps of automation led to the run.</summary>
    internal int Depth { get; init; }
}
