using Aurion.Engine;

namespace Helpdesk;

/// <summary>Small matters of the host: where it listens, and how it answers what no endpoint answers.</summary>
internal static class HelpdeskHost
{
    /// <summary>Tells whether the one who starts the sample says where it should listen.</summary>
    public static bool NamesAnAddress(this IConfiguration configuration) =>
        configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 }
        || configuration[WebHostDefaults.HttpPortsKey] is { Length: > 0 }
        || configuration[WebHostDefaults.HttpsPortsKey] is { Length: > 0 }
        || configuration.GetSection("Kestrel:Endpoints").Exists();

    /// <summary>Keeps the engine's records where the helpdesk keeps its own.</summary>
    public static AurionEngineBuilder UseDatabase(this AurionEngineBuilder engine, string connectionString, bool isPostgreSql) =>
        isPostgreSql ? engine.UsePostgreSql(connectionString) : engine.UseSqlite(connectionString);

    /// <summary>Errors below <c>/api</c> and <c>/session</c> have one form, whoever makes them.</summary>
    public static void UseAnswers(this WebApplication app)
    {
        app.UseExceptionHandler(failed => failed.Run(static context =>
            Answer.WriteAsync(context.Response, StatusCodes.Status500InternalServerError, "Internal Server Error")));
        app.UseStatusCodePages(static pages =>
        {
            var response = pages.HttpContext.Response;
            return Answer.WriteAsync(response, response.StatusCode, response.StatusCode switch
            {
                StatusCodes.Status404NotFound => "Not Found",
                StatusCodes.Status405MethodNotAllowed => "Method Not Allowed",
                _ => "The request could not be served",
            });
        });
        app.Use(static (context, next) => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) && context.Request.Headers.ContainsKey("X-API-Key")
            ? Answer.WriteAsync(context.Response, StatusCodes.Status403Forbidden, "API keys are not permitted for this endpoint")
            : next(context));
    }
}
