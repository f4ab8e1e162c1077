using System.Text.Json;
using System.Text.Json.Serialization;
using Aurion.Engine.Approvals;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>Stores an id as the string that it is.</summary>
internal abstract class StoredIdConverter<T>(Func<string, T> make, Func<T, string?> text) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => make(reader.GetString() ?? string.Empty);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(text(value) ?? string.Empty);
}

internal sealed class TenantIdConverter() : StoredIdConverter<TenantId>(static text => new TenantId(text), static id => id.Value);

internal sealed class RunIdConverter() : StoredIdConverter<RunId>(static text => new RunId(text), static id => id.Value);

internal sealed class ApprovalIdConverter() : StoredIdConverter<ApprovalId>(static text => new ApprovalId(text), static id => id.Value);
