using System.Text.Json.Serialization;

namespace Aurion.Engine.Rules;

/// <summary>What becomes of a rule in a pass, and why.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RuleFate>))]
public enum RuleFate
{
    /// <summary>Its conditions hold, and its actions are decided.</summary>
    [JsonStringEnumMemberName("run")]
    Run,

    /// <summary>Its conditions do not hold.</summary>
    [JsonStringEnumMemberName("not_matched")]
    NotMatched,

    /// <summary>Its conditions cannot be judged, so they match nothing.</summary>
    [JsonStringEnumMemberName("condition_error")]
    ConditionError,

    /// <summary>An earlier rule has stopped the processing.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>Its conditions hold, but it has run as often as its limit allows.</summary>
    [JsonStringEnumMemberName("limit_reached")]
    LimitReached,

    /// <summary>Its conditions hold, but running it could go on for ever: it has run already in the chain of changes, or the chain is too long.</summary>
    [JsonStringEnumMemberName("loop_stopped")]
    LoopStopped,

    /// <summary>Its conditions hold, but automation has caused the event, and it does not react to that.</summary>
    [JsonStringEnumMemberName("not_reacting")]
    NotReacting,

    /// <summary>It is disabled.</summary>
    [JsonStringEnumMemberName("disabled")]
    Disabled,

    /// <summary>It listens to events of another type.</summary>
    [JsonStringEnumMemberName("other_event")]
    OtherEvent,

    /// <summary>It is run by time, not by events.</summary>
    [JsonStringEnumMemberName("other_mode")]
    OtherMode,
}
