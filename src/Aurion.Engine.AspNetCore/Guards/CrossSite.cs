using Microsoft.AspNetCore.Http;

namespace Aurion.Engine.AspNetCore.Guards;

/// <summary>Tells requests that a browser sends on behalf of another site.</summary>
internal static class CrossSite
{
    /// <summary>Judges by what browsers add and scripts can't forge; a client that sends neither header is no browser.</summary>
    /// <returns>True for a state-changing request of foreign origin.</returns>
    public static bool IsForeign(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return false;
        }

        if (request.Headers["Sec-Fetch-Site"].Contains("cross-site", StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        var own = $"{request.Scheme}://{request.Host.Value}";
        foreach (var origin in request.Headers.Origin)
        {
            if (!string.Equals(origin, own, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
