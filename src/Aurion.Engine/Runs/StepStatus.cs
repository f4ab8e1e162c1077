using System.Text.Json.Serialization;

namespace Aurion.Engine.Runs;

/// <summary>Where a step stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepStatus>))]
public enum StepStatus
{
    /// <summary>At work.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Waiting for a person, a clock or a message.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>Done.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>Failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Not done.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,

    /// <summary>Ended before it was done.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
