using System.Text.Json.Serialization;

namespace Aurion.Engine.Canvas;

/// <summary>What is known of a canvas after every run of it has been played, or as many as there was patience for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SoundnessVerdict>))]
public enum SoundnessVerdict
{
    /// <summary>Every run was played, whatever its nodes answer, and none showed a fault.</summary>
    [JsonStringEnumMemberName("sound")]
    Sound,

    /// <summary>A run was found that shows a fault; the finding has the way to it.</summary>
    [JsonStringEnumMemberName("faulty")]
    Faulty,

    /// <summary>No fault was found, but not everything was looked at.</summary>
    [JsonStringEnumMemberName("not_proved")]
    NotProved,
}
