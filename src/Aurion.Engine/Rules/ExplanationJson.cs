using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>Writes explanations as JSON, for answers and for people.</summary>
/// <remarks>
/// Stateless and safe for concurrent use. Members that say nothing are left out; of the payload that a rule saw only what
/// earlier rules had changed is written (<c>changes_before</c>). Values longer than 4,096 bytes or nested deeper than 16
/// levels are written as a text with their beginning, which ends in <c>…</c>.
/// </remarks>
public static class ExplanationJson
{
    private static readonly JsonEncodedText FieldName = JsonEncodedText.Encode("field");
    private static readonly JsonEncodedText SentenceName = JsonEncodedText.Encode("sentence");

    /// <summary>Writes what all rules would do about an event.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="explanation">The explanation.</param>
    public static void Write(Utf8JsonWriter writer, EventExplanation explanation)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(explanation);
        writer.WriteStartObject();
        WriteText(writer, "event_type", explanation.EventType);
        writer.WritePropertyName("conversation_id");
        WriteTextOrNull(writer, explanation.ConversationId);
        writer.WriteStartArray("rules");
        foreach (var rule in explanation.Rules)
        {
            Write(writer, rule);
        }

        writer.WriteEndArray();
        WriteChanges(writer, "changes", explanation.Changes);
        writer.WriteStartArray("warnings");
        foreach (var warning in explanation.Warnings)
        {
            TemplateJson.WriteText(writer, warning);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes why one rule would run or not.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="explanation">The explanation.</param>
    public static void Write(Utf8JsonWriter writer, RuleExplanation explanation)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(explanation);
        writer.WriteStartObject();
        WriteText(writer, "rule_id", explanation.Rule.Id);
        WriteText(writer, "rule_name", explanation.Rule.Name);
        writer.WriteString("fate", NameOf(explanation.Fate));
        writer.WritePropertyName(SentenceName);
        TemplateJson.WriteText(writer, explanation.Sentence);
        if (explanation.StoppedBy is { } stopper)
        {
            WriteText(writer, "stopped_by", stopper);
        }

        writer.WritePropertyName("conditions");
        Write(writer, explanation.Conditions);
        WriteChanges(writer, "changes_before", explanation.ChangesBefore);
        writer.WriteStartArray("actions");
        foreach (var action in explanation.Actions)
        {
            Write(writer, action);
        }

        writer.WriteEndArray();
        WriteChanges(writer, "changes", explanation.Changes);
        writer.WriteEndObject();
    }

    /// <summary>Writes why a condition or a group came to its verdict.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="explanation">The explanation.</param>
    public static void Write(Utf8JsonWriter writer, ConditionExplanation explanation)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(explanation);
        writer.WriteStartObject();
        WriteText(writer, "path", explanation.Path);
        if (explanation.Group is { } group)
        {
            writer.WriteString("group", ConditionCompiler.NameOf(group));
        }

        if (explanation.Field is { } field)
        {
            writer.WritePropertyName(FieldName);
            TemplateJson.WriteText(writer, field);
        }

        WriteOptional(writer, "operator", explanation.Operator);
        WriteValue(writer, "value", explanation.Wanted);
        WriteValue(writer, "actual", explanation.Actual);
        WriteValue(writer, "before", explanation.Before);
        WriteOptional(writer, "read_as", explanation.ReadAs is { } kind ? NameOf(kind) : null);
        WriteValue(writer, "coerced", explanation.Coerced);
        writer.WriteString("verdict", explanation.Verdict switch
        {
            Truth.True => "true",
            Truth.False => "false",
            _ => "unknown",
        });
        writer.WritePropertyName(SentenceName);
        TemplateJson.WriteText(writer, explanation.Sentence);
        if (explanation.Group is not null)
        {
            writer.WriteStartArray("parts");
            foreach (var part in explanation.Parts)
            {
                Write(writer, part);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ActionEntry action)
    {
        writer.WriteStartObject();
        WriteText(writer, "type", action.Type);
        WriteValue(writer, "parameters", action.Parameters);
        writer.WriteString("status", action.Status switch
        {
            ActionEntryStatus.Queued => "queued",
            ActionEntryStatus.Ok => "ok",
            ActionEntryStatus.Failed => "failed",
            _ => "skipped",
        });
        if (action.IsNoop)
        {
            writer.WriteBoolean("noop", true);
        }

        WriteOptional(writer, "error", action.Error);
        writer.WriteEndObject();
    }

    private static string NameOf(RuleFate fate) => JsonNamingPolicy.SnakeCaseLower.ConvertName(fate.ToString());

    private static string NameOf(ReadingKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    private static void WriteChanges(Utf8JsonWriter writer, string name, ImmutableArray<FieldChange> changes)
    {
        writer.WriteStartArray(name);
        foreach (var change in changes)
        {
            writer.WriteStartObject();
            writer.WritePropertyName(FieldName);
            TemplateJson.WriteText(writer, change.Field);
            WriteValue(writer, "value", change.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, string name, JsonText? value)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(ShownValue.Of(value.Element)!.Utf8.Span, skipInputValidation: true);
        }
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            WriteText(writer, name, value);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string value)
    {
        writer.WritePropertyName(name);
        TemplateJson.WriteText(writer, value);
    }

    private static void WriteTextOrNull(Utf8JsonWriter writer, string? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            TemplateJson.WriteText(writer, value);
        }
    }
}
