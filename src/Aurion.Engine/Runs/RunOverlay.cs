using System.Collections.Immutable;
using Aurion.Engine.Canvas;

namespace Aurion.Engine.Runs;

/// <summary>Makes what a picture of a canvas shows of a run.</summary>
/// <remarks>Stateless and safe for concurrent use.</remarks>
public static class RunOverlay
{
    /// <summary>Shows a run.</summary>
    /// <param name="steps">Its steps, in the order they began.</param>
    /// <param name="summary">The whole in a few words; null says nothing.</param>
    /// <returns>The overlay, for <see cref="CanvasPicture"/>.</returns>
    public static CanvasOverlay Of(IEnumerable<StepRow> steps, string? summary = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var nodes = ImmutableDictionary.CreateBuilder<string, CanvasMark>(StringComparer.Ordinal);
        var ports = ImmutableHashSet.CreateBuilder<(string, string)>();
        foreach (var step in steps)
        {
            var visits = nodes.TryGetValue(step.NodeId, out var before) ? before.Visits + 1 : 1;
            var state = StateOf(step.Status);

            // Of visits side by side, one that waits or failed says more than one that is done.
            nodes[step.NodeId] = new CanvasMark { State = before is { State: CanvasMarkState.Waits } && state is CanvasMarkState.Ran ? before.State : state, Visits = visits };
            foreach (var port in PortsOf(step))
            {
                ports.Add((step.NodeId, port));
            }
        }

        return new CanvasOverlay { Nodes = nodes.ToImmutable(), Ports = ports.ToImmutable(), Summary = summary };
    }

    /// <summary>Shows a dry run.</summary>
    /// <param name="result">The dry run.</param>
    /// <returns>The overlay, for <see cref="CanvasPicture"/>.</returns>
    public static CanvasOverlay Of(DryRunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var status = result.Status.ToString().ToLowerInvariant();
        return Of(result.Steps, result.Error is null ? $"Dry run: {status}" : $"Dry run: {status}. {result.Error}");
    }

    /// <summary>Lists the ports that a step was left by: of a switch that takes all cases several, which its row shows as one text.</summary>
    internal static ImmutableArray<string> PortsOf(StepRow step) => step switch
    {
        { Branch: null } => [],
        { NodeType: "switch", Branch: var all } when all.Contains(", ", StringComparison.Ordinal) => [all, .. all.Split(", ")], // a case may be named so too
        { Branch: var one } => [one],
    };

    private static CanvasMarkState StateOf(StepStatus status) => status switch
    {
        StepStatus.Completed => CanvasMarkState.Ran,
        StepStatus.Running or StepStatus.Waiting => CanvasMarkState.Waits,
        StepStatus.Failed => CanvasMarkState.Failed,
        StepStatus.Cancelled => CanvasMarkState.Cancelled,
        _ => CanvasMarkState.Skipped,
    };
}
