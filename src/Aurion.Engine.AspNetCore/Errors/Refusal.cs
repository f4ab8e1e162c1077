using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Aurion.Engine.AspNetCore.Json;
using Aurion.Engine.Values;
using Microsoft.AspNetCore.Http;

namespace Aurion.Engine.AspNetCore.Errors;

/// <summary>An error answer: <c>{"detail": …}</c>, a sentence or the list of a request's faults.</summary>
internal sealed class Refusal : IResult, IStatusCodeHttpResult
{
    /// <summary>What of a faulty input is longer than this many bytes is not echoed.</summary>
    private const int MaxEcho = 2_048;

    private readonly string? _detail;
    private readonly ImmutableArray<RequestFault> _faults;
    private readonly int _status;

    private Refusal(int status, string? detail, ImmutableArray<RequestFault> faults = default)
    {
        _status = status;
        _detail = detail;
        _faults = faults;
    }

    public int? StatusCode => _status;

    public static Refusal NotAuthenticated { get; } = new(StatusCodes.Status401Unauthorized, "Not authenticated");

    public static Refusal ApiKeyUsed { get; } = new(StatusCodes.Status403Forbidden, "API keys are not permitted for this endpoint");

    public static Refusal CrossSite { get; } = new(StatusCodes.Status403Forbidden, "Cross-site requests are not permitted");

    public static Refusal NotPermitted { get; } = new(StatusCodes.Status403Forbidden, "Insufficient permissions");

    public static Refusal MethodNotAllowed { get; } = new(StatusCodes.Status405MethodNotAllowed, "Method Not Allowed");

    public static Refusal StalePrecondition { get; } =
        new(StatusCodes.Status412PreconditionFailed, "The record has changed since it was read: its ETag is not the one in If-Match");

    public static Refusal CanvasTooLarge { get; } =
        new(StatusCodes.Status413PayloadTooLarge, "canvas_definition exceeds 5MB payload limit");

    public static Refusal Broken { get; } = new(StatusCodes.Status500InternalServerError, "Internal Server Error");

    public static Refusal Unreadable(int status, string detail) => new(status, detail);

    public static Refusal NotSigned(string detail) => new(StatusCodes.Status401Unauthorized, detail);

    public static Refusal NotAllowed(string detail) => new(StatusCodes.Status403Forbidden, detail);

    public static Refusal NotFound(string detail) => new(StatusCodes.Status404NotFound, detail);

    public static Refusal Conflict(string detail) => new(StatusCodes.Status409Conflict, detail);

    public static Refusal TooLarge(string detail) => new(StatusCodes.Status413PayloadTooLarge, detail);

    public static Refusal UnsupportedMediaType(string detail) => new(StatusCodes.Status415UnsupportedMediaType, detail);

    public static Refusal Invalid(IEnumerable<RequestFault> faults) => new(StatusCodes.Status422UnprocessableEntity, null, [.. faults]);

    public static Refusal InvalidBody(IEnumerable<Fault> faults) => Invalid(faults.Select(static fault => new RequestFault("body", fault)));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = _status;
        response.ContentType = "application/json; charset=utf-8";
        if (_status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)
        {
            response.Headers.CacheControl = "no-store";
        }

        var writer = new Utf8JsonWriter(response.BodyWriter, WireJson.WriterOptions);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            if (_detail is not null)
            {
                writer.WriteString("detail", _detail);
            }
            else
            {
                writer.WriteStartArray("detail");
                foreach (var fault in _faults)
                {
                    Write(writer, fault);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter writer, RequestFault item)
    {
        writer.WriteStartObject();
        writer.WriteString("type", item.Fault.Type);
        writer.WriteStartArray("loc");
        writer.WriteStringValue(item.Where);
        foreach (var (member, index) in item.Fault.Path.Steps())
        {
            if (member is null)
            {
                writer.WriteNumberValue(index);
            }
            else
            {
                writer.WriteStringValue(member);
            }
        }

        writer.WriteEndArray();
        writer.WriteString("msg", item.Fault.Message);
        writer.WritePropertyName("input");
        WriteInput(writer, item.Fault.Input);
        if (item.Finding is { } finding)
        {
            CanvasFindingJson.WriteMembers(writer, finding);
        }

        writer.WriteEndObject();
    }

    private static void WriteInput(Utf8JsonWriter writer, JsonText? input)
    {
        if (input is null)
        {
            writer.WriteNullValue();
        }
        else if (input.Utf8.Length > MaxEcho)
        {
            writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"({input.Utf8.Length} bytes)"));
        }
        else
        {
            writer.WriteRawValue(input.Utf8.Span);
        }
    }
}
