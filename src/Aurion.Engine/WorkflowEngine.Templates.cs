using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>Templates: workflows to start from, the engine's own and the tenant's.</content>
public sealed partial class WorkflowEngine
{
    internal TemplateDocuments Templates { get; init; } = null!; // given where the engine is made

    /// <summary>Lists templates: those that come with the engine first, then the tenant's own, oldest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="category">The category, exact; null lists all.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The templates; empty when the category has none.</returns>
    public ValueTask<ImmutableArray<WorkflowTemplate>> ListTemplatesAsync(TenantId tenant, string? category, CancellationToken cancellationToken) =>
        Templates.ListAsync(tenant, category, cancellationToken);

    /// <summary>Reads a template.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The template: one that comes with the engine, or the tenant's.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The template; null when there is none of that id.</returns>
    public ValueTask<WorkflowTemplate?> FindTemplateAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Templates.FindAsync(tenant, id, cancellationToken);
    }

    /// <summary>Saves a template of the tenant's own.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="body">An object as <see cref="CreateAsync"/> takes it, with a <c>category</c>: 1 to 50 characters.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The template.</returns>
    /// <exception cref="InvalidDefinitionException">The body is wrong. A canvas with mistakes is not: they are found when a workflow made from it is published.</exception>
    public ValueTask<WorkflowTemplate> SaveTemplateAsync(TenantId tenant, JsonText body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Templates.SaveAsync(tenant, body, cancellationToken);
    }

    /// <summary>Saves a workflow's draft as a template of the tenant's own.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="workflowId">The workflow.</param>
    /// <param name="category">The category, 1 to 50 characters.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The template; null when the tenant has no workflow of that id.</returns>
    /// <exception cref="InvalidDefinitionException">The category is blank or too long.</exception>
    public async ValueTask<WorkflowTemplate?> SaveAsTemplateAsync(TenantId tenant, string workflowId, string category, CancellationToken cancellationToken) =>
        await FindAsync(tenant, workflowId, cancellationToken).ConfigureAwait(false) is { } state
            ? await Templates.SaveAsync(tenant, state.Workflow, category, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Deletes a template of the tenant's own.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The template.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What became of it.</returns>
    public ValueTask<TemplateDeletion> DeleteTemplateAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Templates.DeleteAsync(tenant, id, cancellationToken);
    }

    /// <summary>Creates a workflow as a draft that begins as a template.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="templateId">The template.</param>
    /// <param name="changes">An object as <see cref="CreateAsync"/> takes it: its members go before the template's; null changes nothing.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The workflow; null when there is no template of that id.</returns>
    /// <exception cref="InvalidDefinitionException">The changes are wrong.</exception>
    public async ValueTask<WorkflowState?> CreateFromTemplateAsync(TenantId tenant, string templateId, JsonText? changes, CancellationToken cancellationToken)
    {
        if (await FindTemplateAsync(tenant, templateId, cancellationToken).ConfigureAwait(false) is not { } template)
        {
            return null;
        }

        return changes is { Element.ValueKind: not JsonValueKind.Object }
            ? await _workflows.CreateAsync(tenant, changes, cancellationToken).ConfigureAwait(false) // says what is wrong with it
            : await _workflows.CreateAsync(tenant, TemplateDocuments.Seed(template, changes?.Element ?? default), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Seeds a body that names a template.</summary>
    private async ValueTask<WorkflowState> CreateSeededAsync(TenantId tenant, JsonText body, JsonElement templateId, CancellationToken cancellationToken) =>
        templateId.ValueKind is JsonValueKind.String && await CreateFromTemplateAsync(tenant, templateId.GetString()!, body, cancellationToken).ConfigureAwait(false) is { } made
            ? made
            : throw new InvalidDefinitionException(
            [
                new Fault
                {
                    Path = FaultPath.Root.Member("template_id"),
                    Type = templateId.ValueKind is JsonValueKind.String ? "unknown_template" : "string_type",
                    Message = templateId.ValueKind is JsonValueKind.String
                        ? "There is no template of that id. The list of templates names those that there are."
                        : "Input should be a valid string",
                    Input = JsonText.Copy(templateId),
                },
            ]);
}
