using System.Net;
using System.Text.Json;

namespace Aurion.Engine.AspNetCore.Tests.Support;

/// <summary>An answer, read to its end.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, string? ContentType, string? ETag, string? Allow, string? Location)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Detail => Json.GetProperty("detail") is { ValueKind: JsonValueKind.String } detail ? detail.GetString() : null;

    /// <summary>Gets the faults of a 422 as <c>type loc</c>, for example <c>missing body.name</c>.</summary>
    public string[] Faults => [.. Json.GetProperty("detail").EnumerateArray().Select(static fault =>
        $"{fault.GetProperty("type").GetString()} {string.Join('.', fault.GetProperty("loc").EnumerateArray())}")];

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        await response.Content.ReadAsStringAsync(),
        response.Content.Headers.ContentType?.ToString(),
        response.Headers.ETag?.ToString(),
        response.Content.Headers.Allow.Count > 0 ? string.Join(", ", response.Content.Headers.Allow) : null,
        response.Headers.Location?.ToString());

    public override string ToString() => $"{(int)Status} {Text}";

    /// <summary>Asserts the status and shows the body when it differs.</summary>
    public Answer Expect(HttpStatusCode status)
    {
        Assert.True(status == Status, $"Expected {(int)status}, got {(int)Status}: {Text}");
        return this;
    }

    public string String(string member) => Json.GetProperty(member).GetString()!;
}
