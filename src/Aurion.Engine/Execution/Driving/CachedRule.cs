using Aurion.Engine.Rules;

namespace Aurion.Engine.Execution.Driving;

/// <summary>A rule and the revision of its document.</summary>
internal sealed record CachedRule(AutomationRule Rule, long Revision);
