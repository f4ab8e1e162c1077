using Aurion.Engine;
using Aurion.Engine.AspNetCore.Callers;
using Aurion.Engine.AspNetCore.Guards;
using Aurion.Engine.AspNetCore.Rules;
using Aurion.Engine.AspNetCore.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the HTTP contract.</summary>
/// <remarks>
/// The host brings authentication (any scheme that fills <c>HttpContext.User</c>), <c>AddAuthorization()</c> and
/// <c>AddAurionEngine()</c>. Who calls is read by <see cref="IAurionCaller"/>, what they may do by <see cref="AurionPolicies"/>.
/// </remarks>
public static class AurionEngineEndpointRouteBuilderExtensions
{
    /// <summary>Maps all groups: automation rules and workflows.</summary>
    /// <param name="endpoints">Where to map them.</param>
    /// <returns>A builder for conventions of the host's own on every endpoint, for example rate limits.</returns>
    public static IEndpointConventionBuilder MapAurionEngine(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return new JointConventions([endpoints.MapAutomationRules(), endpoints.MapWorkflows()]);
    }

    /// <summary>Maps <c>/api/v2/automation-rules</c>: rules, their log, and firing an event.</summary>
    /// <param name="endpoints">Where to map them.</param>
    /// <returns>A builder for conventions of the host's own.</returns>
    public static IEndpointConventionBuilder MapAutomationRules(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var group = new GuardedGroup(endpoints, RuleEndpoints.Prefix, "Automation rules", GuardOf(endpoints));
        group.Map(HttpMethods.Get, "", AurionPolicies.ReadRules, RuleEndpoints.ListAsync);
        group.Map(HttpMethods.Post, "", AurionPolicies.WriteRules, RuleEndpoints.CreateAsync);
        group.Map(HttpMethods.Get, "/{id}", AurionPolicies.ReadRules, RuleEndpoints.GetAsync);
        group.Map(HttpMethods.Patch, "/{id}", AurionPolicies.WriteRules, RuleEndpoints.UpdateAsync);
        group.Map(HttpMethods.Delete, "/{id}", AurionPolicies.WriteRules, RuleEndpoints.DeleteAsync);
        group.Map(HttpMethods.Get, "/logs", AurionPolicies.ReadRules, RuleEndpoints.ListLogAsync);
        group.Map(HttpMethods.Post, "/execute-event", AurionPolicies.FireEvents, RuleEndpoints.ExecuteEventAsync);
        group.Map(HttpMethods.Post, "/run-time", AurionPolicies.WriteRules, RuleEndpoints.RunTimeRulesAsync);
        group.Map(HttpMethods.Post, "/{id}/explain", AurionPolicies.ReadRules, RuleEndpoints.ExplainAsync);
        return group.Close();
    }

