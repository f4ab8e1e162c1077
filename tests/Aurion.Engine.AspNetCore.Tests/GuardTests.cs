using System.Net;
using Aurion.Engine.AspNetCore.Callers;
using Aurion.Engine.AspNetCore.Guards;
using Aurion.Engine.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aurion.Engine.AspNetCore.Tests;

/// <summary>API key, cross-site, session, role: what stands before every endpoint, in that order.</summary>
public sealed class GuardTests
{
    [Fact]
    public async Task Routes_EveryMappedOne_StandsInTheMatrix()
    {
        await using var host = await TestHost.StartAsync();

        var mapped = host.Endpoints
            .Where(static endpoint => endpoint.Metadata.GetMetadata<AccessPolicy>() is { Name: not null })
            .SelectMany(static endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}"))
            .Order(StringComparer.Ordinal);

        Assert.Equal(RouteMatrix.Allowed.Keys.Order(StringComparer.Ordinal), mapped);
        Assert.All(host.Endpoints, static endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<AccessPolicy>()));
    }

    [Fact]
    public async Task Roles_OnEveryRoute_GetPastOrGet403()
    {
        await using var host = await TestHost.StartAsync();

        foreach (var (route, allowed) in RouteMatrix.Allowed)
        {
            var (method, path) = RouteMatrix.Request(route);
            foreach (var role in RouteMatrix.Roles.Append("stranger"))
            {
                var answer = await host.SendAsync(method, path, null, role);
                if (allowed.Contains(role))
                {
                    Assert.False(answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, $"{role} may {route}, but got {answer.Text}");
                }
                else
                {
                    answer.Expect(HttpStatusCode.Forbidden);
                    Assert.Equal("""{"detail":"Insufficient permissions"}""", answer.Text);
                }
            }
        }
    }

    [Fact]
    public async Task NoSession_OnEveryRoute_Is401()
    {
        await using var host = await TestHost.StartAsync();

        foreach (var route in RouteMatrix.Allowed.Keys.Append("GET /api/v2/workflows/a/b/c/d").Append("PUT /api/v2/workflows"))
        {
            var (method, path) = RouteMatrix.Request(route);
            var answer = await host.SendAsync(method, path, "{", role: "");
            Assert.Equal("""{"detail":"Not authenticated"}""", answer.Expect(HttpStatusCode.Unauthorized).Text);
        }
    }

    [Fact]
    public async Task ApiKey_OnEveryRoute_Is403BeforeAnythingElse()
    {
        await using var host = await TestHost.StartAsync();

        foreach (var route in RouteMatrix.Allowed.Keys)
        {
            var (method, path) = RouteMatrix.Request(route);
            foreach (var role in new[] { "", "super_admin" })
            {
                var answer = await host.SendAsync(method, path, "{", role, "acme", ("X-API-Key", "itsm_sk_live_xxxx"), ("Origin", "https://evil.test"));
                Assert.Equal("""{"detail":"API keys are not permitted for this endpoint"}""", answer.Expect(HttpStatusCode.Forbidden).Text);
            }
        }
    }

    [Theory]
    [InlineData("Origin", "https://evil.test", true)]
    [InlineData("Origin", "null", true)]
    [InlineData("Sec-Fetch-Site", "cross-site", true)]
    [InlineData("Sec-Fetch-Site", "same-origin", false)]
    [InlineData("Sec-Fetch-Site", "none", false)]
    public async Task StateChange_FromAnotherSite_Is403(string header, string value, bool refused)
    {
        await using var host = await TestHost.StartAsync();

        foreach (var route in RouteMatrix.Allowed.Keys)
        {
            var (method, path) = RouteMatrix.Request(route);
            var answer = await host.SendAsync(method, path, null, "super_admin", "acme", (header, value));
            if (refused && method != HttpMethod.Get)
            {
                Assert.Equal("Cross-site requests are not permitted", answer.Expect(HttpStatusCode.Forbidden).Detail);
            }
            else
            {
                Assert.NotEqual(HttpStatusCode.Forbidden, answer.Status);
            }
        }
    }

    [Fact]
    public async Task StateChange_FromTheOwnOrigin_GetsPast()
    {
        await using var host = await TestHost.StartAsync();

        var answer = await host.PostAsync(Samples.Rules, Samples.EscalateUrgent, headers: ("Origin", host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)));

        answer.Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task OtherMethod_OnAMappedPath_Is405WithAllow()
    {
        await using var host = await TestHost.StartAsync();

        var answer = (await host.SendAsync(HttpMethod.Put, Samples.Rules + "/rule_1", "{}", "tenant_readonly")).Expect(HttpStatusCode.MethodNotAllowed);

        Assert.Equal("Method Not Allowed", answer.Detail);
        Assert.Equal("GET, PATCH, DELETE", answer.Allow);
        Assert.Equal("Method Not Allowed", (await host.GetAsync(Samples.Rules + "/execute-event")).Expect(HttpStatusCode.MethodNotAllowed).Detail);
    }

    [Fact]
    public async Task UnmappedPath_BelowThePrefix_Is404()
    {
        await using var host = await TestHost.StartAsync();

        Assert.Equal("""{"detail":"Not Found"}""", (await host.GetAsync(Samples.Rules + "/rule_1/logs")).Expect(HttpStatusCode.NotFound).Text);
        Assert.Equal("Not Found", (await host.GetAsync(Samples.Workflows + "/wf_1/nothing")).Expect(HttpStatusCode.NotFound).Detail);
    }

    [Fact]
    public async Task Policy_ThatTheHostReplaces_Decides()
    {
        await using var host = await TestHost.StartAsync(configure: services => services.AddAuthorizationBuilder()
            .AddPolicy(AurionPolicies.WriteRules, policy => policy.RequireRole("agent")));

        (await host.PostAsync(Samples.Rules, Samples.EscalateUrgent, role: "agent")).Expect(HttpStatusCode.Created);
        (await host.PostAsync(Samples.Rules, Samples.EscalateUrgent, role: "tenant_admin")).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Caller_ThatTheHostSupplies_Counts()
    {
        await using var host = await TestHost.StartAsync(configure: services => services.AddScoped<IAurionCaller, FixedCaller>());
        (await host.PostAsync(Samples.Rules, Samples.EscalateUrgent, role: "tenant_readonly")).Expect(HttpStatusCode.Created);

        var list = await host.GetAsync(Samples.Rules, role: "tenant_readonly", tenant: "elsewhere");

        Assert.Equal(1, list.Json.GetArrayLength());
    }

    [Fact]
    public async Task Groups_MappedApart_AreThemselves()
    {
        await using var host = await TestHost.StartAsync(map: static app => app.MapWorkflows());

        (await host.GetAsync(Samples.Workflows)).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync(Samples.Rules)).Status);
    }

    [Fact]
    public async Task Conventions_OfTheHost_ReachEveryEndpoint()
    {
        await using var host = await TestHost.StartAsync(map: static app => app.MapAurionEngine().Add(static endpoint => endpoint.Metadata.Add("mine")));

        Assert.All(host.Endpoints, static endpoint => Assert.Contains("mine", endpoint.Metadata));
    }

    private sealed class FixedCaller : IAurionCaller
    {
        public Values.TenantId Tenant => new("fixed");

        public string UserId => "u1";

        public string Role => "super_admin";

        public System.Collections.Immutable.ImmutableArray<string> Teams => [];
    }
}
