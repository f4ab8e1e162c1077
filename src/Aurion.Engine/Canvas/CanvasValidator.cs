using System.Collections.Immutable;
using Aurion.Engine.Actions;
using Aurion.Engine.Conditions;

namespace Aurion.Engine.Canvas;

/// <summary>Finds what is wrong with a canvas before it runs.</summary>
/// <remarks>Stateless and safe for concurrent use. It takes any canvas, however odd, and never throws for what it holds.</remarks>
public static class CanvasValidator
{
    /// <summary>Validates a canvas.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="trigger">When the workflow starts; null leaves out the findings that compare the two.</param>
    /// <param name="catalog">The actions that the host can perform.</param>
    /// <param name="conditions">What the host declares about its fields; null is <see cref="ConditionOptions.Default"/>.</param>
    /// <param name="workflowId">The workflow that the canvas belongs to, to find calls of itself; null looks for none.</param>
    /// <returns>All findings: of the nodes, of the edges, of the whole. Without an error among them the canvas can be published.</returns>
    public static ImmutableArray<CanvasFinding> Validate(CanvasDefinition canvas, TriggerConfig? trigger, ActionCatalog catalog, ConditionOptions? conditions = null, string? workflowId = null)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        ArgumentNullException.ThrowIfNull(catalog);
        var findings = new List<CanvasFinding>();
        var tables = GraphTables.Build(canvas, catalog, conditions, findings);
        JoinHomes.Find(canvas, tables, findings);
        if (workflowId is not null)
        {
            SelfCalls.Add(canvas, tables, workflowId, findings);
        }

        CanvasWarnings.Add(canvas, trigger, tables, findings);
        return [.. findings];
    }
}
