using System.Text.Json;
using System.Text.Json.Serialization;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>A published version of a workflow: an immutable snapshot that runs stay on.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed record WorkflowVersion
{
    private string? _contentHash;

    /// <summary>Gets the workflow's id.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>Gets the workflow's name when it was published.</summary>
    public required string WorkflowName { get; init; }

    /// <summary>Gets the number, the first being 1; 0 is a draft that is being tried.</summary>
    public required int Version { get; init; }

    /// <summary>Gets the canvas.</summary>
    public required CanvasDefinition Canvas { get; init; }

    /// <summary>Gets when it starts.</summary>
    public TriggerConfig Trigger { get; init; } = TriggerConfig.Manual;

    /// <summary>Gets when it was published.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>Gets who published it; null when nobody is known.</summary>
    public string? PublishedBy { get; init; }

    /// <summary>Gets the hash of what the version means: canvas and trigger, without layout.</summary>
    /// <value>64 hexadecimal digits each for canvas and trigger, joined by a hyphen.</value>
    [JsonIgnore]
    public string ContentHash => _contentHash ??= HashOf(Canvas, Trigger);

    /// <summary>Reads a stored version.</summary>
    /// <param name="body">What <see cref="ToJson"/> wrote, in any released format.</param>
    /// <returns>The version.</returns>
    /// <exception cref="JsonException">The text is no stored version.</exception>
    public static WorkflowVersion FromJson(JsonText body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return JsonSerializer.Deserialize(body.Utf8.Span, CanvasJsonContext.Default.WorkflowVersion) ?? throw new JsonException("The stored version is null.");
    }

    /// <summary>Writes the version for the store.</summary>
    /// <returns>The text; canvas and trigger stand in it byte for byte.</returns>
    public JsonText ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(this, CanvasJsonContext.Default.WorkflowVersion));

    internal static string HashOf(CanvasDefinition canvas, TriggerConfig trigger) => $"{canvas.ContentHash}-{CanvasHash.Of(trigger.Text.Element)}";
}
