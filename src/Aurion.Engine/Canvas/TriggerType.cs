using System.Text.Json.Serialization;

namespace Aurion.Engine.Canvas;

/// <summary>What started a run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TriggerType>))]
public enum TriggerType
{
    /// <summary>A person or program, by name.</summary>
    [JsonStringEnumMemberName("manual")]
    Manual,

    /// <summary>An event of the host.</summary>
    [JsonStringEnumMemberName("event")]
    Event,

    /// <summary>A signed request from outside.</summary>
    [JsonStringEnumMemberName("webhook")]
    Webhook,

    /// <summary>A calendar entry.</summary>
    [JsonStringEnumMemberName("schedule")]
    Schedule,

    /// <summary>A conversation that has been in a state for long enough.</summary>
    [JsonStringEnumMemberName("time")]
    Time,

    /// <summary>Another workflow or a rule.</summary>
    [JsonStringEnumMemberName("workflow")]
    Workflow,
}
