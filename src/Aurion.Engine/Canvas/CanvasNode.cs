using System.Text.Json;

namespace Aurion.Engine.Canvas;

/// <summary>One node of a canvas, as it was written.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed class CanvasNode
{
    internal CanvasNode(int index, string id, string type, string? name, string? parentId, JsonElement config, bool configIsData)
    {
        Index = index;
        Id = id;
        Type = type;
        Name = name;
        ParentId = parentId;
        Config = config;
        ConfigIsData = configIsData;
    }

    /// <summary>Gets the zero-based position in the canvas's list of nodes.</summary>
    public int Index { get; }

    /// <summary>Gets the id; empty when the node has none.</summary>
    public string Id { get; }

    /// <summary>Gets the type: <c>trigger</c>, <c>condition</c>, <c>action</c>, …; empty when the node has none.</summary>
    public string Type { get; }

    /// <summary>Gets the name that people see; null when it has none.</summary>
    public string? Name { get; }

    /// <summary>Gets the container that it lies in; null when it lies in none.</summary>
    public string? ParentId { get; }

    /// <summary>Gets the configuration, <c>config</c> or else React Flow's <c>data</c>; undefined when the node has neither.</summary>
    public JsonElement Config { get; }

    /// <summary>Gets a value indicating whether the configuration stands under <c>data</c>.</summary>
    internal bool ConfigIsData { get; }
}
