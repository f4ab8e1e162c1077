using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.AspNetCore.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aurion.Engine.AspNetCore.Guards;

/// <summary>Maps endpoints below one prefix: each behind the guard and with a policy, each path with its 405, the rest with a 404.</summary>
internal sealed class GuardedGroup
{
    private readonly RouteGroupBuilder _group;
    private readonly Dictionary<string, List<string>> _methods = new(StringComparer.Ordinal);

    public GuardedGroup(IEndpointRouteBuilder endpoints, string prefix, string tag, EndpointGuard guard)
    {
        _group = endpoints.MapGroup(prefix).WithTags(tag);
        _group.AddEndpointFilter(guard);
    }

    /// <summary>Maps one endpoint.</summary>
    public void Map(string method, [StringSyntax("Route")] string pattern, string policy, Delegate handler, string? also = null) =>
        Map(method, pattern, new AccessPolicy(policy, also), handler);

    /// <summary>Maps one endpoint that has a credential of its own: no session, no API key, no cross-site check.</summary>
    public void MapOpen(string method, [StringSyntax("Route")] string pattern, Delegate handler) => Map(method, pattern, new AccessPolicy(null, IsOpen: true), handler);

    private void Map(string method, [StringSyntax("Route")] string pattern, AccessPolicy policy, Delegate handler)
    {
        _group.MapMethods(pattern, [method], handler).WithMetadata(policy);
        if (!_methods.TryGetValue(pattern, out var methods))
        {
            _methods.Add(pattern, methods = []);
        }

        methods.Add(method);
    }

    /// <summary>Maps what is left: other methods of the mapped paths, and paths that are not mapped.</summary>
    /// <returns>The builder of the whole group, for the host's own conventions.</returns>
    public IEndpointConventionBuilder Close()
    {
        foreach (var (pattern, methods) in _methods)
        {
            var allow = string.Join(", ", methods);
            _group.Map(pattern, (HttpContext http) =>
            {
                http.Response.Headers.Allow = allow;
                return Refusal.MethodNotAllowed;
            }).WithMetadata(new AccessPolicy(null)).ExcludeFromDescription();
        }

        _group.Map("/{**rest}", static () => Refusal.NotFound("Not Found")).WithMetadata(new AccessPolicy(null)).ExcludeFromDescription();
        return _group;
    }
}
