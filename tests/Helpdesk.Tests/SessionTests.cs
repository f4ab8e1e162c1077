using System.Net;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests;

/// <summary>Logging in and out, and what stands before it.</summary>
public sealed class SessionTests
{
    [Theory]
    [InlineData("super@acme.test", "super_admin", "acme")]
    [InlineData("owner@acme.test", "tenant_owner", "acme")]
    [InlineData("admin@acme.test", "tenant_admin", "acme")]
    [InlineData("supervisor@acme.test", "supervisor", "acme")]
    [InlineData("agent@acme.test", "agent", "acme")]
    [InlineData("user@acme.test", "tenant_user", "acme")]
    [InlineData("readonly@acme.test", "tenant_readonly", "acme")]
    [InlineData("owner@globex.test", "tenant_owner", "globex")]
    public async Task LogIn_EveryDemoUser_HasTheRoleOfTheirName(string email, string role, string tenant)
    {
        using var data = new DataFolder();
        await using var helpdesk = await HelpdeskProcess.StartAsync(data);
        using var person = await Person.LogInAsync(helpdesk, email);

        var me = (await person.GetAsync("/session")).Expect(HttpStatusCode.OK);

        Assert.Equal((email, role, tenant), (me.Text("email"), me.Text("role"), me.Text("tenant")));
        (await person.SendAsync(HttpMethod.Delete, "/session", null)).Expect(HttpStatusCode.NoContent);
        (await person.GetAsync("/session")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task LogIn_WithOtherWords_IsRefused()
    {
        using var data = new DataFolder();
        await using var helpdesk = await HelpdeskProcess.StartAsync(data);
        using var person = Person.Nobody(helpdesk);

        foreach (var body in new[] { """{"email":"admin@acme.test","password":"wrong"}""", """{"email":"nobody@acme.test","password":"demo"}""", """{"email":1}""" })
        {
            Assert.Equal("Invalid email or password", (await person.PostAsync("/session", body)).Expect(HttpStatusCode.Unauthorized).Text("detail"));
        }

        (await person.PostAsync("/session", "{")).Expect(HttpStatusCode.UnprocessableEntity);
        (await person.SendAsync(HttpMethod.Post, "/session", """{"email":"admin@acme.test","password":"demo"}""", ("Origin", "https://evil.test"))).Expect(HttpStatusCode.Forbidden);
        foreach (var path in new[] { "/session", "/api/v2/conversations", "/api/v2/automation-rules", "/api/v2/workflows" })
        {
            Assert.Equal("Not authenticated", (await person.GetAsync(path)).Expect(HttpStatusCode.Unauthorized).Text("detail"));
        }
    }

    [Fact]
    public async Task LogIn_OutsideDevelopment_IsNoOnes()
    {
        using var data = new DataFolder();
        await using var helpdesk = await HelpdeskProcess.StartAsync(data, environment: "Production");
        using var person = Person.Nobody(helpdesk);

        (await person.PostAsync("/session", """{"email":"admin@acme.test","password":"demo"}""")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task FirstPage_SaysWhatRuns()
    {
        using var data = new DataFolder();
        await using var helpdesk = await HelpdeskProcess.StartAsync(data);
        using var person = Person.Nobody(helpdesk);

        var page = (await person.GetAsync("/")).Expect(HttpStatusCode.OK);

        Assert.Contains("Aurion.Engine", page.Body, StringComparison.Ordinal);
        foreach (var file in new[] { "/app.css", "/app.js" })
        {
            (await person.GetAsync(file)).Expect(HttpStatusCode.OK);
        }

        Assert.Equal("Not Found", (await person.GetAsync("/api/v2/nothing")).Expect(HttpStatusCode.NotFound).Text("detail"));
    }
}
