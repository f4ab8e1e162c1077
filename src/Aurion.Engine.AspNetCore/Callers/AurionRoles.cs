namespace Aurion.Engine.AspNetCore.Callers;

/// <summary>The roles that the default policies know.</summary>
public static class AurionRoles
{
    /// <summary>Runs the installation: everything, within the own tenant.</summary>
    public const string SuperAdmin = "super_admin";

    /// <summary>Owns the tenant.</summary>
    public const string TenantOwner = "tenant_owner";

    /// <summary>Administers the tenant.</summary>
    public const string TenantAdmin = "tenant_admin";

    /// <summary>Leads agents: publishes and executes workflows.</summary>
    public const string Supervisor = "supervisor";

    /// <summary>Works on conversations.</summary>
    public const string Agent = "agent";

    /// <summary>A customer of the tenant.</summary>
    public const string TenantUser = "tenant_user";

    /// <summary>Looks, changes nothing.</summary>
    public const string TenantReadonly = "tenant_readonly";
}
