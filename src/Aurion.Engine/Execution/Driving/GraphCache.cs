using System.Collections.Concurrent;
using Aurion.Engine.Canvas;
using Aurion.Engine.Conditions;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Keeps published versions compiled. A version never changes, so an entry never ages.</summary>
internal sealed class GraphCache(IDocumentStore documents, TimeZoneInfo? zone = null, ConditionOptions? conditions = null)
{
    private const int Capacity = 2_000;
    private readonly ConcurrentDictionary<(TenantId Tenant, string WorkflowId, int Version), Graph> _graphs = new();

    private readonly ConcurrentDictionary<(TenantId Tenant, string WorkflowId), (JsonText Body, Workflow Workflow)> _workflows = new();

    /// <summary>Names the document of a version.</summary>
    public static string IdOf(string workflowId, int version) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{workflowId}/{version}");

    /// <summary>Reads a workflow's document, unless it is still the one that was read last.</summary>
    public Workflow Read(TenantId tenant, Document document)
    {
        var key = (tenant, document.Id);
        if (_workflows.TryGetValue(key, out var known) && document.Body.Equals(known.Body))
        {
            return known.Workflow;
        }

        var workflow = Workflow.FromJson(document.Body);
        if (_workflows.Count >= Capacity)
        {
            _workflows.Clear();
        }

        _workflows[key] = (document.Body, workflow);
        return workflow;
    }

    /// <summary>Gets a version's graph.</summary>
    /// <exception cref="AurionEngineException">There is no such version, or it can't be read.</exception>
    public async ValueTask<Graph> GetAsync(TenantId tenant, string workflowId, int version, CancellationToken cancellationToken)
    {
        var key = (tenant, workflowId, version);
        if (_graphs.TryGetValue(key, out var graph))
        {
            return graph;
        }

        var document = await documents.FindAsync(tenant, DocumentKind.WorkflowVersion, IdOf(workflowId, version), cancellationToken).ConfigureAwait(false)
            ?? throw new AurionEngineException($"Version {version} of workflow {workflowId} is missing.");
        try
        {
            graph = Graph.Compile(WorkflowVersion.FromJson(document.Body), zone, conditions);
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidDefinitionException)
        {
            throw new AurionEngineException($"Version {version} of workflow {workflowId} can't be read.", exception);
        }

        if (_graphs.Count >= Capacity)
        {
            _graphs.Clear();
        }

        return _graphs.GetOrAdd(key, graph);
    }
}
