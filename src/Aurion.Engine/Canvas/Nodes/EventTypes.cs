using System.Text.Json;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>Reads the type of the event that a node waits for or raises.</summary>
internal static class EventTypes
{
    private const int MaxLength = 200;

    /// <summary>Reads <c>event_type</c>: a text without placeholders, so that a canvas says by itself which events concern it.</summary>
    public static string Read(in ConfigReader config, string node)
    {
        if (!config.Has("event_type"))
        {
            config.Missing("event_type", $"{node} needs \"event_type\": the type of the event, such as \"ticket.replied\".");
            return string.Empty;
        }

        config.TryGet("event_type", out var found);
        var type = config.Text("event_type") ?? string.Empty;
        if (type.Contains("{{", StringComparison.Ordinal) || type.EnumerateRunes().Count() > MaxLength)
        {
            config.Wrong("event_type", $"a text of 1 to {MaxLength} characters without placeholders", found);
        }

        return type;
    }

    /// <summary>Reads a member that must be an object, placeholders allowed within; null when it is absent or wrong.</summary>
    public static JsonTemplate? ReadObject(in ConfigReader config, string name)
    {
        if (!config.TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.Object || (value.ValueKind is JsonValueKind.String && value.GetString()!.Contains("{{", StringComparison.Ordinal)))
        {
            return JsonTemplate.From(value);
        }

        config.Wrong(name, "an object, or one placeholder that stands for one", value);
        return null;
    }

    /// <summary>Reads <c>correlate</c>: a text or a number, placeholders allowed; null when it is absent or wrong.</summary>
    public static JsonTemplate? ReadCorrelation(in ConfigReader config)
    {
        if (!config.TryGet("correlate", out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.Number || (value.ValueKind is JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString())))
        {
            return JsonTemplate.From(value);
        }

        config.Wrong("correlate", "a text that is not blank, or a number", value);
        return null;
    }
}
