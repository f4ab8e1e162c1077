using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Actions;

/// <summary>The field actions that do more than set one text.</summary>
internal static class FieldChanges
{
    /// <summary>The order in which priorities are bumped.</summary>
    private static readonly ImmutableArray<string> Priorities = ["low", "normal", "high", "urgent"];

    public static FieldActionOutcome SetField(WorkingCopy copy, JsonElement parameters)
    {
        var name = parameters.TryGetProperty("field", out var given) && given.ValueKind is JsonValueKind.String ? given.GetString() : null;
        if (!FieldPath.TryParse(name, out var field, out var error))
        {
            return FieldActionOutcome.Failed(error);
        }

        var mode = "set";
        if (parameters.TryGetProperty("mode", out var written) && written.ValueKind is not JsonValueKind.Null)
        {
            mode = written.ValueKind is JsonValueKind.String ? written.GetString() : written.GetRawText();
        }

        var hasValue = parameters.TryGetProperty("value", out var value);
        return mode switch
        {
            "set" when hasValue => copy.Set(field, JsonText.From(value)),
            "append" when hasValue => Append(copy, field, value),
            "set" or "append" => FieldActionOutcome.Failed("A value is needed."),
            "clear" => copy.Set(field, JsonText.Null),
            "increment" => Increment(copy, field, hasValue ? value : default),
            _ => FieldActionOutcome.Failed($"The mode '{mode}' is unknown. Allowed: {string.Join(", ", BuiltInActions.SetModes)}."),
        };
    }

    public static FieldActionOutcome BumpPriority(WorkingCopy copy, JsonElement parameters)
    {
        var steps = 1m;
        if (parameters.TryGetProperty("steps", out var given) && given.ValueKind is not JsonValueKind.Null
            && !(TryNumber(given, out steps) && decimal.IsInteger(steps)))
        {
            return FieldActionOutcome.Failed($"The steps must be a whole number; found {JsonKinds.Describe(given)}.");
        }

        var current = copy.FindCurrent(FieldActions.Fields.Priority);
        var at = current.ValueKind is JsonValueKind.String ? PlaceOf(current.GetString()!) : -1;
        if (at < 0)
        {
            return FieldActionOutcome.Failed($"The priority must be one of {string.Join(", ", Priorities)}; found {JsonKinds.Describe(current)}.");
        }

        var next = (int)Math.Clamp(at + Math.Clamp(steps, -Priorities.Length, Priorities.Length), 0, Priorities.Length - 1);
        return next == at ? FieldActionOutcome.Unchanged : copy.Set(FieldActions.Fields.Priority, Text(Priorities[next]));
    }

    public static FieldActionOutcome ChangeTags(WorkingCopy copy, JsonElement parameters, bool add)
    {
        if (!TryTags(parameters, out var named, out var error))
        {
            return FieldActionOutcome.Failed(error);
        }

        var current = copy.FindCurrent(FieldActions.Fields.Tags);
        List<JsonElement> tags = current.ValueKind switch
        {
            JsonValueKind.Array => [.. current.EnumerateArray()],
            JsonValueKind.Undefined or JsonValueKind.Null => [],
            _ => [current],
        };
        var before = tags.Count;
        if (add)
        {
            foreach (var tag in named.Where(tag => !tags.Exists(there => IsTag(there, tag))))
            {
                tags.Add(Text(tag).Element);
            }
        }
        else
        {
            tags.RemoveAll(there => named.Exists(tag => IsTag(there, tag)));
        }

        return tags.Count == before ? FieldActionOutcome.Unchanged : copy.Set(FieldActions.Fields.Tags, List(tags));
    }

    public static FieldActionOutcome Escalate(WorkingCopy copy, JsonElement parameters)
    {
        JsonText? team = null;
        if (parameters.TryGetProperty("team_id", out var given) && given.ValueKind is not JsonValueKind.Null
            && !TryText(parameters, "team_id", out team, out var error))
        {
            return FieldActionOutcome.Failed(error);
        }

        var raised = parameters.TryGetProperty("level", out var level) && level.ValueKind is not JsonValueKind.Null
            ? TryText(parameters, "level", out var text, out var fault) ? copy.Set(FieldActions.Fields.Escalation, text) : FieldActionOutcome.Failed(fault)
            : Increment(copy, FieldActions.Fields.Escalation, default);
        if (raised.Status is FieldActionStatus.Failed || team is null)
        {
            return raised;
        }

        var handed = copy.Set(FieldActions.Fields.Team, team);
        return handed.Status is FieldActionStatus.Unchanged ? raised : handed;
    }

