using System.Text.Json.Serialization;

namespace Aurion.Engine.Conditions;

/// <summary>What a condition reads a field's value as, before it compares.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReadingKind>))]
public enum ReadingKind
{
    /// <summary>Nothing that the operator can compare.</summary>
    [JsonStringEnumMemberName("nothing")]
    Nothing,

    /// <summary>Empty: missing, null, a blank text, an empty list or object.</summary>
    [JsonStringEnumMemberName("empty")]
    Empty,

    /// <summary>A text, in Unicode's composed form.</summary>
    [JsonStringEnumMemberName("text")]
    Text,

    /// <summary>A number; a text that is one too.</summary>
    [JsonStringEnumMemberName("number")]
    Number,

    /// <summary>True or false; the texts of these too.</summary>
    [JsonStringEnumMemberName("boolean")]
    Boolean,

    /// <summary>A moment, in UTC.</summary>
    [JsonStringEnumMemberName("time")]
    Time,

    /// <summary>A whole day in the rule's zone.</summary>
    [JsonStringEnumMemberName("date")]
    Date,

    /// <summary>One of the values that the host has put in an order.</summary>
    [JsonStringEnumMemberName("choice")]
    Choice,

    /// <summary>An IP address.</summary>
    [JsonStringEnumMemberName("address")]
    Address,

    /// <summary>A list: each element by itself.</summary>
    [JsonStringEnumMemberName("list")]
    List,
}
