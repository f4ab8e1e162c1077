using System.Text.Json.Serialization;

namespace Aurion.Engine.Rules;

/// <summary>How a rule's firing ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RuleLogStatus>))]
public enum RuleLogStatus
{
    /// <summary>Every action went ok.</summary>
    [JsonStringEnumMemberName("success")]
    Success,

    /// <summary>Some actions went ok, some did not.</summary>
    [JsonStringEnumMemberName("partial")]
    Partial,

    /// <summary>No action went ok.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>The rule could not be judged: one of its conditions is faulty. It did not match.</summary>
    [JsonStringEnumMemberName("condition_error")]
    ConditionError,

    /// <summary>The rule was not run, to end a chain of rules that trigger each other.</summary>
    [JsonStringEnumMemberName("loop_stopped")]
    LoopStopped,

    /// <summary>The rule was not run: it has run as often as its limit allows.</summary>
    [JsonStringEnumMemberName("limit_reached")]
    LimitReached,
}
