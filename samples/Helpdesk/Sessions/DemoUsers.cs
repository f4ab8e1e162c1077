using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Aurion.Engine.Approvals;
using Aurion.Engine.AspNetCore.Callers;
using Aurion.Engine.Values;

namespace Helpdesk.Sessions;

/// <summary>The people of the demo: two tenants, one password, and none of it outside Development.</summary>
internal sealed class DemoUsers(IHostEnvironment environment) : IApproverDirectory
{
    private static readonly byte[] Password = "demo"u8.ToArray();

    private static readonly DemoUser[] All =
    [
        new("super@acme.test", AurionRoles.SuperAdmin, "acme"),
        new("owner@acme.test", AurionRoles.TenantOwner, "acme"),
        new("admin@acme.test", AurionRoles.TenantAdmin, "acme"),
        new("supervisor@acme.test", AurionRoles.Supervisor, "acme"),
        new("agent@acme.test", AurionRoles.Agent, "acme"),
        new("user@acme.test", AurionRoles.TenantUser, "acme"),
        new("readonly@acme.test", AurionRoles.TenantReadonly, "acme"),
        new("owner@globex.test", AurionRoles.TenantOwner, "globex"),
    ];

    /// <summary>Finds the user that may log in with these words; null when nobody may.</summary>
    public DemoUser? LogIn(string email, string password)
    {
        if (!environment.IsDevelopment() || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(password), Password))
        {
            return null;
        }

        return Array.Find(All, user => string.Equals(user.Email, email, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Says what a person is now: a role that was taken away since they logged in counts no more.</summary>
    public ValueTask<ApproverProfile?> FindAsync(TenantId tenant, string person, CancellationToken cancellationToken) =>
        new(Array.Find(All, user => user.Tenant == tenant.Value && user.Email == person) is { } user ? new ApproverProfile { Roles = [user.Role] } : null);

    /// <summary>Says who is behind an entry, so that a request which nobody can approve says so.</summary>
    public ValueTask<ImmutableArray<string>?> ListMembersAsync(TenantId tenant, string entry, CancellationToken cancellationToken) =>
        new([.. All.Where(user => user.Tenant == tenant.Value && (entry == $"user:{user.Email}" || entry == $"role:{user.Role}")).Select(static user => user.Email)]);
}
