using System.Text.Json.Serialization;

namespace Aurion.Engine.Rules;

/// <summary>What makes a rule run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExecutionMode>))]
public enum ExecutionMode
{
    /// <summary>An event of its type.</summary>
    [JsonStringEnumMemberName("event")]
    Event,

    /// <summary>Time that has passed on a conversation.</summary>
    [JsonStringEnumMemberName("time")]
    Time,
}
