using Aurion.Engine.AspNetCore.Bodies;
using Aurion.Engine.AspNetCore.Errors;
using Aurion.Engine.AspNetCore.Guards;
using Aurion.Engine.AspNetCore.Json;
using Aurion.Engine.Canvas;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>What workflows can begin as: templates, and automation rules.</summary>
internal static class TemplateEndpoints
{
    private static readonly Refusal TemplateNotFound = Refusal.NotFound("Template not found");

    public static async Task<Results<JsonHttpResult<IEnumerable<TemplateView>>, Refusal>> ListAsync(HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var category = http.Request.Query["category"] is [.., { } text] ? text : null;
        var templates = await workflows.ListTemplatesAsync(http.Caller().Tenant, category, cancellationToken).ConfigureAwait(false);
        return Reply.With(templates.Select(TemplateView.Of), Reply.Json.IEnumerableTemplateView);
    }

    public static async Task<Results<JsonHttpResult<TemplateView>, Refusal>> SaveAsync(HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http, BodyLimit.Plain, optional: false, cancellationToken).ConfigureAwait(false);
        if (body.IsRefused)
        {
            return body.Refusal;
        }

        var members = new BodyMembers(body.Json);
        var id = members.RequiredText("workflow_id", most: 200);
        var category = members.RequiredText("category", most: 50);
        if (members.Faults.Count > 0)
        {
            return Refusal.Invalid(members.Faults);
        }

        return await workflows.SaveAsTemplateAsync(http.Caller().Tenant, id, category, cancellationToken).ConfigureAwait(false) is { } template
            ? Reply.With(TemplateView.Of(template), Reply.Json.TemplateView, StatusCodes.Status201Created)
            : WorkflowEndpoints.NotFound;
    }

    public static async Task<Results<NoContent, Refusal>> DeleteAsync(string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken) =>
        await workflows.DeleteTemplateAsync(http.Caller().Tenant, id, cancellationToken).ConfigureAwait(false) switch
        {
            TemplateDeletion.Deleted => TypedResults.NoContent(),
            TemplateDeletion.BuiltIn => Refusal.NotAllowed("Built-in templates can't be deleted"),
            _ => TemplateNotFound,
        };

    public static async Task<Results<JsonHttpResult<WorkflowView>, Refusal>> InstallAsync(string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http, BodyLimit.WithCanvas, optional: true, cancellationToken).ConfigureAwait(false);
        if (body.IsRefused)
        {
            return body.Refusal;
        }

        return await workflows.CreateFromTemplateAsync(http.Caller().Tenant, id, body.Json, cancellationToken).ConfigureAwait(false) is { } state
            ? await WorkflowEndpoints.ShowNewAsync(http, workflows, state, cancellationToken).ConfigureAwait(false)
            : TemplateNotFound;
    }

    public static async Task<Results<JsonHttpResult<WorkflowView>, Refusal>> MigrateAsync(string ruleId, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var result = await workflows.MigrateFromRuleAsync(http.Caller().Tenant, ruleId, cancellationToken).ConfigureAwait(false);
        return result switch
        {
            { IsMigrated: true } => await WorkflowEndpoints.ShowNewAsync(http, workflows, result.State, cancellationToken).ConfigureAwait(false),
            { Status: MigrationStatus.Refused } => Refusal.Conflict($"The rule can't become a workflow that does the same. {string.Join(' ', result.Reasons)}"),
            _ => Refusal.NotFound("Automation rule not found"),
        };
    }
}
