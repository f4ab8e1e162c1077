using System.Text.Json.Serialization;

namespace Aurion.Engine.Canvas;

/// <summary>The stored form of workflows and versions. The canvas lies one level deeper than it was handed in, hence the depth.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 128)]
[JsonSerializable(typeof(Workflow))]
[JsonSerializable(typeof(WorkflowVersion))]
[JsonSerializable(typeof(WorkflowTemplate))]
internal sealed partial class CanvasJsonContext : JsonSerializerContext;
