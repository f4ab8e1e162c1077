using System.Text.Json;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>How many runs of a workflow may be at work at once.</summary>
/// <param name="Key">What runs share the limit by; null when all of the workflow do.</param>
/// <param name="Limit">The most runs at once.</param>
/// <param name="OnConflict">What one does that finds the limit reached: <c>queue</c>, <c>skip</c> or <c>replace</c>.</param>
internal sealed record ConcurrencyLimit(JsonTemplate? Key, int Limit, string OnConflict)
{
    /// <summary>Reads a workflow's limit, which was checked when it was handed in.</summary>
    /// <returns>The limit; null when there is none.</returns>
    public static ConcurrencyLimit? Of(Workflow workflow)
    {
        if (workflow.Concurrency?.Element is not { ValueKind: JsonValueKind.Object } given || !given.TryGetProperty("limit", out var limit))
        {
            return null;
        }

        return new ConcurrencyLimit(
            given.TryGetProperty("key", out var key) ? new JsonTemplate(JsonText.Copy(key)) : null,
            limit.GetInt32(),
            given.TryGetProperty("on_conflict", out var conflict) ? conflict.GetString()! : "queue");
    }
}
