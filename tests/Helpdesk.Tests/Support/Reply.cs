using System.Net;
using System.Text.Json;

namespace Helpdesk.Tests.Support;

/// <summary>An answer of the sample, read to its end.</summary>
internal sealed record Reply(HttpStatusCode Status, string Body, HelpdeskProcess From)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public Reply Expect(HttpStatusCode status)
    {
        Assert.True(status == Status, $"Expected {(int)status}, got {(int)Status}: {Body} {From.Output}");
        return this;
    }

    public string Text(string member) => Json.GetProperty(member).GetString()!;
}
