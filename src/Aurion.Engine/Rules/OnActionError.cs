using System.Text.Json.Serialization;

namespace Aurion.Engine.Rules;

/// <summary>What a rule does with the rest of its actions when one fails.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OnActionError>))]
public enum OnActionError
{
    /// <summary>The others are tried.</summary>
    [JsonStringEnumMemberName("continue")]
    Continue,

    /// <summary>The rest is skipped.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,
}
