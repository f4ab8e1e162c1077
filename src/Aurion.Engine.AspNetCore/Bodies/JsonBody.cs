using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using Aurion.Engine.AspNetCore.Errors;
using Aurion.Engine.Values;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Aurion.Engine.AspNetCore.Bodies;

/// <summary>A request body that was read: strict JSON that is an object, or why it is refused.</summary>
internal sealed class JsonBody
{
    private const int FirstBuffer = 4_096;

    private JsonBody(JsonText? json, Refusal? refusal)
    {
        Json = json;
        Refusal = refusal;
    }

    /// <summary>Gets the object; null when it is refused.</summary>
    public JsonText? Json { get; }

    /// <summary>Gets why it is refused; null when it is not.</summary>
    public Refusal? Refusal { get; }

    [MemberNotNullWhen(false, nameof(Json))]
    [MemberNotNullWhen(true, nameof(Refusal))]
    public bool IsRefused => Refusal is not null;

    /// <summary>Reads the body, never more of it than the limit.</summary>
    /// <param name="http">The request.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="optional">Whether no body at all stands for <c>{}</c>.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <returns>The body or the refusal.</returns>
    public static async ValueTask<JsonBody> ReadAsync(HttpContext http, BodyLimit limit, bool optional, CancellationToken cancellationToken)
    {
        if (UnsupportedType(http.Request) is { } unsupported)
        {
            return new(null, unsupported);
        }

        if (http.Request.ContentLength > limit.Bytes)
        {
            return new(null, limit.Exceeded);
        }

        CapServer(http, limit);
        try
        {
            if (await ReadBoundedAsync(http.Request.Body, limit.Bytes, cancellationToken).ConfigureAwait(false) is not { } utf8)
            {
                return new(null, limit.Exceeded);
            }

            return utf8.IsEmpty && optional ? new(JsonText.EmptyObject, null) : Parse(utf8);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            return new(null, limit.Exceeded); // the server's own limit, or that of its decompression, was met first
        }
        catch (InvalidDataException)
        {
            return Invalid("json_invalid", "The body can't be decoded by its content encoding");
        }
    }

    /// <summary>Reads the body as it is, whatever its type: for what must be verified before it is read.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Utf8, Refusal? Refusal)> ReadRawAsync(HttpContext http, BodyLimit limit, CancellationToken cancellationToken)
    {
        if (http.Request.ContentLength > limit.Bytes)
        {
            return (default, limit.Exceeded);
        }

        CapServer(http, limit);
        try
        {
            return await ReadBoundedAsync(http.Request.Body, limit.Bytes, cancellationToken).ConfigureAwait(false) is { } body ? (body, null) : (default, limit.Exceeded);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            return (default, limit.Exceeded);
        }
    }

    private static JsonBody Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return Invalid("missing", "A JSON object is required");
        }

        JsonText json;
        try
        {
            json = StrictJson.Parse(utf8);
        }
        catch (JsonException exception)
        {
            return Invalid("json_invalid", $"The body is not valid JSON: {exception.Message}");
        }

        if (json.Element.ValueKind is not JsonValueKind.Object)
        {
            return Invalid("dict_type", "The body must be a JSON object", json);
        }

        return json.Element.TryGetProperty("canvas_definition", out var canvas) && JsonMarshal.GetRawUtf8Value(canvas).Length > BodyLimit.CanvasBytes
            ? new(null, Refusal.CanvasTooLarge)
            : new(json, null);
    }

    private static JsonBody Invalid(string type, string message, JsonText? input = null) =>
        new(null, Refusal.Invalid([RequestFault.Body(FaultPath.Root, type, message, input)]));

    private static Refusal? UnsupportedType(HttpRequest request)
    {
        if (!string.IsNullOrEmpty(request.Headers.ContentEncoding))
        {
            return Refusal.UnsupportedMediaType("Unsupported content encoding: send the JSON as it is");
        }

        if (string.IsNullOrEmpty(request.ContentType))
        {
            return null;
        }

        var known = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
        return known ? null : Refusal.UnsupportedMediaType("Unsupported media type: send application/json in UTF-8");
    }

    /// <summary>The server's own limit stays a little above ours, since it counts the framing of chunks as well.</summary>
    private static void CapServer(HttpContext http, BodyLimit limit)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
        {
            var cap = (limit.Bytes * 2L) + FirstBuffer;
            server.MaxRequestBodySize = Math.Min(server.MaxRequestBodySize ?? cap, cap);
        }
    }

    /// <summary>Reads to the end, or to the first byte past the limit: then null.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>?> ReadBoundedAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(FirstBuffer);
        while (true)
        {
            var memory = buffer.GetMemory(FirstBuffer);
            var read = await body.ReadAsync(memory, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return buffer.WrittenMemory;
            }

            buffer.Advance(read);
            if (buffer.WrittenCount > limit)
            {
                return null;
            }
        }
    }
}
