using System.Buffers;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>An action of a rule made ready: its parameters apart, and whether they hold placeholders.</summary>
internal sealed class CompiledAction
{
    private Parts? _parts; // made when the action is first done: most rules of a large set never are
    private string? _keyEnd;

    public CompiledAction(RuleAction action)
    {
        Action = action;
        IsFieldAction = FieldActions.IsFieldAction(action.Type);
    }

    public RuleAction Action { get; }

    public bool IsFieldAction { get; }

    public bool Stops => Action.Type is BuiltInActions.StopProcessing;

    /// <summary>Fills the placeholders. What does not fit (nested too deep) is an error.</summary>
    public JsonText Resolve(FieldSource fields, ICollection<string> warnings, out string? error)
    {
        error = null;
        var (parameters, hasPlaceholders) = _parts ??= Parts.Of(Action); // two threads may both do it: either is right
        if (!hasPlaceholders)
        {
            return parameters;
        }

        try
        {
            return TemplateJson.Resolve(parameters.Element, fields, warnings);
        }
        catch (JsonException exception)
        {
            error = $"The parameters cannot be filled: {exception.Message}";
            return parameters;
        }
    }

    /// <summary>Makes the key of the action for an event: <c>event/rule/index</c>.</summary>
    public string KeyOf(string eventId, string ruleId, int index) => string.Concat(eventId, _keyEnd ??= $"/{ruleId}/{index}");

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

    private sealed record Parts(JsonText Parameters, bool HasPlaceholders)
    {
        public static Parts Of(RuleAction action)
        {
            var parameters = WithoutType(action.Definition.Element);
            return new Parts(parameters, parameters.Utf8.Span.IndexOf("{{"u8) >= 0 || parameters.Utf8.Span.IndexOf("\\u007"u8) >= 0);
        }
    }
}
