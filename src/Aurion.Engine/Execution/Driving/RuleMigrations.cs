using Aurion.Engine.Canvas;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Makes workflows of automation rules. The rule goes on until the workflow is first published: <see cref="WorkflowDocuments"/> disables it in that commit.</summary>
internal sealed class RuleMigrations(IDocumentStore documents, WorkflowDocuments workflows, RuleSetCache rules)
{
    public async ValueTask<MigrationResult> MigrateAsync(TenantId tenant, string ruleId, CancellationToken cancellationToken)
    {
        var cached = await rules.GetCurrentAsync(tenant, cancellationToken).ConfigureAwait(false);
        if (!cached.ById.TryGetValue(ruleId, out var found))
        {
            return MigrationResult.Unknown;
        }

        var reasons = RuleCanvas.WhyNot(found.Rule, cached.Set.Rules);
        if (await FindSuccessorAsync(tenant, ruleId, cancellationToken).ConfigureAwait(false) is { } successor)
        {
            reasons = reasons.Add($"The published workflow {successor} was made of the rule already; another one would do everything twice.");
        }

        if (!reasons.IsEmpty)
        {
            return MigrationResult.Refused(reasons);
        }

        try
        {
            return MigrationResult.Migrated(await workflows.CreateAsync(tenant, RuleCanvas.Write(found.Rule), new MigratedRule(ruleId), cancellationToken).ConfigureAwait(false));
        }
        catch (InvalidDefinitionException exception)
        {
            return MigrationResult.Refused([.. exception.Faults.Select(static fault => fault.ToString())]); // a stored rule may hold conditions that are allowed no more
        }
    }

    private async ValueTask<string?> FindSuccessorAsync(TenantId tenant, string ruleId, CancellationToken cancellationToken)
    {
        var filter = new DocumentFilter { Tag = WorkflowTags.Of(WorkflowStatus.Published) };
        var published = await Pages.TakeAsync(page => documents.ListAsync(tenant, DocumentKind.Workflow, filter, page, cancellationToken), static document => document.Id, int.MaxValue, 0).ConfigureAwait(false);
        return published.FirstOrDefault(document => Workflow.FromJson(document.Body).MigratedFrom?.RuleId == ruleId)?.Id;
    }
}
