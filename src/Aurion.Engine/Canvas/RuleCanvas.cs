using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Conditions;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>Draws an automation rule as a workflow: its conditions on the trigger, its actions in a line. Says what can't be carried over.</summary>
internal static class RuleCanvas
{
    // Members of an action's node that are the engine's own there, and were parameters in the rule.
    private static readonly string[] NodeMembers = ["retry", "timeout", "on_error", "output_as", "compensates"];

    /// <summary>Lists what a workflow would do otherwise than the rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="others">All rules of the tenant in the order of evaluation.</param>
    /// <returns>A sentence each; empty when the rule can be carried over.</returns>
    public static ImmutableArray<string> WhyNot(AutomationRule rule, ImmutableArray<AutomationRule> others)
    {
        var reasons = ImmutableArray.CreateBuilder<string>();
        if (rule.ReactToAutomation)
        {
            reasons.Add("The rule reacts to changes made by automation (\"react_to_automation\"); no workflow starts from those.");
        }

        if (LimitOf(rule) is { } limit)
        {
            reasons.Add($"The rule runs at most so often (\"run_limit\": {limit}); workflows have no such limit, so one would run more often.");
        }

        if (rule.Mode is ExecutionMode.Event && (rule.StopProcessing || rule.Actions.Any(static action => action.Type == BuiltInActions.StopProcessing)))
        {
            var stopped = others.SkipWhile(other => other.Id != rule.Id).Skip(1).Where(other => other.Enabled && other.TriggerEvent == rule.TriggerEvent).Select(static other => $"\"{CanvasReader.Shorten(other.Name)}\"").Take(5).ToList();
            if (stopped.Count > 0)
            {
                reasons.Add($"The rule stops the processing, which keeps these rules behind it from the event: {string.Join(", ", stopped)}. A workflow stops no rule.");
            }
        }

        AddActions(rule, reasons);
        return reasons.DrainToImmutable();
    }

    /// <summary>Writes the body of the workflow.</summary>
    public static JsonText Write(AutomationRule rule)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, TemplateJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("name", rule.Name);
            writer.WriteString("description", rule.Description);
            writer.WriteStartObject("trigger_config");
            WriteTrigger(writer, rule);
            writer.WriteEndObject();
            writer.WriteStartObject("canvas_definition");
            WriteCanvas(writer, rule);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return StrictJson.Parse(buffer.WrittenMemory);
    }

    private static void AddActions(AutomationRule rule, ImmutableArray<string>.Builder reasons)
    {
        var outward = -1;
        for (var index = 0; index < rule.Actions.Length; index++)
        {
            var action = rule.Actions[index];
            var at = FaultPath.Root.Member("actions").Item(index);
            foreach (var member in NodeMembers)
            {
                if (action.Definition.Element.TryGetProperty(member, out _))
                {
                    reasons.Add($"{at.Member(member)} is a parameter of the rule's action; in a workflow a member of that name tells the engine how to run the step.");
                }
            }

            if (Reserved(action.Definition.Element).FirstOrDefault() is { } field)
            {
                reasons.Add($"{at} reads the field \"{CanvasReader.Shorten(field)}\", a name that workflows use for something of their own.");
            }

            if (!FieldActions.IsFieldAction(action.Type))
            {
                outward = outward < 0 ? index : outward;
            }
            else if (outward >= 0 && rule.OnError is OnActionError.Fail && action.Type != BuiltInActions.StopProcessing)
            {
                reasons.Add($"{at} changes a field and stands behind {FaultPath.Root.Member("actions").Item(outward)}, which acts outside, and a failure ends the rule (\"on_error\": \"fail\"): a rule changes its fields first, whatever then fails, a workflow does not. Put the action that changes a field first.");
                outward = int.MaxValue; // said once
            }
        }
    }

    private static string? LimitOf(AutomationRule rule) => (rule.RunLimit ?? RunLimit.DefaultFor(rule.Mode)).Kind switch
    {
        RunLimitKind.EveryTime => null, // of a time rule: each episode, as workflows have it
        RunLimitKind.OncePerEpisode when rule.Mode is ExecutionMode.Time => null,
        RunLimitKind.Window => "so many times in a window",
        var kind => RuleWords.NameOf(kind),
    };

    /// <summary>Finds the placeholders that mean something else in a workflow.</summary>
    private static IEnumerable<string> Reserved(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Template.Parse(value.GetString()!).Fields
            .Select(static field => field.Text)
            .Where(static field => field[0] == '$' && !field.StartsWith("$conversation.", StringComparison.Ordinal)),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(static member => Reserved(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Reserved),
        _ => [],
    };

    private static void WriteTrigger(Utf8JsonWriter writer, AutomationRule rule)
    {
        if (rule.TimeCondition is { } condition)
        {
            writer.WriteString("type", "time");
            RuleWriter.WriteTimeCondition(writer, condition);
        }
        else
        {
            writer.WriteString("type", "event");
            writer.WriteStartArray("event_types");
            writer.WriteStringValue(rule.TriggerEvent);
            writer.WriteEndArray();
        }

        // Nothing asked is nothing written; an empty "any" is a question whose answer is no.
        if (!rule.Conditions.Items.IsDefaultOrEmpty || rule.Conditions.Kind is not GroupKind.All)
        {
            writer.WritePropertyName("conditions");
            ConditionJson.Write(writer, rule.Conditions);
        }
    }

    private static void WriteCanvas(Utf8JsonWriter writer, AutomationRule rule)
    {
        writer.WriteStartArray("nodes");
        writer.WriteStartObject();
        writer.WriteString("id", "start");
        writer.WriteString("type", "trigger");
        writer.WriteStartObject("config");
        if (rule.TriggerEvent is { } type)
        {
            writer.WriteString("event", type);
        }

        writer.WriteEndObject();
        WritePlace(writer, 0);
        for (var index = 0; index < rule.Actions.Length; index++)
        {
            writer.WriteStartObject();
            writer.WriteString("id", NameOf(index));
            writer.WriteString("type", "action");
            writer.WriteStartObject("config");
            foreach (var member in rule.Actions[index].Definition.Element.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
            }

            if (rule.OnError is OnActionError.Continue)
            {
                writer.WriteString("on_error", "continue");
            }

            writer.WriteEndObject();
            WritePlace(writer, index + 1);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("edges");
        for (var index = 0; index < rule.Actions.Length; index++)
        {
            writer.WriteStartObject();
            writer.WriteString("from", index == 0 ? "start" : NameOf(index - 1));
            writer.WriteString("to", NameOf(index));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("viewport");
        writer.WriteNumber("x", 0);
        writer.WriteNumber("y", 0);
        writer.WriteNumber("zoom", 1);
        writer.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter writer, int row)
    {
        writer.WriteStartObject("position");
        writer.WriteNumber("x", 0);
        writer.WriteNumber("y", 120 * row);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"action_{index + 1}");
}
