using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aurion.Engine.AspNetCore.Json;

/// <summary>Answers in the package's own JSON, whatever the host's options are.</summary>
internal static class Reply
{
    /// <summary>Gets the types of the answers.</summary>
    public static WireJson Json { get; } = new(new JsonSerializerOptions(WireJson.Default.Options) { Encoder = WireJson.WriterOptions.Encoder });

    public static JsonHttpResult<T> With<T>(T view, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(view, type, statusCode: status);
}
