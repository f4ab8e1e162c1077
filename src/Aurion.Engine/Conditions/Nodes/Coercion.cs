using System.Runtime.InteropServices;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>Reads a payload's values as the coercions say.</summary>
internal static class Coercion
{
    /// <summary>Tells whether a value is missing, null, a blank text, or a list or object without content.</summary>
    public static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        JsonValueKind.String => IsBlank(value),
        _ => false,
    };

    /// <summary>Reads a number, or a text that is one.</summary>
    public static bool TryGetNumber(JsonElement value, ReadOnlySpan<char> text, out ExactNumber number)
    {
        number = default;
        return value.ValueKind is JsonValueKind.Number or JsonValueKind.String && ExactNumber.TryParse(text, out number);
    }

    /// <summary>Reads true, false and the texts "true" and "false"; anything else is no Boolean.</summary>
    public static bool? ToBoolean(JsonValueKind kind, ReadOnlySpan<char> text) => kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when text is "true" => true,
        JsonValueKind.String when text is "false" => false,
        _ => null,
    };

    private static bool IsBlank(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (raw.Length > 2 && raw[1] is > (byte)' ' and < 0x7F and not (byte)'\\')
        {
            return false; // most texts begin with a letter: no need to decode them
        }

        using var text = new FieldText(value, stackalloc char[FieldText.Scratch]);
        return text.Chars.IsWhiteSpace();
    }
}
