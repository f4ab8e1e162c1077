using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>A canvas as it was drawn: its own text, and the nodes and edges read from it.</summary>
/// <remarks>
/// <para>Immutable and safe for concurrent use.</para>
/// <para>The text is kept byte for byte, so members that the engine does not know survive, in order. Reading takes any JSON
/// value and never throws: what has an odd shape is a finding of <see cref="CanvasValidator"/>.</para>
/// </remarks>
[JsonConverter(typeof(CanvasDefinitionConverter))]
public sealed class CanvasDefinition
{
    private string? _contentHash;

    private CanvasDefinition(JsonText text, ImmutableArray<CanvasNode> nodes, ImmutableArray<CanvasEdge> edges, ImmutableArray<CanvasFinding> oddities)
    {
        Text = text;
        Nodes = nodes;
        Edges = edges;
        Oddities = oddities;
    }

    /// <summary>Gets the canvas without a node.</summary>
    public static CanvasDefinition Empty { get; } = Parse(new JsonText("""{"nodes":[],"edges":[]}"""u8.ToArray()));

    /// <summary>Gets the text as it was handed in.</summary>
    public JsonText Text { get; }

    /// <summary>Gets the nodes in the order they were written.</summary>
    public ImmutableArray<CanvasNode> Nodes { get; }

    /// <summary>Gets the edges in the order they were written.</summary>
    public ImmutableArray<CanvasEdge> Edges { get; }

    /// <summary>Gets the hash of what the canvas means: equal for two canvases that differ in layout alone.</summary>
    /// <value>64 hexadecimal digits.</value>
    public string ContentHash => _contentHash ??= CanvasHash.Of(this);

    /// <summary>Gets what could not be read as a node or an edge.</summary>
    internal ImmutableArray<CanvasFinding> Oddities { get; }

    /// <summary>Reads a canvas.</summary>
    /// <param name="text">Any JSON value.</param>
    /// <returns>The canvas; what could not be read is left out of the nodes and edges and reported at validation.</returns>
    public static CanvasDefinition Parse(JsonText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new CanvasReader();
        reader.Read(text.Element);
        return new CanvasDefinition(text, reader.Nodes.DrainToImmutable(), reader.Edges.DrainToImmutable(), reader.Oddities.DrainToImmutable());
    }
}
