using System.Collections.Frozen;
using Microsoft.AspNetCore.Authorization;

namespace Aurion.Engine.AspNetCore.Callers;

/// <summary>The names of the authorization policies that guard the endpoints.</summary>
/// <remarks>
/// A host replaces one with <c>AddAuthorization(options =&gt; options.AddPolicy(AurionPolicies.WriteRules, …))</c>; one that
/// it does not name follows the role table of the API reference.
/// </remarks>
public static class AurionPolicies
{
    /// <summary>Read automation rules and logs. The default grants it to every role.</summary>
    public const string ReadRules = "aurion:rules:read";

    /// <summary>Create, change and delete automation rules. The default grants it to super_admin, tenant_owner and tenant_admin.</summary>
    public const string WriteRules = "aurion:rules:write";

    /// <summary>Fire an event. The default grants it to every role but tenant_readonly.</summary>
    public const string FireEvents = "aurion:events:fire";

    /// <summary>The tenant permission <c>workflow:read</c>: workflows, runs, steps, dry run, validation. The default grants it to every role.</summary>
    public const string ReadWorkflows = "workflow:read";

    /// <summary>The tenant permission <c>workflow:create</c>: create and change workflows. The default grants it to super_admin, tenant_owner, tenant_admin and supervisor.</summary>
    public const string CreateWorkflows = "workflow:create";

    /// <summary>The tenant permission <c>workflow:delete</c>. The default grants it to super_admin, tenant_owner and tenant_admin.</summary>
    public const string DeleteWorkflows = "workflow:delete";

    /// <summary>The tenant permission <c>workflow:publish</c>: publish, execute, approvals. The default grants it to super_admin, tenant_owner, tenant_admin and supervisor.</summary>
    public const string PublishWorkflows = "workflow:publish";

    private static readonly string[] Administrators = [AurionRoles.SuperAdmin, AurionRoles.TenantOwner, AurionRoles.TenantAdmin];

    private static readonly string[] Everyone =
        [.. Administrators, AurionRoles.Supervisor, AurionRoles.Agent, AurionRoles.TenantUser, AurionRoles.TenantReadonly];

    private static readonly FrozenDictionary<string, AuthorizationPolicy> Defaults = new Dictionary<string, AuthorizationPolicy>
    {
        [ReadRules] = Grant(Everyone),
        [WriteRules] = Grant(Administrators),
        [FireEvents] = Grant([.. Everyone.Except([AurionRoles.TenantReadonly])]),
        [ReadWorkflows] = Grant(Everyone),
        [CreateWorkflows] = Grant([.. Administrators, AurionRoles.Supervisor]),
        [DeleteWorkflows] = Grant(Administrators),
        [PublishWorkflows] = Grant([.. Administrators, AurionRoles.Supervisor]),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    internal static AuthorizationPolicy Default(string name) => Defaults[name];

    private static AuthorizationPolicy Grant(string[] roles) => new AuthorizationPolicyBuilder()
        .RequireAssertion(context => context.Resource is IAurionCaller caller && roles.Contains(caller.Role, StringComparer.Ordinal))
        .Build();
}
