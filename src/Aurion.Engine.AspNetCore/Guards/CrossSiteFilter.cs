using Aurion.Engine.AspNetCore.Errors;
using Microsoft.AspNetCore.Http;

namespace Aurion.Engine.AspNetCore.Guards;

/// <summary>Refuses cross-site requests to a host's own endpoints.</summary>
internal sealed class CrossSiteFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        CrossSite.IsForeign(context.HttpContext.Request) ? Refusal.CrossSite : await next(context).ConfigureAwait(false);
}
