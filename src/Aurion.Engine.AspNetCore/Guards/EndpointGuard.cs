using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.AspNetCore.Callers;
using Aurion.Engine.AspNetCore.Errors;
using Aurion.Engine.Values;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.AspNetCore.Guards;

/// <summary>
/// Stands before every mapped endpoint: API key, cross-site, session, permission, in that order; and behind it, so that
/// what is thrown is answered in the contract's form.
/// </summary>
/// <param name="callerOf">Tells who calls, once the user is authenticated.</param>
/// <param name="authorizationOf">Gives the authorization of the request's scope, since a host's handlers may be scoped.</param>
/// <param name="policiesOf">Gives the policies of the request's scope.</param>
/// <param name="logger">Gets what fails behind the guard.</param>
internal sealed class EndpointGuard(
    Func<HttpContext, IAurionCaller> callerOf,
    Func<HttpContext, IAuthorizationService> authorizationOf,
    Func<HttpContext, IAuthorizationPolicyProvider> policiesOf,
    ILogger<EndpointGuard> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return await RefuseAsync(http).ConfigureAwait(false) is { } refusal ? refusal : await AnswerAsync(context, next).ConfigureAwait(false);
    }

    private async ValueTask<Refusal?> RefuseAsync(HttpContext http)
    {
        var access = http.GetEndpoint()!.Metadata.GetRequiredMetadata<AccessPolicy>();
        if (access.IsOpen)
        {
            return null;
        }

        if (http.Request.Headers.ContainsKey("X-API-Key"))
        {
            return Refusal.ApiKeyUsed;
        }

        if (CrossSite.IsForeign(http.Request))
        {
            return Refusal.CrossSite;
        }

        if (http.User.Identity is not { IsAuthenticated: true })
        {
            return Refusal.NotAuthenticated;
        }

        var caller = callerOf(http);
        if (caller.UserId.Length == 0)
        {
            return Refusal.NotAuthenticated;
        }

        http.Features.Set(caller);
        return await SatisfiesAsync(http, caller, access.Name).ConfigureAwait(false) && await SatisfiesAsync(http, caller, access.Also).ConfigureAwait(false)
            ? null
            : Refusal.NotPermitted;
    }

    private async ValueTask<bool> SatisfiesAsync(HttpContext http, IAurionCaller caller, string? name)
    {
        if (name is null)
        {
            return true;
        }

        var policy = await policiesOf(http).GetPolicyAsync(name).ConfigureAwait(false);
        var verdict = policy is null
            ? await authorizationOf(http).AuthorizeAsync(http.User, caller, AurionPolicies.Default(name)).ConfigureAwait(false)
            : await authorizationOf(http).AuthorizeAsync(http.User, http, policy).ConfigureAwait(false);
        return verdict.Succeeded;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails behind it, the client gets the contract's 500 and the log gets the cause.")]
    private async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (InvalidDefinitionException invalid)
        {
            return Refusal.InvalidBody(invalid.Faults);
        }
        catch (BadHttpRequestException unreadable)
        {
            return unreadable.StatusCode is StatusCodes.Status413PayloadTooLarge
                ? Refusal.TooLarge("The request body is too large")
                : Refusal.Unreadable(unreadable.StatusCode, "The request could not be read");
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            logger.RequestFailed(exception, http.Request.Method, http.GetEndpoint()?.DisplayName);
            return Refusal.Broken;
        }
    }
}
