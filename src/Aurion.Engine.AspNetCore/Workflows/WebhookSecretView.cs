namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>A new secret, as the API shows it once.</summary>
internal sealed record WebhookSecretView(string WebhookSecret);
