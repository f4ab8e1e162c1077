using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.AspNetCore.Tests.Support;

/// <summary>A real Kestrel on a free port of the loopback, with the contract mapped and a header that says who calls.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string? _file;

    private readonly LastError _errors;

    private TestHost(WebApplication app, string? file, LastError errors)
    {
        _errors = errors;
        _app = app;
        _file = file;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public TestConversations Conversations => _app.Services.GetRequiredService<TestConversations>();

    public RecordingHandler Handler => _app.Services.GetRequiredService<RecordingHandler>();

    public IEnumerable<RouteEndpoint> Endpoints => ((IEndpointRouteBuilder)_app).DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>();

    public static async Task<TestHost> StartAsync(StoreKind store = StoreKind.Memory, Action<IServiceCollection>? configure = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var errors = new LastError();
        builder.Logging.ClearProviders().AddProvider(errors);
        builder.Services.AddAuthentication(HeaderAuthentication.Scheme).AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, HeaderAuthentication>(HeaderAuthentication.Scheme, null);
        builder.Services.AddAuthorization();
        builder.Services.AddSingleton<TestConversations>();
        builder.Services.AddSingleton<RecordingHandler>();
        var file = store is StoreKind.Sqlite ? Path.Combine(Path.GetTempPath(), $"aurion-http-{Guid.NewGuid():N}.db") : null;
        builder.Services.AddAurionEngine(engine =>
        {
            if (file is not null)
            {
                engine.UseSqlite($"Data Source={file}");
            }

            engine.UseConversations<TestConversations>()
                .AddAction<RecordingHandler>("send_notification")
                .AddAction<RecordingHandler>("create_ticket")
                .AddAction<RecordingHandler>("add_note")
                .AddWorkers();
        });
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        if (map is null)
        {
            app.MapAurionEngine();
        }
        else
        {
            map(app);
        }

        await app.StartAsync();
        return new TestHost(app, file, errors);
    }

    public Task<Answer> GetAsync(string path, string role = "tenant_admin", string tenant = "acme") => SendAsync(HttpMethod.Get, path, null, role, tenant);

    public Task<Answer> PostAsync(string path, string? body = null, string role = "tenant_admin", string tenant = "acme", params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body, role, tenant, headers);

    public Task<Answer> PatchAsync(string path, string body, string role = "tenant_admin", string tenant = "acme", params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Patch, path, body, role, tenant, headers);

    public Task<Answer> DeleteAsync(string path, string role = "tenant_admin", string tenant = "acme", params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Delete, path, null, role, tenant, headers);

    /// <summary>Sends a request; an empty role sends nobody.</summary>
    public Task<Answer> SendAsync(HttpMethod method, string path, string? body, string role, string tenant = "acme", params (string Name, string Value)[] headers) =>
        SendContentAsync(method, path, body is null ? null : Json(body), role, tenant, headers);

    public async Task<Answer> SendContentAsync(HttpMethod method, string path, HttpContent? content, string role, string tenant, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (role.Length > 0)
        {
            request.Headers.Add(HeaderAuthentication.Header, $"{tenant}/{role}/{role}@{tenant}");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request);
        var answer = await Answer.ReadAsync(response);
        Assert.True((int)answer.Status < 500, $"{method} {path}: {answer.Text} {_errors.Text}");
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        if (_file is not null)
        {
            foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(_file) + "*"))
            {
                File.Delete(file);
            }
        }
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}
