using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aurion.Engine.Values;

/// <summary>Fills the placeholders of every text inside a JSON value. Names of members are never templates.</summary>
/// <remarks>Stateless and safe for concurrent use.</remarks>
public static class TemplateJson
{
    internal static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // people read these texts in logs; no HTML is built from them unescaped
        SkipValidation = true,
        MaxDepth = 2 * StrictJson.MaxDepth,
    };

    /// <summary>Fills the placeholders of every text in a value; see <see cref="Template"/> for what each becomes.</summary>
    /// <param name="value">The value; one of kind Undefined becomes null.</param>
    /// <param name="fields">Where the values come from.</param>
    /// <param name="warnings">Takes one sentence for each placeholder that names nothing; null when nobody wants them.</param>
    /// <returns>The value with its texts filled, member order kept.</returns>
    /// <exception cref="JsonException">What was inserted nests the value deeper than <see cref="StrictJson.MaxDepth"/>.</exception>
    public static JsonText Resolve(JsonElement value, FieldSource fields, ICollection<string>? warnings)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(writer, value, fields, warnings);
        }

        return StrictJson.Parse(buffer.WrittenMemory);
    }

    internal static void WriteText(Utf8JsonWriter writer, string text) => writer.WriteStringValue(MakeValid(text));

    private static void Write(Utf8JsonWriter writer, JsonElement value, FieldSource fields, ICollection<string>? warnings)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, fields, warnings);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item, fields, warnings);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteRawValue(Template.Parse(value.GetString()!).Resolve(fields, warnings).Utf8.Span, skipInputValidation: true);
                break;
            case JsonValueKind.Undefined:
                writer.WriteNullValue();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static string MakeValid(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) is not OperationStatus.Done)
            {
                return string.Concat(text.EnumerateRunes()); // enumerating puts U+FFFD where half a pair stood
            }

            rest = rest[used..];
        }

        return text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text;
    }
}
