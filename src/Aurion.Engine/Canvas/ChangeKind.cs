using System.Text.Json.Serialization;

namespace Aurion.Engine.Canvas;

/// <summary>What became of a part of a canvas between two versions.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeKind>))]
public enum ChangeKind
{
    /// <summary>The later version has it, the earlier one has not.</summary>
    [JsonStringEnumMemberName("added")]
    Added,

    /// <summary>The earlier version has it, the later one has not.</summary>
    [JsonStringEnumMemberName("removed")]
    Removed,

    /// <summary>Both have it, and it says something else.</summary>
    [JsonStringEnumMemberName("changed")]
    Changed,

    /// <summary>Both have it, saying the same, under another id.</summary>
    [JsonStringEnumMemberName("renamed")]
    Renamed,

    /// <summary>Both have it, at another place of an order that means something.</summary>
    [JsonStringEnumMemberName("moved")]
    Moved,
}
