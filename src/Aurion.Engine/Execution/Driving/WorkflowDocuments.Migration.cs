using System.Collections.Immutable;
using Aurion.Engine.Canvas;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <content>Workflows that take the place of a rule.</content>
internal sealed partial class WorkflowDocuments
{
    /// <summary>Gets the rules as this process keeps them; null where nobody keeps them.</summary>
    public RuleSetCache? RuleSets { get; init; }

    /// <summary>Makes the write that disables the rule whose place a workflow takes with its first publication; none for any other workflow.</summary>
    private async ValueTask<(MigratedRule? Origin, ImmutableArray<DocumentWrite> Writes)> TakeOverAsync(TenantId tenant, Workflow draft, CancellationToken cancellationToken)
    {
        if (draft is not { PublishedVersion: null, MigratedFrom: { } origin })
        {
            return (draft.MigratedFrom, []);
        }

        if (await documents.FindAsync(tenant, DocumentKind.Rule, origin.RuleId, cancellationToken).ConfigureAwait(false) is not { } document)
        {
            return (origin with { DisabledRevision = long.MaxValue }, []); // deleted meanwhile: whoever still knows it knows an old one
        }

        // Also when it is disabled already: who enables it at the same time is refused, or the publication is.
        var rule = RuleJson.ReadStored(document.Body, conditions);
        var write = new DocumentWrite { Kind = DocumentKind.Rule, Id = rule.Id, ExpectedRevision = document.Revision, Body = RuleJson.WriteStored(rule with { Enabled = false }) };
        return (origin with { DisabledRevision = document.Revision + 1 }, [write]);
    }

    private async ValueTask<CommitResult> CommitAsync(TenantId tenant, ImmutableArray<DocumentWrite> writes, CancellationToken cancellationToken)
    {
        try
        {
            return await documents.CommitAsync(tenant, writes, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (writes.Any(static write => write.Kind is DocumentKind.Rule))
            {
                RuleSets?.Invalidate(tenant); // also when the outcome is unknown
            }
        }
    }
}
