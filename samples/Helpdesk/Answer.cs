using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurion.Engine.Values;

namespace Helpdesk;

/// <summary>The sample's own answers, in the error form of the engine's endpoints, and its way to read a body.</summary>
internal static class Answer
{
    private const int MaxBody = 1_048_576;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IResult Json(JsonNode node, int status = StatusCodes.Status200OK) =>
        Results.Text(node.ToJsonString(Plain), "application/json; charset=utf-8", statusCode: status);

    public static IResult Error(int status, string detail) => Json(new JsonObject { ["detail"] = detail }, status);

    public static IResult InvalidJson() => Invalid([Fault([], "json_invalid", "The body must be a JSON object of at most 1 MiB")]);

    public static IResult Invalid(IEnumerable<JsonNode> faults) =>
        Json(new JsonObject { ["detail"] = new JsonArray([.. faults]) }, StatusCodes.Status422UnprocessableEntity);

    public static JsonNode Fault(IEnumerable<string> path, string type, string message, JsonElement? input = null) => new JsonObject
    {
        ["type"] = type,
        ["loc"] = new JsonArray(["body", .. path]),
        ["msg"] = message,
        ["input"] = input is { } value ? JsonNode.Parse(value.GetRawText()) : null,
    };

    public static Task WriteAsync(HttpResponse response, int status, string detail)
    {
        response.StatusCode = status;
        return response.WriteAsJsonAsync(new Dictionary<string, string> { ["detail"] = detail });
    }

    /// <summary>Reads the body with the engine's own strictness; null when it is no JSON object.</summary>
    public static async Task<JsonElement?> ReadObjectAsync(HttpContext http)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[8_192];
        for (int read; (read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted)) > 0;)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > MaxBody)
            {
                return null;
            }
        }

        try
        {
            var json = StrictJson.Parse(buffer.ToArray()).Element;
            return json.ValueKind is JsonValueKind.Object ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
