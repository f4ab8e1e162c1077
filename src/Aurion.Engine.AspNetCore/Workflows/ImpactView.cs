using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>What depends on a workflow, as the API shows it.</summary>
internal sealed record ImpactView(
    int? PublishedVersion,
    int LiveRuns,
    IEnumerable<VersionRunsView> LiveRunsByVersion,
    JsonText? Trigger,
    JsonText? TriggerAfterPublish,
    IEnumerable<CallerView> Callers)
{
    public static ImpactView Of(WorkflowImpact impact) => new(
        impact.PublishedVersion,
        impact.LiveRunCount,
        impact.LiveRuns.Select(static entry => new VersionRunsView(entry.Key, entry.Value)),
        impact.Trigger?.Text,
        impact.TriggerAfterPublish?.Text,
        impact.Callers.Select(CallerView.Of));
}
