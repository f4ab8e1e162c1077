using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Finds what depends on a workflow. Reads every workflow and rule of the tenant: asked by people, not on a hot path.</summary>
internal sealed class WorkflowImpacts(IDocumentStore documents, IRunReader runs)
{
    private static readonly RunStatus[] Unfinished = [RunStatus.Pending, RunStatus.Running, RunStatus.Waiting, RunStatus.Paused];

    /// <summary>Counts the unfinished runs of a workflow by version.</summary>
    public async ValueTask<ImmutableSortedDictionary<int, int>> CountLiveAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal); // a run may change its status between two lists
        var counts = ImmutableSortedDictionary.CreateBuilder<int, int>();
        foreach (var status in Unfinished)
        {
            var filter = new RunFilter { WorkflowId = id, Status = status };
            var live = await Pages.TakeAsync(page => runs.ListAsync(tenant, filter, page, cancellationToken), static run => run.Run.Value, int.MaxValue, 0).ConfigureAwait(false);
            foreach (var run in live)
            {
                if (seen.Add(run.Run.Value))
                {
                    counts[run.Version] = counts.GetValueOrDefault(run.Version) + 1;
                }
            }
        }

        return counts.ToImmutable();
    }

    public async ValueTask<WorkflowImpact?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        if (await documents.FindAsync(tenant, DocumentKind.Workflow, id, cancellationToken).ConfigureAwait(false) is not { } document)
        {
            return null;
        }

        var workflow = Workflow.FromJson(document.Body);
        var standing = workflow.PublishedVersion is { } number ? await FindVersionAsync(tenant, id, number, cancellationToken).ConfigureAwait(false) : null;
        var before = standing?.Trigger ?? TriggerConfig.Manual;
        return new WorkflowImpact
        {
            PublishedVersion = workflow.PublishedVersion,
            LiveRuns = await CountLiveAsync(tenant, id, cancellationToken).ConfigureAwait(false),
            Trigger = workflow.Status is WorkflowStatus.Published && before.Type is not TriggerType.Manual ? before : null,
            TriggerAfterPublish = ValueComparison.Means(before.Text.Element, workflow.Trigger.Text.Element) ? null : workflow.Trigger,
            Callers = [.. await CallingWorkflowsAsync(tenant, id, cancellationToken).ConfigureAwait(false), .. await CallingRulesAsync(tenant, id, cancellationToken).ConfigureAwait(false)],
        };
    }

    private async ValueTask<WorkflowVersion?> FindVersionAsync(TenantId tenant, string id, int version, CancellationToken cancellationToken) =>
        await documents.FindAsync(tenant, DocumentKind.WorkflowVersion, GraphCache.IdOf(id, version), cancellationToken).ConfigureAwait(false) is { } document
            ? WorkflowVersion.FromJson(document.Body)
            : null;

    private async ValueTask<List<WorkflowCaller>> CallingWorkflowsAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        var callers = new List<WorkflowCaller>();
        foreach (var document in await ListAsync(tenant, DocumentKind.Workflow, cancellationToken).ConfigureAwait(false))
        {
            var workflow = Workflow.FromJson(document.Body);
            callers.AddRange(CallsIn(workflow.Canvas, id).Select(call => call with { WorkflowId = workflow.Id, Name = workflow.Name }));
            if (workflow is { Status: WorkflowStatus.Published, PublishedVersion: { } number } && await FindVersionAsync(tenant, workflow.Id, number, cancellationToken).ConfigureAwait(false) is { } version)
            {
                callers.AddRange(CallsIn(version.Canvas, id).Select(call => call with { WorkflowId = workflow.Id, Name = workflow.Name, InVersion = number }));
            }
        }

        return callers;
    }

    private static IEnumerable<WorkflowCaller> CallsIn(CanvasDefinition canvas, string id)
    {
        foreach (var node in canvas.Nodes)
        {
            if (node.Config.ValueKind is not JsonValueKind.Object || TextOf(node.Config, "workflow_id") != id)
            {
                continue;
            }

            if (node.Type == "sub_workflow" || (node.Type == "action" && TextOf(node.Config, "type") == BuiltInActions.RunWorkflow))
            {
                var pinned = node.Type == "sub_workflow" && node.Config.TryGetProperty("version", out var version) && version.ValueKind is JsonValueKind.Number && version.TryGetInt32(out var number)
                    ? number
                    : (int?)null;
                yield return new WorkflowCaller { Name = string.Empty, NodeId = node.Id, PinnedVersion = pinned };
            }
        }
    }

    private async ValueTask<List<WorkflowCaller>> CallingRulesAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        var callers = new List<WorkflowCaller>();
        foreach (var document in await ListAsync(tenant, DocumentKind.Rule, cancellationToken).ConfigureAwait(false))
        {
            var rule = RuleJson.ReadStored(document.Body);
            if (rule.Enabled && rule.Actions.Any(action => action.Type == BuiltInActions.RunWorkflow && TextOf(action.Definition.Element, "workflow_id") == id))
            {
                callers.Add(new WorkflowCaller { RuleId = rule.Id, Name = rule.Name });
            }
        }

        return callers;
    }

    private ValueTask<ImmutableArray<Document>> ListAsync(TenantId tenant, DocumentKind kind, CancellationToken cancellationToken) =>
        Pages.TakeAsync(page => documents.ListAsync(tenant, kind, DocumentFilter.All, page, cancellationToken), static document => document.Id, int.MaxValue, 0);

    private static string? TextOf(JsonElement owner, string member) =>
        owner.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
