using System.Text.Json;
using System.Text.Json.Serialization;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>Writes a canvas as its own text and reads it back.</summary>
internal sealed class CanvasDefinitionConverter : JsonConverter<CanvasDefinition>
{
    public override CanvasDefinition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return CanvasDefinition.Parse(JsonText.From(document.RootElement));
    }

    public override void Write(Utf8JsonWriter writer, CanvasDefinition value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Text.Utf8.Span, skipInputValidation: true);
}
