using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>The answer to a delivery to a webhook.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Run">The run that it started, or that an earlier delivery of the same id did; null unless accepted.</param>
/// <param name="Error">What is wrong with the body; null unless it is no object.</param>
public sealed record WebhookResult(WebhookStatus Status, RunId? Run = null, string? Error = null);
