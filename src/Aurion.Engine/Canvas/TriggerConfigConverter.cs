using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>Writes a trigger configuration as its own text and reads it back.</summary>
internal sealed class TriggerConfigConverter : JsonConverter<TriggerConfig>
{
    public override TriggerConfig Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var faults = ImmutableArray.CreateBuilder<Fault>();
        return TriggerConfigReader.ReadStored(JsonText.From(document.RootElement), faults)
            ?? throw new JsonException($"The stored trigger configuration can't be read: {faults[0].Message}");
    }

    public override void Write(Utf8JsonWriter writer, TriggerConfig value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Text.Utf8.Span, skipInputValidation: true);
}
