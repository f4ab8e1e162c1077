using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aurion.Engine.Actions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>A workflow to start from.</summary>
/// <remarks>Immutable and safe for concurrent use. A workflow that is made from it is a copy: later changes of either leave the other alone.</remarks>
public sealed record WorkflowTemplate
{
    /// <summary>Gets the id: <c>tpl_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name, 1 to 200 code points.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what it is for; null when nothing is said.</summary>
    public string? Description { get; init; }

    /// <summary>Gets the word that lists filter by: <c>onboarding</c>, <c>access</c>, <c>incident</c>, ….</summary>
    public required string Category { get; init; }

    /// <summary>Gets when a workflow that is made from it would start.</summary>
    public TriggerConfig Trigger { get; init; } = TriggerConfig.Manual;

    /// <summary>Gets the canvas; the pinned sample for dry runs is its trigger's <c>test_data</c>.</summary>
    public required CanvasDefinition Canvas { get; init; }

    /// <summary>Gets the limit of runs at once; null when there is none.</summary>
    public JsonText? Concurrency { get; init; }

    /// <summary>Gets a value indicating whether it comes with the engine rather than from the tenant.</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>Gets the workflow whose draft it was saved from; null for others.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>Gets when it was saved; null for one that comes with the engine.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets the pinned sample of the first trigger that has one; null when none has.</summary>
    [JsonIgnore]
    public JsonText? TestData => Canvas.Nodes
        .Where(static node => node.Type == "trigger" && node.Config.ValueKind is JsonValueKind.Object)
        .Select(static node => node.Config.TryGetProperty("test_data", out var data) && data.ValueKind is JsonValueKind.Object ? JsonText.Copy(data) : null)
        .FirstOrDefault(static data => data is not null);

    /// <summary>Gets the types of action that a host must have handlers for before a workflow made from it can be published, by name.</summary>
    [JsonIgnore]
    public ImmutableArray<string> RequiredActions =>
    [
        .. Canvas.Nodes
            .Where(static node => node.Type == "action" && node.Config.ValueKind is JsonValueKind.Object && node.Config.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String)
            .Select(static node => node.Config.GetProperty("type").GetString()!)
            .Where(static type => !BuiltInActions.IsBuiltIn(type))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a stored template.</summary>
    /// <param name="body">What <see cref="ToJson"/> wrote, in any released format.</param>
    /// <returns>The template.</returns>
    /// <exception cref="JsonException">The text is no stored template.</exception>
    public static WorkflowTemplate FromJson(JsonText body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return JsonSerializer.Deserialize(body.Utf8.Span, CanvasJsonContext.Default.WorkflowTemplate) ?? throw new JsonException("The stored template is null.");
    }

    /// <summary>Writes the template for the store.</summary>
    /// <returns>The text; canvas and trigger stand in it byte for byte.</returns>
    public JsonText ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(this, CanvasJsonContext.Default.WorkflowTemplate));
}
