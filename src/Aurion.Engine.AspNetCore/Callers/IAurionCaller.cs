using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Callers;

/// <summary>The person or program behind a request. A host that keeps its users elsewhere than in claims implements it.</summary>
/// <remarks>
/// Register it scoped; it is asked once per request, after the user has been authenticated. Without a registration the
/// caller is read from <c>HttpContext.User</c> by the claims of <see cref="AurionClaimTypes"/>.
/// </remarks>
public interface IAurionCaller
{
    /// <summary>Gets the tenant whose records the caller sees: the only source of the tenant, whatever the request says.</summary>
    TenantId Tenant { get; }

    /// <summary>Gets the caller's id, as approvals and versions record it; empty when it is not known, which refuses the request with 401.</summary>
    string UserId { get; }

    /// <summary>Gets the caller's role, one of <see cref="AurionRoles"/> unless the host replaced the policies.</summary>
    string Role { get; }

    /// <summary>Gets the caller's teams, under which an approval may list them as <c>team:…</c>; empty when there are none.</summary>
    ImmutableArray<string> Teams { get; }
}
