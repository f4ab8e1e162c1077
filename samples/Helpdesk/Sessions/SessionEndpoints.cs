using System.Security.Claims;
using System.Text.Json;
using Aurion.Engine.AspNetCore.Callers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Helpdesk.Sessions;

/// <summary>The cookie session: <c>POST /session</c>, <c>GET /session</c>, <c>DELETE /session</c>.</summary>
internal static class SessionEndpoints
{
    public static void AddSessions(this IServiceCollection services, string keyDirectory)
    {
        services.AddSingleton<DemoUsers>();

        // The keys stay beside the database, so that a restart keeps everyone logged in.
        services.AddDataProtection().SetApplicationName("Helpdesk").PersistKeysToFileSystem(new DirectoryInfo(keyDirectory));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "helpdesk_session";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.SlidingExpiration = true;
            cookie.Events.OnRedirectToLogin = static context => Answer.WriteAsync(context.Response, StatusCodes.Status401Unauthorized, "Not authenticated");
            cookie.Events.OnRedirectToAccessDenied = static context => Answer.WriteAsync(context.Response, StatusCodes.Status403Forbidden, "Insufficient permissions");
        });
    }

    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/session").RefuseCrossSite();
        session.MapPost("", LogInAsync);
        session.MapGet("", Who);
        session.MapDelete("", LogOutAsync);
    }

    private static async Task<IResult> LogInAsync(HttpContext http, DemoUsers users)
    {
        if (await Answer.ReadObjectAsync(http) is not { } body)
        {
            return Answer.InvalidJson();
        }

        if (users.LogIn(Text(body, "email"), Text(body, "password")) is not { } user)
        {
            return Answer.Error(StatusCodes.Status401Unauthorized, "Invalid email or password");
        }

        await http.SignInAsync(user.ToPrincipal());
        return Results.NoContent();
    }

    private static async Task<IResult> LogOutAsync(HttpContext http, IAuthenticationService authentication)
    {
        await authentication.SignOutAsync(http, CookieAuthenticationDefaults.AuthenticationScheme, null);
        return Results.NoContent();
    }

    private static IResult Who(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true }
        ? Results.Json(new Dictionary<string, string?>
        {
            ["email"] = user.FindFirstValue(AurionClaimTypes.UserId),
            ["role"] = user.FindFirstValue(AurionClaimTypes.Role),
            ["tenant"] = user.FindFirstValue(AurionClaimTypes.Tenant),
        })
        : Answer.Error(StatusCodes.Status401Unauthorized, "Not authenticated");

    private static string Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : string.Empty;
}
