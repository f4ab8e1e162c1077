using System.Text.Json.Serialization;

namespace Aurion.Engine.Rules;

/// <summary>How often a rule may fire.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunLimitKind>))]
public enum RunLimitKind
{
    /// <summary>Each time it matches. The default of event rules.</summary>
    [JsonStringEnumMemberName("every_time")]
    EveryTime,

    /// <summary>Once for each conversation.</summary>
    [JsonStringEnumMemberName("once_per_ticket")]
    OncePerTicket,

    /// <summary>Once for each conversation and instant of the basis. The default of time rules.</summary>
    [JsonStringEnumMemberName("once_per_episode")]
    OncePerEpisode,

    /// <summary>So many times in a window, for each conversation.</summary>
    [JsonStringEnumMemberName("window")]
    Window,
}
