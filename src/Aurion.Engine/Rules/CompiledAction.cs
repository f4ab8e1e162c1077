using System.Buffers;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>An action of a rule made ready: its parameters apart, and whether they hold placeholders.</summary>
internal sealed class CompiledAction
{
    private readonly bool _hasPlaceholders;
    private readonly JsonText _parameters;

    public CompiledAction(RuleAction action)
    {
        Action = action;
        IsFieldAction = FieldActions.IsFieldAction(action.Type);
        _parameters = WithoutType(action.Definition.Element);
        _hasPlaceholders = _parameters.Utf8.Span.IndexOf("{{"u8) >= 0 || _parameters.Utf8.Span.IndexOf("\\u007"u8) >= 0;
    }

    public RuleAction Action { get; }

    public bool IsFieldAction { get; }

    public bool Stops => Action.Type is BuiltInActions.StopProcessing;

    /// <summary>Fills the placeholders. What does not fit (nested too deep) is an error.</summary>
    public JsonText Resolve(FieldSource fields, ICollection<string> warnings, out string? error)
    {
        error = null;
        if (!_hasPlaceholders)
        {
            return _parameters;
        }

        try
        {
            return TemplateJson.Resolve(_parameters.Element, fields, warnings);
        }
        catch (JsonException exception)
        {
            error = $"The parameters cannot be filled: {exception.Message}";
            return _parameters;
        }
    }

    private static JsonText WithoutType(JsonElement definition)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, TemplateJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var member in definition.EnumerateObject())
            {
                if (!member.NameEquals("type"u8))
                {
                    writer.WritePropertyName(member.Name);
                    writer.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
                }
            }

            writer.WriteEndObject();
        }

        return StrictJson.Parse(buffer.WrittenMemory);
    }
}
