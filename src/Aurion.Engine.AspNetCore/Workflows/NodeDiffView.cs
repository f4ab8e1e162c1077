namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>The nodes that differ between two versions, as the API shows them.</summary>
internal sealed record NodeDiffView(IEnumerable<NodeView> Added, IEnumerable<NodeView> Removed, IEnumerable<NodeChangeView> Changed);
