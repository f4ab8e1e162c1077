using System.Text.Json.Serialization;

namespace Aurion.Engine.Runs;

/// <summary>What a run does that finds its workflow's limit of runs at once reached.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConcurrencyConflict>))]
public enum ConcurrencyConflict
{
    /// <summary>It waits for its turn, in the order of starting.</summary>
    [JsonStringEnumMemberName("queue")]
    Queue,

    /// <summary>It does not start.</summary>
    [JsonStringEnumMemberName("skip")]
    Skip,

    /// <summary>It cancels the oldest of them, and those that wait, and starts when they have ended.</summary>
    [JsonStringEnumMemberName("replace")]
    Replace,
}
