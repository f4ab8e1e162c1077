using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aurion.Engine.Values;

/// <summary>Writes a <see cref="JsonText"/> as the JSON that it is, and reads any JSON value into one.</summary>
/// <remarks>Public so that other assemblies' source-generated JSON can use types that hold a <see cref="JsonText"/>. Stateless.</remarks>
public sealed class JsonTextConverter : JsonConverter<JsonText>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override JsonText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return JsonText.From(document.RootElement);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, JsonText value, JsonSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}
