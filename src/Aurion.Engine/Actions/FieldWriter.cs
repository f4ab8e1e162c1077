using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Actions;

/// <summary>Writes a JSON object anew with one field set, all else kept byte for byte in order.</summary>
/// <remarks>Follows the path as <see cref="FieldPath.Find"/> does: the longest key that exists literally is taken.</remarks>
internal static class FieldWriter
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    /// <summary>Sets the field, making the objects on the way that are missing or null.</summary>
    public static bool TrySet(
        JsonElement root, FieldPath path, JsonText value, [NotNullWhen(true)] out JsonText? result, [NotNullWhen(false)] out string? error)
    {
        result = null;
        if (TryReplace(root, path, value, out result))
        {
            error = null;
            return true;
        }

        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            error = Write(writer, root, path.Text, path, value);
        }

        if (error is not null)
        {
            return false;
        }

        try
        {
            result = StrictJson.Parse(buffer.WrittenMemory);
            return true;
        }
        catch (JsonException)
        {
            error = $"The field '{path.Text}' cannot hold this value: the whole would be nested too deep.";
            return false;
        }
    }

    /// <summary>Puts the new value in the place of one that is there, and copies the bytes around it.</summary>
    private static bool TryReplace(JsonElement root, FieldPath path, JsonText value, [NotNullWhen(true)] out JsonText? result)
    {
        result = null;
        var old = path.Find(root);
        if (old.ValueKind is JsonValueKind.Undefined)
        {
            return false;
        }

        var whole = JsonMarshal.GetRawUtf8Value(root);
        var part = JsonMarshal.GetRawUtf8Value(old);
        if (!whole.Overlaps(part, out var start))
        {
            return false;
        }

        var added = value.Utf8.Span;
        var written = new byte[whole.Length - part.Length + added.Length];
        whole[..start].CopyTo(written);
        added.CopyTo(written.AsSpan(start));
        whole[(start + part.Length)..].CopyTo(written.AsSpan(start + added.Length));
        try
        {
            result = StrictJson.Parse(written);
            return true;
        }
        catch (JsonException)
        {
            return false; // too deep: whoever writes it member by member says so
        }
    }

    private static string? Write(Utf8JsonWriter writer, JsonElement element, ReadOnlySpan<char> rest, FieldPath path, JsonText value)
    {
        if (rest.IsEmpty)
        {
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
            return null;
        }

        return rest[0] is '['
            ? WriteItem(writer, element, rest, path, value)
            : WriteMember(writer, element, rest, path, value);
    }

    private static string? WriteItem(Utf8JsonWriter writer, JsonElement element, ReadOnlySpan<char> rest, FieldPath path, JsonText value)
    {
        var end = rest.IndexOf(']');
        var index = int.Parse(rest[1..end], NumberStyles.None, CultureInfo.InvariantCulture);
        if (element.ValueKind is not JsonValueKind.Array || index >= element.GetArrayLength())
        {
            return $"The field '{path.Text}' names an item that is not there.";
        }

        string? error = null;
        var at = 0;
        writer.WriteStartArray();
        foreach (var item in element.EnumerateArray())
        {
            if (at++ == index)
            {
                error = Write(writer, item, AfterStep(rest[(end + 1)..]), path, value);
            }
            else
            {
                WriteAsIs(writer, item);
            }
        }

        writer.WriteEndArray();
        return error;
    }

    private static string? WriteMember(Utf8JsonWriter writer, JsonElement element, ReadOnlySpan<char> rest, FieldPath path, JsonText value)
    {
        var exists = element.ValueKind is JsonValueKind.Object;
        if (!exists && element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            return $"The field '{path.Text}' cannot be set: there is {JsonKinds.Describe(element)} on the way, not an object.";
        }

        var key = exists ? LongestKey(element, rest) : FirstName(rest);
        var after = AfterStep(rest[key.Length..]);
        string? error = null;
        var written = false;
        writer.WriteStartObject();
        if (exists)
        {
            foreach (var member in element.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                if (!written && member.NameEquals(key))
                {
                    written = true;
                    error = Write(writer, member.Value, after, path, value);
                }
                else
                {
                    WriteAsIs(writer, member.Value);
                }
            }
        }

        if (!written)
        {
            writer.WritePropertyName(key);
            error = Write(writer, default, after, path, value);
        }

        writer.WriteEndObject();
        return error;
    }

    private static void WriteAsIs(Utf8JsonWriter writer, JsonElement value) => writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);

    private static ReadOnlySpan<char> LongestKey(JsonElement element, ReadOnlySpan<char> rest)
    {
        for (var length = rest.Length; length > 0; length = rest[..length].LastIndexOfAny('.', '['))
        {
            if (element.TryGetProperty(rest[..length], out _))
            {
                return rest[..length];
            }
        }

        return FirstName(rest);
    }

    private static ReadOnlySpan<char> FirstName(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny('.', '[');
        return end < 0 ? rest : rest[..end];
    }

    private static ReadOnlySpan<char> AfterStep(ReadOnlySpan<char> rest) => rest is ['.', ..] ? rest[1..] : rest;
}
