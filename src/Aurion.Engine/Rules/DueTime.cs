using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>Judges time conditions on a conversation's fields: since when it is as it is, and whether that is long enough.</summary>
internal static class DueTime
{
    /// <summary>Finds the instant that a basis names.</summary>
    /// <param name="fields">The conversation's fields.</param>
    /// <param name="basis">The basis.</param>
    /// <param name="zone">The zone of an instant without an offset.</param>
    /// <returns>The instant; null when the field is missing, empty or no instant.</returns>
    public static DateTimeOffset? InstantOf(JsonElement fields, TimeBasis basis, TimeZoneInfo zone) =>
        fields.ValueKind is JsonValueKind.Object
        && fields.TryGetProperty(RuleWords.NameOf(basis), out var value)
        && InstantText.TryRead(value, zone, out var instant, out _)
            ? instant
            : null;

    /// <summary>Whether a condition holds: the status is listed, and the basis is old enough.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="fields">The conversation's fields.</param>
    /// <param name="now">The time.</param>
    /// <param name="zone">The zone of an instant without an offset.</param>
    /// <param name="episode">The instant of the basis, which tells this episode from others.</param>
    public static bool IsDue(TimeCondition condition, JsonElement fields, DateTimeOffset now, TimeZoneInfo zone, out DateTimeOffset episode)
    {
        episode = default;
        if (InstantOf(fields, condition.Basis, zone) is not { } instant || now - instant < TimeSpan.FromMinutes(condition.OlderThanMinutes))
        {
            return false;
        }

        episode = instant;
        return condition.Statuses.IsEmpty || (fields.TryGetProperty("status", out var status)
            && status.ValueKind is JsonValueKind.String
            && condition.Statuses.Contains(status.GetString()!, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Asks a host for the conversations that a condition may hold for.</summary>
    public static TimeRuleQuery QueryOf(TimeCondition condition, DateTimeOffset now, string? after) => new()
    {
        Statuses = condition.Statuses,
        Basis = RuleWords.NameOf(condition.Basis),
        NotAfter = now - DateTimeOffset.MinValue > TimeSpan.FromMinutes(condition.OlderThanMinutes)
            ? now - TimeSpan.FromMinutes(condition.OlderThanMinutes)
            : DateTimeOffset.MinValue,
        After = after,
    };
}
