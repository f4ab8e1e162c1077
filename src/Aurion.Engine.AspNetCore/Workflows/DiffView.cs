using Aurion.Engine.Canvas;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>How two versions differ, as the API shows it; a version of null is the draft.</summary>
internal sealed record DiffView(
    int? From,
    int? To,
    NodeDiffView Nodes,
    EdgeDiffView Edges,
    IEnumerable<ValueChangeView> TriggerConfig,
    bool LayoutChanged,
    IEnumerable<string> LayoutNodes)
{
    public static DiffView Of(WorkflowDiff diff) => new(
        diff.From,
        diff.To,
        new NodeDiffView(
            diff.Nodes.Where(static change => change.Kind is ChangeKind.Added).Select(static change => NodeView.Of(change.After!)),
            diff.Nodes.Where(static change => change.Kind is ChangeKind.Removed).Select(static change => NodeView.Of(change.Before!)),
            diff.Nodes.Where(static change => change.Kind is not (ChangeKind.Added or ChangeKind.Removed)).Select(NodeChangeView.Of)),
        new EdgeDiffView(
            diff.Edges.Where(static change => change.Kind is ChangeKind.Added).Select(static change => EdgeView.Of(change.After)!),
            diff.Edges.Where(static change => change.Kind is ChangeKind.Removed).Select(static change => EdgeView.Of(change.Before)!),
            diff.Edges.Where(static change => change.Kind is not (ChangeKind.Added or ChangeKind.Removed)).Select(EdgeChangeView.Of)),
        diff.Trigger.Select(ValueChangeView.Of),
        diff.LayoutChanged,
        diff.LayoutNodes);
}
