using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>Finds the host's calendars by the names that conditions and canvases write.</summary>
internal static class BusinessCalendars
{
    /// <summary>Finds a calendar; true, null, the empty text and nothing at all stand for the default one.</summary>
    public static bool TryFind(
        ConditionOptions options, JsonElement name, [NotNullWhen(true)] out BusinessCalendar? calendar, [NotNullWhen(false)] out string? error)
    {
        error = null;
        var text = name.ValueKind is JsonValueKind.String ? FieldText.ReadString(name) : null;
        if (name.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.True || text is "")
        {
            calendar = options.DefaultCalendar;
            error = calendar is null ? $"The host declares no default calendar, so one is to be named. {Allowed(options)}" : null;
            return error is null;
        }

        calendar = text is null ? null : options.Calendars.GetValueOrDefault(text);
        error = calendar is null ? $"There is no such calendar: found {JsonKinds.Describe(name)}. {Allowed(options)}" : null;
        return calendar is not null;
    }

    private static string Allowed(ConditionOptions options) => options.Calendars.IsEmpty
        ? "The host declares no calendars by name."
        : $"Allowed: {string.Join(", ", options.Calendars.Keys.Order(StringComparer.Ordinal))}.";
}
