using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.AspNetCore.Json;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>What a dry run found, as the API shows it.</summary>
internal sealed record DryRunView(
    string WorkflowId,
    RunStatus Status,
    JsonText TriggerEvent,
    ImmutableArray<string> Path,
    ImmutableArray<StepView> Steps,
    ImmutableArray<JsonText> PlannedActions,
    ImmutableArray<string> Assumptions,
    ImmutableArray<string> Warnings)
{
    public static DryRunView Of(string workflowId, DryRunResult result) => new(
        workflowId,
        result.Status,
        result.TriggerEvent,
        result.Path,
        [.. result.Steps.Select(StepView.Of)],
        [.. result.PlannedActions.Select(Planned)],
        result.Assumptions,
        result.Error is { } error && !result.Warnings.Contains(error) ? result.Warnings.Add(error) : result.Warnings);

    /// <summary>The node, the type, and then the action's parameters as the canvas names them.</summary>
    private static JsonText Planned(PlannedAction action)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, WireJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("node_id", action.NodeId);
            writer.WriteString("type", action.Type);
            foreach (var parameter in action.Parameters.Element.EnumerateObject())
            {
                if (!parameter.NameEquals("node_id") && !parameter.NameEquals("type"))
                {
                    parameter.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return StrictJson.Parse(text.WrittenMemory);
    }
}
