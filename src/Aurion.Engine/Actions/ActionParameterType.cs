using System.Text.Json.Serialization;

namespace Aurion.Engine.Actions;

/// <summary>What a parameter of an action holds. A text with a <c>{{path}}</c> placeholder is taken for every type when saved.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ActionParameterType>))]
public enum ActionParameterType
{
    /// <summary>Any JSON value.</summary>
    [JsonStringEnumMemberName("any")]
    Any,

    /// <summary>Text that is not blank.</summary>
    [JsonStringEnumMemberName("text")]
    Text,

    /// <summary>A number.</summary>
    [JsonStringEnumMemberName("number")]
    Number,

    /// <summary>A whole number, written without fraction or exponent.</summary>
    [JsonStringEnumMemberName("integer")]
    WholeNumber,

    /// <summary>True or false.</summary>
    [JsonStringEnumMemberName("boolean")]
    Boolean,

    /// <summary>A list of texts, none of them blank.</summary>
    [JsonStringEnumMemberName("text_list")]
    TextList,

    /// <summary>An object.</summary>
    [JsonStringEnumMemberName("object")]
    Members,

    /// <summary>A duration: ISO 8601 or <c>{"amount":30,"unit":"minutes"}</c>.</summary>
    [JsonStringEnumMemberName("duration")]
    Duration,
}
