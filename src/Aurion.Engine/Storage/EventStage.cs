using System.Text.Json.Serialization;

namespace Aurion.Engine.Storage;

/// <summary>How far an event has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EventStage>))]
public enum EventStage
{
    /// <summary>Kept, not yet judged.</summary>
    [JsonStringEnumMemberName("accepted")]
    Accepted,

    /// <summary>The rules have decided: patch, actions and once-keys stand.</summary>
    [JsonStringEnumMemberName("decided")]
    Decided,

    /// <summary>The host has the patch.</summary>
    [JsonStringEnumMemberName("applied")]
    Applied,

    /// <summary>All actions are tried and the log is written.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,
}
