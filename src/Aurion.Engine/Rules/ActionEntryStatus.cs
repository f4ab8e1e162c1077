using System.Text.Json.Serialization;

namespace Aurion.Engine.Rules;

/// <summary>Where one action of a rule stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ActionEntryStatus>))]
public enum ActionEntryStatus
{
    /// <summary>Decided, not yet performed.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>Done.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Tried and failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Not tried, because something before it failed.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,
}
