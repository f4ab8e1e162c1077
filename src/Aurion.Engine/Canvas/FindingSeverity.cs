using System.Text.Json.Serialization;

namespace Aurion.Engine.Canvas;

/// <summary>How grave a finding is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingSeverity>))]
public enum FindingSeverity
{
    /// <summary>The canvas can't be published.</summary>
    [JsonStringEnumMemberName("error")]
    Error,

    /// <summary>The canvas can be published but may not do what its author means.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,
}
