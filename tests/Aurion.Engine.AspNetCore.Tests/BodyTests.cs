using System.IO.Compression;
using System.Net;
using System.Text;
using Aurion.Engine.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Aurion.Engine.AspNetCore.Tests;

/// <summary>How request bodies are read: type, size, syntax, in that order.</summary>
public sealed class BodyTests
{
    private const int Limit = 5_242_880;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"name":"a","name":"b"}""")]
    [InlineData("""{"name":"a"} x""")]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("""{"name":"\u0000"}""")]
    [InlineData("// no\n{}")]
    public async Task Json_ThatIsNotStrict_Is422(string body)
    {
        await using var host = await TestHost.StartAsync();

        var answer = (await host.PostAsync(Samples.Rules, body)).Expect(HttpStatusCode.UnprocessableEntity);

        Assert.Equal([body.Length == 0 ? "missing body" : "json_invalid body"], answer.Faults);
    }

    [Fact]
    public async Task Json_TooDeep_Is422()
    {
        await using var host = await TestHost.StartAsync();

        var answer = await host.PostAsync(Samples.Rules, $$"""{"name":{{new string('[', 100)}}{{new string(']', 100)}}}""");

        Assert.Equal(["json_invalid body"], answer.Expect(HttpStatusCode.UnprocessableEntity).Faults);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public async Task Json_ThatIsNoObject_Is422(string body)
    {
        await using var host = await TestHost.StartAsync();

        Assert.Equal(["dict_type body"], (await host.PostAsync(Samples.Workflows, body)).Expect(HttpStatusCode.UnprocessableEntity).Faults);
    }

    [Fact]
    public async Task Utf8_ThatIsBroken_Is422()
    {
        await using var host = await TestHost.StartAsync();
        using var content = new ByteArrayContent([.. "{\"name\":\""u8, 0xff, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");

        var answer = await host.SendContentAsync(HttpMethod.Post, Samples.Rules, content, "tenant_admin", "acme");

        Assert.Equal(["json_invalid body"], answer.Expect(HttpStatusCode.UnprocessableEntity).Faults);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task ContentType_Other_Is415(string type)
    {
        await using var host = await TestHost.StartAsync();
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var answer = await host.SendContentAsync(HttpMethod.Post, Samples.Rules, content, "tenant_admin", "acme");

        Assert.NotNull(answer.Expect(HttpStatusCode.UnsupportedMediaType).Detail);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/merge-patch+json")]
    [InlineData(null)]
    public async Task ContentType_Json_IsRead(string? type)
    {
        await using var host = await TestHost.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Samples.EscalateUrgent));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        (await host.SendContentAsync(HttpMethod.Post, Samples.Rules, content, "tenant_admin", "acme")).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task ContentEncoding_ThatNobodyDecoded_Is415()
    {
        await using var host = await TestHost.StartAsync();
        using var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.ContentEncoding.Add("gzip");

        (await host.SendContentAsync(HttpMethod.Post, Samples.Rules, content, "tenant_admin", "acme")).Expect(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task ContentEncoding_ThatTheHostDecodes_CountsDecodedBytes()
    {
        await using var host = await TestHost.StartAsync(
            configure: static services => services.AddRequestDecompression(),
            map: static app =>
            {
                app.UseRequestDecompression();
                app.MapAurionEngine();
            });

        foreach (var (bytes, expected) in new[] { (1_000, HttpStatusCode.Created), (Limit + 1, HttpStatusCode.RequestEntityTooLarge), (40_000_000, HttpStatusCode.RequestEntityTooLarge) })
        {
            using var content = Gzipped($$"""{"name":"Big","canvas_definition":{{Canvas(bytes)}}}""");
            (await host.SendContentAsync(HttpMethod.Post, Samples.Workflows, content, "tenant_admin", "acme")).Expect(expected);
        }

        using var broken = new ByteArrayContent([1, 2, 3]);
        broken.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(["json_invalid body"], (await host.SendContentAsync(HttpMethod.Post, Samples.Workflows, broken, "tenant_admin", "acme")).Expect(HttpStatusCode.UnprocessableEntity).Faults);
    }

    [Theory]
    [InlineData(0, HttpStatusCode.Created)]
    [InlineData(1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Canvas_AtTheLimit_IsTakenAndOneByteMoreIs413(int over, HttpStatusCode expected)
    {
        await using var host = await TestHost.StartAsync();

        var answer = (await host.PostAsync(Samples.Workflows, $$"""{"name":"Big","canvas_definition":{{Canvas(Limit + over)}}}""")).Expect(expected);

        if (over > 0)
        {
            Assert.Equal("""{"detail":"canvas_definition exceeds 5MB payload limit"}""", answer.Text);
        }
    }

    [Fact]
    public async Task Canvas_TooLargeInAnUpdate_Is413BeforeTheWorkflowIsLookedFor()
    {
        await using var host = await TestHost.StartAsync();

        var answer = await host.PatchAsync(Samples.Workflows + "/wf_unknown", $$"""{"name":5,"canvas_definition":{{Canvas(Limit + 1)}}}""");

        Assert.Equal("canvas_definition exceeds 5MB payload limit", answer.Expect(HttpStatusCode.RequestEntityTooLarge).Detail);
    }

    [Fact]
    public async Task Body_ChunkedAndEndless_Is413WithoutBeingReadWhole()
    {
        await using var host = await TestHost.StartAsync();
        var (answer, sent) = await EndlessRequest.SendAsync(host.Client.BaseAddress!, Samples.Workflows, "{\"name\":\"x\",\"canvas_definition\":{\"nodes\":[");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("""{"detail":"canvas_definition exceeds 5MB payload limit"}""", answer, StringComparison.Ordinal);
        Assert.True(sent < 100_000_000, $"{sent} bytes were taken.");
    }

    [Fact]
    public async Task Body_OfARuleOverOneMebibyte_Is413()
    {
        await using var host = await TestHost.StartAsync();

        var answer = await host.PostAsync(Samples.Rules, $$"""{"name":"{{new string('x', 1_100_000)}}"}""");

        Assert.Equal("The request body exceeds the limit of 1 MiB", answer.Expect(HttpStatusCode.RequestEntityTooLarge).Detail);
    }

    [Fact]
    public async Task Body_TooLargeOfSomebodyWhoMayNot_Is403()
    {
        await using var host = await TestHost.StartAsync();

        (await host.PostAsync(Samples.Workflows, $$"""{"canvas_definition":{{Canvas(100_000)}}}""", role: "agent")).Expect(HttpStatusCode.Forbidden);
    }

    private static ByteArrayContent Gzipped(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    /// <summary>A canvas whose text has exactly so many bytes.</summary>
    private static string Canvas(int bytes)
    {
        const string Frame = """{"nodes":[],"edges":[],"note":""}""";
        return Frame.Insert(Frame.Length - 2, new string('x', bytes - Frame.Length));
    }
}
