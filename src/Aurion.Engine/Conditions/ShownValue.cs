using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Aurion.Engine.Conditions.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>Shows values to people: whole while they are short, else their beginning.</summary>
internal static class ShownValue
{
    private const int MaxBytes = 4_096;
    private const int MaxNesting = 16;
    private const int MaxInSentence = 60;

    /// <summary>Takes a value of a payload over; null when there is none.</summary>
    public static JsonText? Of(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Undefined)
        {
            return null;
        }

        var raw = JsonMarshal.GetRawUtf8Value(value);
        return raw.Length <= MaxBytes && !IsDeep(raw) ? JsonText.Copy(value) : Text(Beginning(value, Reading.MaxText));
    }

    /// <summary>Whether a value nests so deep that an answer with it in could be too deep for its readers.</summary>
    private static bool IsDeep(ReadOnlySpan<byte> raw)
    {
        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = 2 * StrictJson.MaxDepth });
        while (reader.Read())
        {
            if (reader.CurrentDepth > MaxNesting)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes what a value was read as; null when it was read as nothing that has a value.</summary>
    public static JsonText? Of(Reading reading) => reading.Text is null ? null : Write(writer => WriteReading(writer, reading));

    public static JsonText Of(IEnumerable<Reading> elements) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var element in elements)
        {
            WriteReading(writer, element);
        }

        writer.WriteEndArray();
    });

    /// <summary>Writes a value as a sentence names it: as JSON, cut when it is long.</summary>
    public static string InSentence(JsonElement value) => Beginning(value, MaxInSentence);

    /// <summary>A message as a part of a sentence that goes on.</summary>
    public static string WithoutStop(string message) => message.EndsWith('.') ? message[..^1] : message;

    private static void WriteReading(Utf8JsonWriter writer, Reading reading)
    {
        switch (reading)
        {
            case { Text: null }:
                writer.WriteNullValue();
                break;
            case { Kind: ReadingKind.Number, Text.Length: <= Reading.MaxText } or { Kind: ReadingKind.Boolean }:
                writer.WriteRawValue(reading.Text, skipInputValidation: true); // read by JSON's own grammar
                break;
            default:
                TemplateJson.WriteText(writer, reading.Text);
                break;
        }
    }

    private static string Beginning(JsonElement value, int most)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (raw.Length <= most)
        {
            return Encoding.UTF8.GetString(raw);
        }

        while ((raw[most] & 0xC0) == 0x80)
        {
            most--; // between characters, not within one
        }

        return Encoding.UTF8.GetString(raw[..most]) + "…";
    }

    private static JsonText Text(string text) => Write(writer => TemplateJson.WriteText(writer, text));

    private static JsonText Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var writer = new Utf8JsonWriter(buffer, TemplateJson.WriterOptions))
        {
            write(writer);
        }

        return new JsonText(buffer.WrittenMemory);
    }
}
