namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>The unfinished runs of a version, as the API shows them.</summary>
internal sealed record VersionRunsView(int Version, int Count);
