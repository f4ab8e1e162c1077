using Aurion.Engine.Approvals;
using Aurion.Engine.AspNetCore.Callers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Aurion.Engine.AspNetCore.Guards;

/// <summary>Hands the caller that <see cref="EndpointGuard"/> let through to the endpoint.</summary>
internal static class CallerOf
{
    public static Voter ToVoter(this IAurionCaller caller) => new() { Id = caller.UserId, Roles = [caller.Role], Teams = caller.Teams };

    public static IAurionCaller Caller(this HttpContext http) => http.Features.GetRequiredFeature<IAurionCaller>();
}
