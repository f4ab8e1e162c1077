using System.Collections.Immutable;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Conditions;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Keeps workflows and their versions as documents.</summary>
internal sealed partial class WorkflowDocuments(
    IDocumentStore documents, IRunReader reader, ActionCatalog actions, IdSource ids, TimeProvider time, ConditionOptions? conditions = null, Schedules? schedules = null)
{
    public ValueTask<WorkflowState> CreateAsync(TenantId tenant, JsonText body, CancellationToken cancellationToken) =>
        CreateAsync(tenant, body, origin: null, cancellationToken);

    /// <summary>Creates a draft, if need be one that takes the place of a rule.</summary>
    public async ValueTask<WorkflowState> CreateAsync(TenantId tenant, JsonText body, MigratedRule? origin, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        var workflow = new WorkflowReader(body.Element, faults, conditions).ReadNew(ids.Next("wf"), time.GetUtcNow())
            ?? throw new InvalidDefinitionException([.. faults]);
        workflow = workflow with { MigratedFrom = origin };
        var result = await documents.CommitAsync(tenant, [WriteOf(workflow, expectedRevision: 0)], cancellationToken).ConfigureAwait(false);
        return result.IsDurable
            ? new WorkflowState { Workflow = workflow, Revision = 1 }
            : throw new AurionEngineException($"The store holds a workflow {workflow.Id} already.");
    }

    public async ValueTask<WorkflowChange> UpdateAsync(TenantId tenant, string id, JsonText patch, long? expectedRevision, CancellationToken cancellationToken)
    {
        while (await FindDocumentAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } document)
        {
            var standing = Workflow.FromJson(document.Body);
            var faults = new List<Fault>();
            var changed = new WorkflowReader(patch.Element, faults, conditions).ReadPatch(standing) ?? throw new InvalidDefinitionException([.. faults]);
            if (expectedRevision is { } expected && expected != document.Revision)
            {
                return new WorkflowChange(WorkflowChangeStatus.Stale, await StateOfAsync(tenant, standing, document.Revision, cancellationToken).ConfigureAwait(false));
            }

            if (changed.ToJson().Equals(standing.ToJson()))
            {
                return new WorkflowChange(WorkflowChangeStatus.Changed, await StateOfAsync(tenant, standing, document.Revision, cancellationToken).ConfigureAwait(false));
            }

            changed = changed with { UpdatedAt = time.GetUtcNow() };
            var result = await documents.CommitAsync(tenant, [WriteOf(changed, document.Revision)], cancellationToken).ConfigureAwait(false);
            if (result.IsDurable)
            {
                return new WorkflowChange(WorkflowChangeStatus.Changed, await StateOfAsync(tenant, changed, document.Revision + 1, cancellationToken).ConfigureAwait(false));
            }
        }

        // What is wrong with a patch is said first, also where there is nothing to patch.
        var wrong = new List<Fault>();
        _ = new WorkflowReader(patch.Element, wrong, conditions).ReadPatch(new Workflow { Id = id, Name = id, CreatedAt = default, UpdatedAt = default });
        return wrong.Count > 0 ? throw new InvalidDefinitionException([.. wrong]) : new WorkflowChange(WorkflowChangeStatus.Unknown);
    }

    public async ValueTask<WorkflowState?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        await FindDocumentAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } document
            ? await StateOfAsync(tenant, Workflow.FromJson(document.Body), document.Revision, cancellationToken).ConfigureAwait(false)
            : null;

    public async ValueTask<ImmutableArray<WorkflowState>> ListAsync(TenantId tenant, WorkflowStatus? status, int limit, int offset, CancellationToken cancellationToken)
    {
        var filter = new DocumentFilter { Tag = status is { } only ? WorkflowTags.Of(only) : null, NewestFirst = true };
        var found = await Pages.TakeAsync(
            page => documents.ListAsync(tenant, DocumentKind.Workflow, filter, page, cancellationToken), static document => document.Id, limit, offset).ConfigureAwait(false);
        if (found.IsEmpty)
        {
            return [];
        }

        var counters = await reader.CountByWorkflowAsync(tenant, cancellationToken).ConfigureAwait(false);
        return [.. found.Select(document => StateOf(Workflow.FromJson(document.Body), document.Revision, counters))];
    }

    /// <summary>Deletes a workflow and its versions, if it still has the revision given.</summary>
    /// <returns>False when it has another one now.</returns>
    public async ValueTask<bool> DeleteAsync(TenantId tenant, string id, long revision, CancellationToken cancellationToken)
    {
        var writes = ImmutableArray.CreateBuilder<DocumentWrite>();
        writes.Add(new DocumentWrite { Kind = DocumentKind.Workflow, Id = id, ExpectedRevision = revision });
        foreach (var version in await ListVersionDocumentsAsync(tenant, id, cancellationToken).ConfigureAwait(false))
        {
            writes.Add(new DocumentWrite { Kind = DocumentKind.WorkflowVersion, Id = version.Id, ExpectedRevision = version.Revision, Parent = id });
        }

        return (await documents.CommitAsync(tenant, writes.DrainToImmutable(), cancellationToken).ConfigureAwait(false)).IsDurable;
    }

    public async ValueTask<CanvasReport?> CheckAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        await FindDocumentAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } document
            ? CanvasCheck.Run(Workflow.FromJson(document.Body), actions, conditions)
            : null;

    public async ValueTask<PublishResult> PublishAsync(TenantId tenant, string id, string? publishedBy, long? expectedRevision, CancellationToken cancellationToken)
    {
        while (await FindDocumentAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } document)
        {
            if (expectedRevision is { } expected && expected != document.Revision)
            {
                return PublishResult.Stale;
            }

            var draft = Workflow.FromJson(document.Body);
            var report = CanvasCheck.Run(draft, actions, conditions);
            if (!report.CanBePublished)
            {
                return PublishResult.Invalid(report);
            }

            var result = draft is { HasUnpublishedChanges: false, PublishedVersion: { } number }
                ? await StandAsync(tenant, document, draft, number, cancellationToken).ConfigureAwait(false)
                : await PublishAsync(tenant, document, draft, publishedBy, report, cancellationToken).ConfigureAwait(false);
            if (result is not null)
            {
                return result;
            }
        }

        return PublishResult.Unknown;
    }

    public async ValueTask<ImmutableArray<WorkflowVersion>?> ListVersionsAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        if (await FindDocumentAsync(tenant, id, cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        var found = await ListVersionDocumentsAsync(tenant, id, cancellationToken).ConfigureAwait(false);
        return [.. found.Select(static document => WorkflowVersion.FromJson(document.Body)).OrderByDescending(static version => version.Version)];
    }

    /// <summary>Reads a workflow's document.</summary>
    public ValueTask<Document?> FindDocumentAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        documents.FindAsync(tenant, DocumentKind.Workflow, id, cancellationToken);

    /// <summary>Answers the standing version for an unchanged draft; one that was withdrawn starts again.</summary>
    /// <returns>Null when somebody was faster.</returns>
    private async ValueTask<PublishResult?> StandAsync(TenantId tenant, Document document, Workflow draft, int number, CancellationToken cancellationToken)
    {
        var version = await documents.FindAsync(tenant, DocumentKind.WorkflowVersion, GraphCache.IdOf(draft.Id, number), cancellationToken).ConfigureAwait(false)
            ?? throw new AurionEngineException($"Version {number} of workflow {draft.Id} is missing.");
        if (draft.Status is not WorkflowStatus.Published)
        {
            await BeginScheduleAsync(tenant, document, draft, number, cancellationToken).ConfigureAwait(false);
            var write = WriteOf(draft with { Status = WorkflowStatus.Published }, document.Revision);
            if (!(await documents.CommitAsync(tenant, [write], cancellationToken).ConfigureAwait(false)).IsDurable)
            {
                return null;
            }
        }

        return PublishResult.Unchanged(WorkflowVersion.FromJson(version.Body));
    }

    private async ValueTask<PublishResult?> PublishAsync(
        TenantId tenant, Document document, Workflow draft, string? publishedBy, CanvasReport report, CancellationToken cancellationToken)
    {
        var version = new WorkflowVersion
        {
            WorkflowId = draft.Id,
            WorkflowName = draft.Name,
            Version = (draft.PublishedVersion ?? 0) + 1,
            Canvas = draft.Canvas,
            Trigger = draft.Trigger,
            PublishedAt = time.GetUtcNow(),
            PublishedBy = publishedBy,
        };
        var (origin, takeover) = await TakeOverAsync(tenant, draft, cancellationToken).ConfigureAwait(false);
        var published = draft with { Status = WorkflowStatus.Published, PublishedVersion = version.Version, PublishedHash = version.ContentHash, MigratedFrom = origin };
        var snapshot = new DocumentWrite
        {
            Kind = DocumentKind.WorkflowVersion,
            Id = GraphCache.IdOf(draft.Id, version.Version),
            ExpectedRevision = 0,
            Parent = draft.Id,
            Tag = version.Canvas.Nodes.Any(static node => node.Type == "wait_event") ? WorkflowTags.WaitsForEvents : null,
            Body = version.ToJson(),
        };
        await BeginScheduleAsync(tenant, document, draft, version.Version, cancellationToken).ConfigureAwait(false);
        var result = await CommitAsync(tenant, [WriteOf(published, document.Revision), snapshot, .. takeover], cancellationToken).ConfigureAwait(false);
        return result.IsDurable ? PublishResult.Published(version, report) : null;
    }

    private ValueTask BeginScheduleAsync(TenantId tenant, Document document, Workflow draft, int version, CancellationToken cancellationToken) =>
        schedules is null ? default : schedules.BeginAsync(tenant, draft.Id, version, document.Revision, draft.Trigger, cancellationToken);

    private ValueTask<ImmutableArray<Document>> ListVersionDocumentsAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        Pages.TakeAsync(
            page => documents.ListAsync(tenant, DocumentKind.WorkflowVersion, new DocumentFilter { Parent = id }, page, cancellationToken),
            static document => document.Id,
            int.MaxValue,
            0);

    private async ValueTask<WorkflowState> StateOfAsync(TenantId tenant, Workflow workflow, long revision, CancellationToken cancellationToken) =>
        StateOf(workflow, revision, await reader.CountByWorkflowAsync(tenant, cancellationToken).ConfigureAwait(false));

    private static WorkflowState StateOf(Workflow workflow, long revision, ImmutableDictionary<string, WorkflowCounter> counters)
    {
        var hasRun = counters.TryGetValue(workflow.Id, out var counter);
        return new WorkflowState { Workflow = workflow, Revision = revision, ExecutionCount = counter.Count, LastRunAt = hasRun ? counter.LastAt : null };
    }

    private static DocumentWrite WriteOf(Workflow workflow, long expectedRevision) => new()
    {
        Kind = DocumentKind.Workflow,
        Id = workflow.Id,
        ExpectedRevision = expectedRevision,
        Tag = WorkflowTags.Of(workflow.Status),
        Body = workflow.ToJson(),
    };
}
