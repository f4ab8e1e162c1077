using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Templates;
using Aurion.Engine.Conditions;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Keeps a tenant's templates as documents, beside those that come with the engine.</summary>
internal sealed class TemplateDocuments(IDocumentStore documents, IdSource ids, TimeProvider time, ConditionOptions? conditions = null)
{
    private const int MaxCategoryLength = 50;

    public async ValueTask<ImmutableArray<WorkflowTemplate>> ListAsync(TenantId tenant, string? category, CancellationToken cancellationToken)
    {
        var own = await Pages.TakeAsync(
            page => documents.ListAsync(tenant, DocumentKind.Template, new DocumentFilter { Tag = category }, page, cancellationToken),
            static document => document.Id,
            int.MaxValue,
            0).ConfigureAwait(false);
        return
        [
            .. BuiltInTemplates.All.Where(template => category is null || template.Category == category),
            .. own.Select(static document => WorkflowTemplate.FromJson(document.Body)),
        ];
    }

    public async ValueTask<WorkflowTemplate?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        if (BuiltInTemplates.Find(id) is { } builtIn)
        {
            return builtIn;
        }

        return await documents.FindAsync(tenant, DocumentKind.Template, id, cancellationToken).ConfigureAwait(false) is { } document
            ? WorkflowTemplate.FromJson(document.Body)
            : null;
    }

    public async ValueTask<WorkflowTemplate> SaveAsync(TenantId tenant, JsonText body, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        var workflow = new WorkflowReader(body.Element, faults, conditions).ReadNew("wf_template", time.GetUtcNow());
        var category = body.Element.ValueKind is JsonValueKind.Object ? ReadCategory(body.Element, faults) : null;
        return workflow is null || category is null || faults.Count > 0
            ? throw new InvalidDefinitionException([.. faults])
            : await StoreAsync(tenant, workflow, category, null, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<WorkflowTemplate> SaveAsync(TenantId tenant, Workflow workflow, string category, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        CheckCategory(JsonSerializer.SerializeToElement(category, CanvasJsonContext.Default.String), faults);
        return faults.Count > 0 ? throw new InvalidDefinitionException([.. faults]) : StoreAsync(tenant, workflow, category, workflow.Id, cancellationToken);
    }

    public async ValueTask<TemplateDeletion> DeleteAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        if (BuiltInTemplates.Find(id) is not null)
        {
            return TemplateDeletion.BuiltIn;
        }

        while (await documents.FindAsync(tenant, DocumentKind.Template, id, cancellationToken).ConfigureAwait(false) is { } document)
        {
            var write = new DocumentWrite { Kind = DocumentKind.Template, Id = id, ExpectedRevision = document.Revision };
            if ((await documents.CommitAsync(tenant, [write], cancellationToken).ConfigureAwait(false)).IsDurable)
            {
                return TemplateDeletion.Deleted;
            }
        }

        return TemplateDeletion.Unknown;
    }

    /// <summary>Writes the body of a workflow that begins as a template; what the caller says itself goes before it.</summary>
    public static JsonText Seed(WorkflowTemplate template, JsonElement given)
    {
        var body = new JsonObject
        {
            ["name"] = template.Name,
            ["description"] = template.Description,
            ["trigger_config"] = Node(template.Trigger.Text),
            ["canvas_definition"] = Node(template.Canvas.Text),
        };
        if (template.Concurrency is { } concurrency)
        {
            body["concurrency"] = Node(concurrency);
        }

        if (given.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in given.EnumerateObject())
            {
                body[member.Name] = Node(JsonText.Copy(member.Value));
            }
        }

        body.Remove("template_id");
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            body.WriteTo(writer);
        }

        return StrictJson.Parse(buffer.ToArray());
    }

    private async ValueTask<WorkflowTemplate> StoreAsync(TenantId tenant, Workflow workflow, string category, string? workflowId, CancellationToken cancellationToken)
    {
        var template = new WorkflowTemplate
        {
            Id = ids.Next("tpl"),
            Name = workflow.Name,
            Description = workflow.Description,
            Category = category,
            Trigger = workflow.Trigger,
            Canvas = workflow.Canvas,
            Concurrency = workflow.Concurrency,
            WorkflowId = workflowId,
            CreatedAt = time.GetUtcNow(),
        };
        var write = new DocumentWrite { Kind = DocumentKind.Template, Id = template.Id, ExpectedRevision = 0, Tag = category, Body = template.ToJson() };
        return (await documents.CommitAsync(tenant, [write], cancellationToken).ConfigureAwait(false)).IsDurable
            ? template
            : throw new AurionEngineException($"The store holds a template {template.Id} already.");
    }

    private static string? ReadCategory(JsonElement body, List<Fault> faults)
    {
        if (body.TryGetProperty("category", out var category))
        {
            return CheckCategory(category, faults);
        }

        faults.Add(new Fault { Path = FaultPath.Root.Member("category"), Type = "missing", Message = "Field required" });
        return null;
    }

    private static string? CheckCategory(JsonElement category, List<Fault> faults)
    {
        if (category.ValueKind is JsonValueKind.String && category.GetString() is { Length: > 0 and <= MaxCategoryLength } text && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        faults.Add(new Fault
        {
            Path = FaultPath.Root.Member("category"),
            Type = "string_type",
            Message = $"Input should be a text of 1 to {MaxCategoryLength} characters that is not blank, such as \"onboarding\"",
            Input = JsonText.Copy(category),
        });
        return null;
    }

    private static JsonNode? Node(JsonText text) => JsonNode.Parse(text.Utf8.Span, documentOptions: StrictJson.DocumentOptions);
}
