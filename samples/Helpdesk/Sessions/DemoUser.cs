using System.Security.Claims;
using Aurion.Engine.AspNetCore.Callers;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Helpdesk.Sessions;

/// <summary>Someone who can log in. The email is the user id: <c>user:admin@acme.test</c> names an approver.</summary>
internal sealed record DemoUser(string Email, string Role, string Tenant)
{
    public ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity(
        [
            new Claim(AurionClaimTypes.UserId, Email),
            new Claim(AurionClaimTypes.Role, Role),
            new Claim(AurionClaimTypes.Tenant, Tenant),
        ],
        CookieAuthenticationDefaults.AuthenticationScheme));
}
