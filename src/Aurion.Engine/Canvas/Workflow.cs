using System.Text.Json;
using System.Text.Json.Serialization;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>A workflow: its name, its draft, and which version is published.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed record Workflow
{
    /// <summary>Gets the id: <c>wf_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name, 1 to 200 code points.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the description; null when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Gets whether it may start.</summary>
    public WorkflowStatus Status { get; init; }

    /// <summary>Gets when the draft would start.</summary>
    public TriggerConfig Trigger { get; init; } = TriggerConfig.Manual;

    /// <summary>Gets the draft.</summary>
    public CanvasDefinition Canvas { get; init; } = CanvasDefinition.Empty;

    /// <summary>Gets the limit of runs at once, as it was handed in; null when there is none.</summary>
    public JsonText? Concurrency { get; init; }

    /// <summary>Gets the number of the version that starts; null before the first publication.</summary>
    public int? PublishedVersion { get; init; }

    /// <summary>Gets the <see cref="WorkflowVersion.ContentHash"/> of the version that starts; null before the first publication.</summary>
    public string? PublishedHash { get; init; }

    /// <summary>Gets the rule that it was made from; null when it was drawn.</summary>
    public MigratedRule? MigratedFrom { get; init; }

    /// <summary>Gets when it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when it was last changed by a person; counters and publishing aside.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Gets a value indicating whether the draft means something else than the published version; layout does not count.</summary>
    [JsonIgnore]
    public bool HasUnpublishedChanges => PublishedHash is null || PublishedHash != WorkflowVersion.HashOf(Canvas, Trigger);

    /// <summary>Reads a stored workflow.</summary>
    /// <param name="body">What <see cref="ToJson"/> wrote, in any released format.</param>
    /// <returns>The workflow.</returns>
    /// <exception cref="JsonException">The text is no stored workflow.</exception>
    public static Workflow FromJson(JsonText body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return JsonSerializer.Deserialize(body.Utf8.Span, CanvasJsonContext.Default.Workflow) ?? throw new JsonException("The stored workflow is null.");
    }

    /// <summary>Writes the workflow for the store.</summary>
    /// <returns>The text; canvas and trigger stand in it byte for byte.</returns>
    public JsonText ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(this, CanvasJsonContext.Default.Workflow));
}
