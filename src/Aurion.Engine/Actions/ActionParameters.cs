using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Actions;

/// <summary>Checks the parameters of an action against its description.</summary>
internal static class ActionParameters
{
    public static string NameOf(ActionParameterType type) => type switch
    {
        ActionParameterType.Any => "any",
        ActionParameterType.Text => "text",
        ActionParameterType.Number => "number",
        ActionParameterType.WholeNumber => "integer",
        ActionParameterType.Boolean => "boolean",
        ActionParameterType.TextList => "text_list",
        ActionParameterType.Members => "object",
        ActionParameterType.Duration => "duration",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a parameter type."),
    };

    /// <summary>A text with a placeholder may become any value once it is resolved, so it is judged when the action runs.</summary>
    public static bool HasPlaceholder(JsonElement value) =>
        value.ValueKind is JsonValueKind.String && value.GetString()!.Contains("{{", StringComparison.Ordinal);

    public static void Validate(ActionDescription description, JsonElement action, FaultPath at, ICollection<Fault> faults)
    {
        foreach (var parameter in description.Parameters)
        {
            var given = action.TryGetProperty(parameter.Name, out var value);
            if (!given)
            {
                if (parameter.IsRequired)
                {
                    faults.Add(Missing(description, parameter.Name, at));
                }

                continue;
            }

            if (value.ValueKind is JsonValueKind.Null && !parameter.IsRequired)
            {
                continue;
            }

            ValidateValue(parameter, value, at.Member(parameter.Name), faults);
        }

        if (!description.RequiresOneOf.IsEmpty && !description.RequiresOneOf.Any(name => action.TryGetProperty(name, out _)))
        {
            faults.Add(new Fault
            {
                Path = at.Member(description.RequiresOneOf[0]),
                Type = "missing",
                Message = $"The action '{description.Type}' needs one of: {string.Join(", ", description.RequiresOneOf)}.",
            });
        }
    }

    public static Fault Missing(ActionDescription description, string name, FaultPath at) => new()
    {
        Path = at.Member(name),
        Type = "missing",
        Message = $"Field required: the action '{description.Type}' needs '{name}'.",
    };

    private static void ValidateValue(ActionParameter parameter, JsonElement value, FaultPath at, ICollection<Fault> faults)
    {
        if (HasPlaceholder(value))
        {
            return;
        }

        if (TypeFault(parameter.Type, value) is var (type, message))
        {
            faults.Add(new Fault { Path = at, Type = type, Message = message, Input = JsonText.From(value) });
            return;
        }

        if (!parameter.AllowedValues.IsEmpty
            && !(value.ValueKind is JsonValueKind.String && parameter.AllowedValues.Contains(value.GetString()!)))
        {
            faults.Add(new Fault
            {
                Path = at,
                Type = "enum",
                Message = $"Input should be one of: {string.Join(", ", parameter.AllowedValues)}",
                Input = JsonText.From(value),
            });
        }
    }

    private static (string Type, string Message)? TypeFault(ActionParameterType type, JsonElement value)
    {
        switch (type)
        {
            case ActionParameterType.Text when value.ValueKind is not JsonValueKind.String:
                return ("string_type", "Input should be a valid string");
            case ActionParameterType.Text when string.IsNullOrWhiteSpace(value.GetString()):
                return ("string_too_short", "String should not be blank");
            case ActionParameterType.Number when value.ValueKind is not JsonValueKind.Number:
                return ("float_type", "Input should be a valid number");
            case ActionParameterType.WholeNumber when value.ValueKind is not JsonValueKind.Number || !value.TryGetInt64(out _):
                return ("int_type", "Input should be a valid integer");
            case ActionParameterType.Boolean when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                return ("bool_type", "Input should be a valid boolean");
            case ActionParameterType.Members when value.ValueKind is not JsonValueKind.Object:
                return ("dict_type", "Input should be a valid dictionary");
            case ActionParameterType.TextList when value.ValueKind is not JsonValueKind.Array:
                return ("list_type", "Input should be a valid list");
            case ActionParameterType.TextList when value.EnumerateArray().Any(static item => item.ValueKind is not JsonValueKind.String):
                return ("string_type", "Every item should be a valid string");
            case ActionParameterType.TextList when value.EnumerateArray().Any(static item => string.IsNullOrWhiteSpace(item.GetString())):
                return ("string_too_short", "No item should be blank");
            case ActionParameterType.Duration when !DurationText.TryRead(value, out _, out var error):
                return ("duration_type", error);
            default:
                return null;
        }
    }
}
