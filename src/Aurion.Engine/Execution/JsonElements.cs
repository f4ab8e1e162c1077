using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>Makes JSON values of plain ones.</summary>
internal static class JsonElements
{
    public static JsonElement FromText(string text) => TextOf(text).Element;

    public static JsonElement FromNumber(int number) => new JsonText(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture))).Element;

    public static JsonText ObjectOf(string name, string value)
    {
        var output = new ArrayBufferWriter<byte>(name.Length + value.Length + 16);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        return new JsonText(output.WrittenMemory);
    }

    public static JsonText TextOf(string text)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 16);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStringValue(text);
        }

        return new JsonText(output.WrittenMemory);
    }
}
