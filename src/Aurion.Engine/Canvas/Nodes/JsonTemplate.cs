using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>A JSON value that may hold placeholders. One that holds none is shared by all runs as it is.</summary>
internal sealed class JsonTemplate
{
    private readonly JsonText _source;

    public JsonTemplate(JsonText source)
    {
        _source = source;
        IsConstant = source.Utf8.Span.IndexOf("{{"u8) < 0;
    }

    public bool IsConstant { get; }

    public JsonElement Source => _source.Element;

    public JsonText Resolve(FieldSource data, ICollection<string>? warnings) => IsConstant ? _source : TemplateJson.Resolve(_source.Element, data, warnings);

    public static JsonTemplate? From(JsonElement value) => value.ValueKind is JsonValueKind.Undefined ? null : new JsonTemplate(JsonText.Copy(value));
}
