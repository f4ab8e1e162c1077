using System.Security.Cryptography;
using System.Text;
using Aurion.Engine.AspNetCore.Callers;

namespace Helpdesk.Sessions;

/// <summary>The people of the demo: two tenants, one password, and none of it outside Development.</summary>
internal sealed class DemoUsers(IHostEnvironment environment)
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
}
