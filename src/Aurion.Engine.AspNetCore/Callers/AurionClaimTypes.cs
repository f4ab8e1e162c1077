using System.Security.Claims;

namespace Aurion.Engine.AspNetCore.Callers;

/// <summary>The claims that a caller is read from when the host registers no <see cref="IAurionCaller"/>.</summary>
public static class AurionClaimTypes
{
    /// <summary>The caller's id.</summary>
    public const string UserId = ClaimTypes.NameIdentifier;

    /// <summary>The caller's role, one of <see cref="AurionRoles"/>.</summary>
    public const string Role = ClaimTypes.Role;

    /// <summary>The caller's tenant: <c>aurion:tenant</c>. Without it the caller belongs to the tenant <c>default</c>.</summary>
    public const string Tenant = "aurion:tenant";

    /// <summary>A team of the caller: <c>aurion:team</c>; any number of them.</summary>
    public const string Team = "aurion:team";
}