    /// <summary>Reads a parameter that is a text, or an id that the host writes as a number.</summary>
    public static bool TryText(JsonElement parameters, string name, [NotNullWhen(true)] out JsonText? text, [NotNullWhen(false)] out string? error)
    {
        text = null;
        error = null;
        if (!parameters.TryGetProperty(name, out var value))
        {
            error = $"The parameter '{name}' is missing.";
        }
        else if (value.ValueKind is JsonValueKind.Number || (value.ValueKind is JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString())))
        {
            text = JsonText.From(value);
        }
        else
        {
            error = value.ValueKind is JsonValueKind.String
                ? $"The parameter '{name}' is blank."
                : $"The parameter '{name}' must be a text; found {JsonKinds.Describe(value)}.";
        }

        return error is null;
    }

    private static FieldActionOutcome Append(WorkingCopy copy, FieldPath field, JsonElement value)
    {
        var current = copy.FindCurrent(field);
        switch (current.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return copy.Set(field, JsonText.From(value));
            case JsonValueKind.Array:
                List<JsonElement> items = [.. current.EnumerateArray()];
                items.AddRange(value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : [value]);
                return copy.Set(field, List(items));
            case JsonValueKind.String when value.ValueKind is JsonValueKind.String:
                return copy.Set(field, Text(current.GetString() + value.GetString()));
            case JsonValueKind.String when value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return copy.Set(field, Text(current.GetString() + value.GetRawText()));
            default:
                return FieldActionOutcome.Failed(
                    $"The field '{field.Text}' holds {JsonKinds.Describe(current)}; {JsonKinds.Describe(value)} cannot be appended to it.");
        }
    }

    private static FieldActionOutcome Increment(WorkingCopy copy, FieldPath field, JsonElement by)
    {
        var step = 1m;
        if (by.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && !TryNumber(by, out step))
        {
            return FieldActionOutcome.Failed($"A field is incremented by a number; found {JsonKinds.Describe(by)}.");
        }

        var current = copy.FindCurrent(field);
        var number = 0m;
        if (current.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && !TryNumber(current, out number))
        {
            return FieldActionOutcome.Failed($"The field '{field.Text}' holds {JsonKinds.Describe(current)}, not a number.");
        }

        try
        {
            return copy.Set(field, JsonText.Parse((number + step).ToString(CultureInfo.InvariantCulture)));
        }
        catch (OverflowException)
        {
            return FieldActionOutcome.Failed($"The field '{field.Text}' would grow beyond what a number can hold exactly.");
        }
    }

    private static bool TryTags(JsonElement parameters, out List<string> tags, [NotNullWhen(false)] out string? error)
    {
        tags = [];
        error = null;
        foreach (var name in (ReadOnlySpan<string>)["tag", "tags"])
        {
            if (!parameters.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
            {
                continue;
            }

            foreach (var item in value.ValueKind is JsonValueKind.Array ? [.. value.EnumerateArray()] : (JsonElement[])[value])
            {
                if (item.ValueKind is not JsonValueKind.String || string.IsNullOrWhiteSpace(item.GetString()))
                {
                    error = $"A tag is a text that is not blank; found {JsonKinds.Describe(item)}.";
                    return false;
                }

                if (!tags.Contains(item.GetString()!, StringComparer.OrdinalIgnoreCase))
                {
                    tags.Add(item.GetString()!);
                }
            }
        }

        if (tags.Count == 0)
        {
            error = "A tag is needed: 'tag' or 'tags'.";
        }

        return error is null;
    }

    private static bool IsTag(JsonElement there, string tag) =>
        there.ValueKind is JsonValueKind.String && string.Equals(there.GetString(), tag, StringComparison.OrdinalIgnoreCase);

    private static int PlaceOf(string priority)
    {
        for (var at = 0; at < Priorities.Length; at++)
        {
            if (string.Equals(Priorities[at], priority, StringComparison.OrdinalIgnoreCase))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool TryNumber(JsonElement value, out decimal number)
    {
        number = 0;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDecimal(out number),
            JsonValueKind.String => decimal.TryParse(
                value.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }

    private static JsonText Text(string text)
    {
        var buffer = new ArrayBufferWriter<byte>(text.Length + 16);
        using (var writer = new Utf8JsonWriter(buffer, TemplateJson.WriterOptions))
        {
            writer.WriteStringValue(text);
        }

        return StrictJson.Parse(buffer.WrittenMemory);
    }

    private static JsonText List(List<JsonElement> items)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, TemplateJson.WriterOptions))
        {
            writer.WriteStartArray();
            foreach (var item in items)
            {
                item.WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        return StrictJson.Parse(buffer.WrittenMemory);
    }
}
