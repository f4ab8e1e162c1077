using Aurion.Engine.Canvas;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <content>Versions that stand already.</content>
internal sealed partial class WorkflowDocuments
{
    public async ValueTask<WorkflowVersion?> FindVersionAsync(TenantId tenant, string id, int version, CancellationToken cancellationToken) =>
        await documents.FindAsync(tenant, DocumentKind.WorkflowVersion, GraphCache.IdOf(id, version), cancellationToken).ConfigureAwait(false) is { } document
            ? WorkflowVersion.FromJson(document.Body)
            : null;

    /// <summary>Makes a version the draft and publishes it anew, in one commit: also when it says the same as the one that stands.</summary>
    public async ValueTask<PublishResult> RestoreAsync(TenantId tenant, string id, int version, string? restoredBy, long? expectedRevision, CancellationToken cancellationToken)
    {
        while (await FindDocumentAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } document)
        {
            if (await FindVersionAsync(tenant, id, version, cancellationToken).ConfigureAwait(false) is not { } snapshot)
            {
                return PublishResult.UnknownVersion;
            }

            if (expectedRevision is { } expected && expected != document.Revision)
            {
                return PublishResult.Stale;
            }

            var draft = Workflow.FromJson(document.Body) with { Canvas = snapshot.Canvas, Trigger = snapshot.Trigger, UpdatedAt = time.GetUtcNow() };
            var report = CanvasCheck.Run(draft, actions, conditions);
            if (!report.CanBePublished)
            {
                return PublishResult.Invalid(report); // the host may have taken an action away since
            }

            if (await PublishAsync(tenant, document, draft, restoredBy, report, cancellationToken).ConfigureAwait(false) is { } result)
            {
                return result;
            }
        }

        return PublishResult.Unknown;
    }

    /// <summary>Compares two versions; null is the draft.</summary>
    /// <returns>Null when the workflow or one of the versions is unknown.</returns>
    public async ValueTask<WorkflowDiff?> DiffAsync(TenantId tenant, string id, int? from, int? to, CancellationToken cancellationToken)
    {
        if (await FindDocumentAsync(tenant, id, cancellationToken).ConfigureAwait(false) is not { } document)
        {
            return null;
        }

        var draft = Workflow.FromJson(document.Body);
        return await SideAsync(from).ConfigureAwait(false) is { } earlier && await SideAsync(to).ConfigureAwait(false) is { } later
            ? WorkflowDiff.Between(earlier.Canvas, earlier.Trigger, later.Canvas, later.Trigger) with { From = from, To = to }
            : null;

        async ValueTask<(CanvasDefinition Canvas, TriggerConfig Trigger)?> SideAsync(int? number)
        {
            if (number is not { } version)
            {
                return (draft.Canvas, draft.Trigger);
            }

            return await FindVersionAsync(tenant, id, version, cancellationToken).ConfigureAwait(false) is { } found ? (found.Canvas, found.Trigger) : null;
        }
    }
}
