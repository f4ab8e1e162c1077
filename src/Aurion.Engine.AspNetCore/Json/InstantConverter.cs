using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aurion.Engine.AspNetCore.Json;

/// <summary>Writes an instant as RFC 3339 in UTC with a <c>Z</c> and at most six fraction digits.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public static string Format(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Format(value));
}
