namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>The edges that differ between two versions, as the API shows them.</summary>
internal sealed record EdgeDiffView(IEnumerable<EdgeView> Added, IEnumerable<EdgeView> Removed, IEnumerable<EdgeChangeView> Changed);
