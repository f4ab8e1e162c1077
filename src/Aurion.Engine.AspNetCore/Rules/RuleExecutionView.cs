using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.AspNetCore.Json;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Rules;

/// <summary>What one rule did about an event as the API shows it.</summary>
internal sealed record RuleExecutionView(string RuleId, bool Matched, bool Success, ImmutableArray<JsonText> ActionsExecuted, string? ErrorMessage)
{
    private static readonly string[] Own = ["status", "noop", "error"];

    public static RuleExecutionView Of(RuleExecution execution) =>
        new(execution.RuleId, execution.Matched, execution.Success, [.. execution.Actions.Select(Echo)], execution.ErrorMessage);

    /// <summary>The action as the rule writes it, with what became of it; a parameter of the same name gives way.</summary>
    private static JsonText Echo(ActionEntry action)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, WireJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var member in action.Definition.Element.EnumerateObject())
            {
                if (!Own.Contains(member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    writer.WriteRawValue(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
                }
            }

            writer.WriteString("status", Word(action.Status));
            if (action.IsNoop)
            {
                writer.WriteBoolean("noop", true);
            }

            if (action.Status is ActionEntryStatus.Failed)
            {
                writer.WriteString("error", action.Error);
            }

            writer.WriteEndObject();
        }

        return StrictJson.Parse(text.WrittenMemory);
    }

    private static string Word(ActionEntryStatus status) => status switch
    {
        ActionEntryStatus.Ok => "ok",
        ActionEntryStatus.Failed => "failed",
        ActionEntryStatus.Skipped => "skipped",
        _ => "queued",
    };
}
