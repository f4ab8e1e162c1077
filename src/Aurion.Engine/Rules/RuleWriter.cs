using System.Globalization;
using System.Text.Json;
using System.Xml;
using Aurion.Engine.Conditions;

namespace Aurion.Engine.Rules;

/// <summary>Writes the members of a rule that stored form and answers share.</summary>
internal static class RuleWriter
{
    public static void WriteMembers(Utf8JsonWriter writer, AutomationRule rule)
    {
        writer.WriteString("id", rule.Id);
        writer.WriteString("name", rule.Name);
        writer.WriteString("description", rule.Description);
        writer.WriteBoolean("enabled", rule.Enabled);
        writer.WriteString("execution_mode", RuleWords.NameOf(rule.Mode));
        writer.WriteString("trigger_event", rule.TriggerEvent);
        WriteTimeCondition(writer, rule.TimeCondition);
        writer.WritePropertyName("conditions");
        ConditionJson.Write(writer, rule.Conditions);
        writer.WriteStartArray("actions");
        foreach (var action in rule.Actions)
        {
            writer.WriteRawValue(action.Definition.Utf8.Span, skipInputValidation: true);
        }

        writer.WriteEndArray();
        writer.WriteNumber("priority_order", rule.PriorityOrder);
        writer.WriteBoolean("stop_processing", rule.StopProcessing);
        WriteExtras(writer, rule);
    }

    public static void WriteTimes(Utf8JsonWriter writer, AutomationRule rule)
    {
        WriteInstant(writer, "created_at", rule.CreatedAt);
        WriteInstant(writer, "updated_at", rule.UpdatedAt);
    }

    public static void WriteInstant(Utf8JsonWriter writer, string name, DateTimeOffset? instant) =>
        writer.WriteString(name, instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));

    public static void WriteTimeCondition(Utf8JsonWriter writer, TimeCondition? condition)
    {
        writer.WriteStartObject("time_condition");
        if (condition is not null)
        {
            writer.WriteNumber("older_than_minutes", condition.OlderThanMinutes);
            if (!condition.Statuses.IsEmpty)
            {
                writer.WriteStartArray("status");
                foreach (var status in condition.Statuses)
                {
                    writer.WriteStringValue(status);
                }

                writer.WriteEndArray();
            }

            if (condition.Basis is not TimeBasis.StatusChangedAt)
            {
                writer.WriteString("basis", RuleWords.NameOf(condition.Basis));
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>The members beyond the reference, only where they differ from their default.</summary>
    private static void WriteExtras(Utf8JsonWriter writer, AutomationRule rule)
    {
        if (rule.RunLimit is { } limit && limit != RunLimit.DefaultFor(rule.Mode))
        {
            if (limit.Kind is RunLimitKind.Window)
            {
                writer.WriteStartObject("run_limit");
                writer.WriteNumber("max", limit.Max);
                writer.WriteString("window", XmlConvert.ToString(limit.Window));
                writer.WriteEndObject();
            }
            else
            {
                writer.WriteString("run_limit", RuleWords.NameOf(limit.Kind));
            }
        }

        if (rule.ReactToAutomation)
        {
            writer.WriteBoolean("react_to_automation", true);
        }

        if (rule.OnError is not OnActionError.Continue)
        {
            writer.WriteString("on_error", RuleWords.NameOf(rule.OnError));
        }
    }
}