    /// <summary>Maps <c>/api/v2/workflows</c>: workflows, versions, runs and approvals.</summary>
    /// <param name="endpoints">Where to map them.</param>
    /// <returns>A builder for conventions of the host's own.</returns>
    public static IEndpointConventionBuilder MapWorkflows(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var group = new GuardedGroup(endpoints, WorkflowEndpoints.Prefix, "Workflows", GuardOf(endpoints));
        group.Map(HttpMethods.Get, "", AurionPolicies.ReadWorkflows, WorkflowEndpoints.ListAsync);
        group.Map(HttpMethods.Post, "", AurionPolicies.CreateWorkflows, WorkflowEndpoints.CreateAsync);
        group.Map(HttpMethods.Get, "/{id}", AurionPolicies.ReadWorkflows, WorkflowEndpoints.GetAsync);
        group.Map(HttpMethods.Patch, "/{id}", AurionPolicies.CreateWorkflows, WorkflowEndpoints.UpdateAsync);
        group.Map(HttpMethods.Delete, "/{id}", AurionPolicies.DeleteWorkflows, WorkflowEndpoints.DeleteAsync);
        group.Map(HttpMethods.Post, "/{id}/validate", AurionPolicies.ReadWorkflows, WorkflowEndpoints.ValidateAsync);
        group.Map(HttpMethods.Post, "/{id}/publish", AurionPolicies.PublishWorkflows, WorkflowEndpoints.PublishAsync);
        group.Map(HttpMethods.Get, "/{id}/versions", AurionPolicies.ReadWorkflows, WorkflowEndpoints.ListVersionsAsync);
        group.Map(HttpMethods.Get, "/{id}/versions/{version}", AurionPolicies.ReadWorkflows, VersionEndpoints.GetAsync);
        group.Map(HttpMethods.Post, "/{id}/versions/{version}/restore", AurionPolicies.PublishWorkflows, VersionEndpoints.RestoreAsync);
        group.Map(HttpMethods.Get, "/{id}/versions/{from}/diff/{to}", AurionPolicies.ReadWorkflows, VersionEndpoints.DiffAsync);
        group.MapOpen(HttpMethods.Post, "/webhook/{id}", WebhookEndpoints.ReceiveAsync);
        group.Map(HttpMethods.Post, "/{id}/webhook-secret", AurionPolicies.PublishWorkflows, WebhookEndpoints.RotateAsync);
        group.Map(HttpMethods.Get, "/{id}/impact", AurionPolicies.ReadWorkflows, VersionEndpoints.ImpactAsync);
        group.Map(HttpMethods.Get, "/templates", AurionPolicies.ReadWorkflows, TemplateEndpoints.ListAsync);
        group.Map(HttpMethods.Post, "/templates", AurionPolicies.CreateWorkflows, TemplateEndpoints.SaveAsync);
        group.Map(HttpMethods.Delete, "/templates/{id}", AurionPolicies.DeleteWorkflows, TemplateEndpoints.DeleteAsync);
        group.Map(HttpMethods.Post, "/templates/{id}/install", AurionPolicies.CreateWorkflows, TemplateEndpoints.InstallAsync);
        group.Map(HttpMethods.Post, "/migrate-from-rule/{ruleId}", AurionPolicies.CreateWorkflows, TemplateEndpoints.MigrateAsync, also: AurionPolicies.WriteRules);
        group.Map(HttpMethods.Post, "/{id}/execute", AurionPolicies.PublishWorkflows, RunEndpoints.ExecuteAsync);
        group.Map(HttpMethods.Post, "/{id}/dry-run", AurionPolicies.ReadWorkflows, RunEndpoints.DryRunAsync);
        group.Map(HttpMethods.Get, "/{id}/runs", AurionPolicies.ReadWorkflows, RunEndpoints.ListAsync);
        group.Map(HttpMethods.Get, "/{id}/runs/{runId}", AurionPolicies.ReadWorkflows, RunEndpoints.GetAsync);
        group.Map(HttpMethods.Get, "/{id}/runs/{runId}/steps", AurionPolicies.ReadWorkflows, RunEndpoints.ListStepsAsync);
        group.Map(HttpMethods.Post, "/{id}/runs/{runId}/cancel", AurionPolicies.PublishWorkflows, RunControlEndpoints.CancelAsync);
        group.Map(HttpMethods.Post, "/{id}/runs/{runId}/pause", AurionPolicies.PublishWorkflows, RunControlEndpoints.PauseAsync);
        group.Map(HttpMethods.Post, "/{id}/runs/{runId}/resume", AurionPolicies.PublishWorkflows, RunControlEndpoints.ResumeAsync);
        group.Map(HttpMethods.Post, "/{id}/runs/{runId}/retry", AurionPolicies.PublishWorkflows, RunControlEndpoints.RetryAsync);
        group.Map(HttpMethods.Post, "/{id}/runs/{runId}/steps/{token}/complete", AurionPolicies.PublishWorkflows, RunControlEndpoints.CompleteStepAsync);
        group.Map(HttpMethods.Get, "/approvals/pending", AurionPolicies.PublishWorkflows, ApprovalEndpoints.ListPendingAsync);
        group.Map(HttpMethods.Post, "/approvals/{id}/decide", AurionPolicies.PublishWorkflows, ApprovalEndpoints.DecideAsync);
        return group.Close();
    }

    /// <summary>Refuses state-changing requests that a browser sends on behalf of another site, as the mapped groups do by themselves: for a host's own endpoints.</summary>
    /// <typeparam name="TBuilder">The kind of builder.</typeparam>
    /// <param name="builder">The endpoints.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder RefuseCrossSite<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilter(new CrossSiteFilter());

    /// <summary>Fails while the host starts, not at the first request, when something that the endpoints need is missing.</summary>
    private static EndpointGuard GuardOf(IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        Require<RuleEngine>(services, "AddAurionEngine");
        Require<WorkflowEngine>(services, "AddAurionEngine");
        Require<IAuthorizationService>(services, "AddAuthorization");
        return new EndpointGuard(
            static http => http.RequestServices.GetService<IAurionCaller>() ?? new ClaimsCaller(http.User),
            static http => http.RequestServices.GetRequiredService<IAuthorizationService>(),
            static http => http.RequestServices.GetRequiredService<IAuthorizationPolicyProvider>(),
            services.GetRequiredService<ILogger<EndpointGuard>>());
    }

    private static void Require<T>(IServiceProvider services, string verb)
    {
        if (services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(T)) is false)
        {
            throw new InvalidOperationException($"The endpoints need {typeof(T).Name}: call services.{verb}() before they are mapped.");
        }
    }
}
