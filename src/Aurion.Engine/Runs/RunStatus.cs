using System.Text.Json.Serialization;

namespace Aurion.Engine.Runs;

/// <summary>Where a run stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>Accepted, nothing done yet.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>At work.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Every token waits for a person, a clock or an event.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>Held by a person.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>Ended well: no token is left.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>Ended by a failure that nothing handled.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Ended by a person.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
