using System.Security.Claims;
using System.Text.Encodings.Web;
using Aurion.Engine.AspNetCore.Callers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aurion.Engine.AspNetCore.Tests.Support;

/// <summary>Believes the header <c>X-Test-User: tenant/role/id</c>.</summary>
internal sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "header";
    public const string Header = "X-Test-User";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header] is not [{ } text] || text.Split('/') is not [var tenant, var role, var id])
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var identity = new ClaimsIdentity(
            [new Claim(AurionClaimTypes.Tenant, tenant), new Claim(AurionClaimTypes.Role, role), new Claim(AurionClaimTypes.UserId, id)], Scheme);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme)));
    }
}
