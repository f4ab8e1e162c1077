using System.Net;
using System.Text;
using System.Text.Json;

namespace Helpdesk.Tests.Support;

/// <summary>Someone with a browser's cookies. The cookies outlive the process that they were given by.</summary>
internal sealed class Person : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero });

    private Person(HelpdeskProcess helpdesk) => Helpdesk = helpdesk;

    /// <summary>Gets or sets where they go: another process after a restart.</summary>
    public HelpdeskProcess Helpdesk { get; set; }

    public static async Task<Person> LogInAsync(HelpdeskProcess helpdesk, string name)
    {
        var person = new Person(helpdesk);
        var email = name.Contains('@', StringComparison.Ordinal) ? name : $"{name}@acme.test";
        (await person.SendAsync(HttpMethod.Post, "/session", $$"""{"email":"{{email}}","password":"demo"}""")).Expect(HttpStatusCode.NoContent);
        return person;
    }

    public static Person Nobody(HelpdeskProcess helpdesk) => new(helpdesk);

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Reply> PostAsync(string path, string? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<Reply> PatchAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body);

    public async Task<Reply> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(Helpdesk.Address, path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(request);
        return new Reply(response.StatusCode, await response.Content.ReadAsStringAsync(), Helpdesk);
    }

    /// <summary>Opens a ticket.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> OpenAsync(string fields) =>
        (await PostAsync("/api/v2/conversations", fields)).Expect(HttpStatusCode.Created).Text("id");

    /// <summary>Creates a workflow and publishes it.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> PublishAsync(string workflow)
    {
        var id = (await PostAsync("/api/v2/workflows", workflow)).Expect(HttpStatusCode.Created).Text("id");
        (await PostAsync($"/api/v2/workflows/{id}/publish")).Expect(HttpStatusCode.OK);
        return id;
    }

    /// <summary>Asks again until the answer pleases; fails with the last one after the deadline.</summary>
    public async Task<JsonElement> UntilAsync(string path, Predicate<JsonElement> pleases)
    {
        var deadline = TimeSpan.FromSeconds(60);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var reply = (await GetAsync(path)).Expect(HttpStatusCode.OK);
            if (pleases(reply.Json))
            {
                return reply.Json;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < deadline, $"{path}: not within {deadline}: {reply.Body} {Helpdesk.Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    public void Dispose() => _client.Dispose();
}
