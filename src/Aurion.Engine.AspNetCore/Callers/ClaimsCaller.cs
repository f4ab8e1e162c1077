using System.Collections.Immutable;
using System.Security.Claims;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Callers;

/// <summary>The caller as the claims of the authenticated user describe it.</summary>
internal sealed class ClaimsCaller : IAurionCaller
{
    public ClaimsCaller(ClaimsPrincipal user)
    {
        var tenant = user.FindFirstValue(AurionClaimTypes.Tenant);
        Tenant = tenant is null ? TenantId.Default : new TenantId(tenant);
        UserId = user.FindFirstValue(AurionClaimTypes.UserId) ?? string.Empty;
        Role = user.FindFirstValue(AurionClaimTypes.Role) ?? string.Empty;
        Teams = [.. user.FindAll(AurionClaimTypes.Team).Select(static team => team.Value)];
    }

    public TenantId Tenant { get; }

    public string UserId { get; }

    public string Role { get; }

    public ImmutableArray<string> Teams { get; }
}
