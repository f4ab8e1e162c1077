using System.Collections.Immutable;
using Aurion.Engine.AspNetCore.Json;
using Aurion.Engine.Rules;
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
    ImmutableArray<string> Warnings,
    ImmutableArray<JsonText> Choices)
{
    public static DryRunView Of(string workflowId, DryRunResult result) => new(
        workflowId,
        result.Status,
        result.TriggerEvent,
        result.Path,
        [.. result.Steps.Select(StepView.Of)],
        [.. result.PlannedActions.Select(Planned)],
        result.Assumptions,
        result.Error is { } error && !result.Warnings.Contains(error) ? result.Warnings.Add(error) : result.Warnings,
        [.. result.Choices.Select(Explained)]);

    /// <summary>Why a way was taken, or not: the node, the case of a switch, and the conditions as explaining a rule shows them.</summary>
    private static JsonText Explained(DryRunChoice choice) => WireJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("node_id", choice.NodeId);
        writer.WriteString("case", choice.Case);
        writer.WritePropertyName("conditions");
        ExplanationJson.Write(writer, choice.Conditions);
        writer.WriteEndObject();
    });

    /// <summary>The node, the type, and then the action's parameters as the canvas names them.</summary>
    private static JsonText Planned(PlannedAction action) => WireJson.Write(writer =>
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
    });
}
