using Aurion.Engine.Runs;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>A run that a webhook started, as the API shows it: the same to each delivery of one id.</summary>
internal sealed record WebhookRunView(string RunId, RunStatus Status);
