using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Storage;

/// <summary>Stores a marking in its own format.</summary>
internal sealed class MarkingConverter : JsonConverter<Marking>
{
    public override Marking Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Marking.Read(System.Text.Encoding.UTF8.GetBytes(document.RootElement.GetRawText()));
    }

    public override void Write(Utf8JsonWriter writer, Marking value, JsonSerializerOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        value.WriteTo(buffer);
        writer.WriteRawValue(buffer.WrittenSpan, skipInputValidation: true);
    }
}
