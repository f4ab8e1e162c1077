using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Aurion.Engine.Canvas.Drawing;

/// <summary>What is written on a picture: of each node its name, and in a few words what it does.</summary>
internal static class PictureText
{
    private const int MaxTitle = 60;
    private const int MaxDetail = 48;

    /// <summary>Gets the name, or else the id.</summary>
    public static string TitleOf(CanvasNode node) => Cut(string.IsNullOrWhiteSpace(node.Name) ? node.Id : node.Name, MaxTitle);

    /// <summary>Gets the type and what is most worth knowing of the configuration.</summary>
    public static string KindOf(CanvasNode node) => DetailOf(node) is { Length: > 0 } detail ? $"{Cut(node.Type, MaxDetail)}: {Cut(detail, MaxDetail)}" : Cut(node.Type, MaxDetail);

    public static string MainPortOf(CanvasNode node) => node.Type switch
    {
        "condition" => "true",
        "approval" => "approved",
        "for_each" or "scope" => "done",
        "wait_event" => "received",
        "sub_workflow" => "completed",
        "switch" => FirstCaseOf(node) ?? "default",
        _ => "out",
    };

    /// <summary>Reads a member that is a text, a number or a Boolean; null when there is none.</summary>
    public static string? Text(JsonElement config, string name) =>
        config.ValueKind is JsonValueKind.Object && config.TryGetProperty(name, out var value) ? Text(value) : null;

    /// <summary>Shortens a text to a number of columns, whole characters alone; wide ones take two. What is no printable character is a space.</summary>
    public static string Cut(string text, int columns)
    {
        var cut = new StringBuilder();
        var used = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (char.IsControl(element[0]) || element[0] is '\u2028' or '\u2029')
            {
                element = " ";
            }

            used += ColumnsOf(element);
            if (used > columns)
            {
                return cut.ToString().TrimEnd() + "…";
            }

            cut.Append(element);
        }

        return cut.ToString();
    }

    public static int ColumnsOf(string element) => element[0] < '\u1100' ? 1 : 2;

    private static string? DetailOf(CanvasNode node)
    {
        var config = node.Config;
        return node.Type switch
        {
            "trigger" => Text(config, "event"),
            "condition" => QuestionOf(config),
            "switch" => Text(config, "mode") == "all" ? "every case that holds" : "first case that holds",
            "action" => Text(config, "type"),
            "approval" => ApproversOf(config),
            "delay" => Text(config, "duration") ?? Text(config, "until") ?? AmountOf(config, "duration"),
            "wait_event" or "emit_event" => Text(config, "event_type"),
            "join" => JoinOf(config),
            "for_each" => (Text(config, "mode") ?? "sequential") + (Member(config, "complete_when", "n") is { } n ? $", until {n} are done" : string.Empty),
            "scope" => Text(config, "timeout") is { } timeout ? $"at most {timeout}" : null,
            "sub_workflow" => Text(config, "workflow_id"),
            "set" => NamesOf(config, "assign"),
            "http_request" => $"{Text(config, "method") ?? "GET"} {Text(config, "url")}",
            "end" => string.Join(", ", new[] { Text(config, "status") == "failed" ? "failed" : null, Text(config, "ends") == "run" ? "the run" : null }.OfType<string>()),
            _ => null,
        };
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static string? Member(JsonElement config, string name, string member) =>
        config.ValueKind is JsonValueKind.Object && config.TryGetProperty(name, out var value) ? Text(value, member) : null;

    private static string? AmountOf(JsonElement config, string name) => Member(config, name, "amount") is { } amount ? $"{amount} {Member(config, name, "unit")}" : null;

    private static string JoinOf(JsonElement config)
    {
        var mode = Text(config, "mode") ?? "active";
        return (mode == "n" ? $"{Text(config, "n")} of them" : mode) + (Text(config, "cancel_rest") == "true" ? ", cancels the rest" : string.Empty);
    }

    private static string? QuestionOf(JsonElement config)
    {
        if (config.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        if (config.TryGetProperty("conditions", out var conditions))
        {
            return conditions.ValueKind is JsonValueKind.Array && conditions.GetArrayLength() == 1 && Text(conditions[0], "field") is { } one
                ? $"{one} {Text(conditions[0], "operator")} {Text(conditions[0], "value")}".TrimEnd()
                : conditions.ValueKind is JsonValueKind.Array ? $"all of {conditions.GetArrayLength()}" : null;
        }

        if (Text(config, "field") is not { } field)
        {
            return null;
        }

        foreach (var member in config.EnumerateObject())
        {
            if (member.Name is not ("field" or "operator" or "value" or "case_sensitive"))
            {
                return $"{field} {member.Name} {Text(member.Value)}".TrimEnd();
            }
        }

        return $"{field} {Text(config, "operator")} {Text(config, "value")}".TrimEnd();
    }

    private static string? ApproversOf(JsonElement config)
    {
        if (config.ValueKind is not JsonValueKind.Object || !config.TryGetProperty("approvers", out var approvers))
        {
            return null;
        }

        var people = approvers.ValueKind is JsonValueKind.Array ? string.Join(", ", approvers.EnumerateArray().Select(Text).OfType<string>()) : Text(approvers);
        return Text(config, "required") is { } required ? $"{required} of {people}" : people;
    }

    private static string? FirstCaseOf(CanvasNode node) =>
        node.Config.ValueKind is JsonValueKind.Object && node.Config.TryGetProperty("cases", out var cases) && cases.ValueKind is JsonValueKind.Array && cases.GetArrayLength() > 0
            ? Text(cases[0], "name")
            : null;

    private static string? NamesOf(JsonElement config, string name) =>
        config.ValueKind is JsonValueKind.Object && config.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Object
            ? string.Join(", ", value.EnumerateObject().Select(static member => member.Name))
            : null;
}
