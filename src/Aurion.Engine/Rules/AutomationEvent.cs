using System.Text.Json.Serialization;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>Something that happened in the host, handed to the rules and to the workflows that listen.</summary>
public sealed record AutomationEvent
{
    /// <summary>Gets the tenant. The default is <see cref="TenantId.Default"/>.</summary>
    public TenantId Tenant { get; init; } = TenantId.Default;

    /// <summary>Gets the host's own id of the event: the same id is accepted once; null lets the engine make one.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the type, for example <c>ticket.created</c>; 1 to 200 characters.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the conversation that it is about; null when there is none.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Gets what else it is about, for runs that wait with a <c>correlate</c> of their own: an order number, a job id; null when there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Correlation { get; init; }

    /// <summary>Gets how many steps of automation led to it: 0 for an event of the host. A workflow's <c>emit_event</c> counts them, so that a loop ends.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Depth { get; init; }

    /// <summary>Gets what the conditions see: an object. Its member <c>previous</c> holds the values before a change.</summary>
    public JsonText Payload { get; init; } = JsonText.EmptyObject;

    /// <summary>Gets who caused it: a user id of the host; null when nobody is known.</summary>
    public string? Actor { get; init; }

    /// <summary>Gets the chain of automation that caused it: only rules that react to automation look at it, and no workflow starts. Null when a person or the host caused it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AutomationChain? Chain { get; init; }
}
