using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Aurion.Engine.AspNetCore.Tests.Support;

/// <summary>A chunked request that goes on and on until the server answers, over a bare socket.</summary>
internal static class EndlessRequest
{
    /// <summary>Sends the beginning and then blanks without end.</summary>
    /// <returns>What the server answered, and how many bytes of blanks it had been sent by then.</returns>
    public static async Task<(string Answer, long Sent)> SendAsync(Uri server, string path, string beginning)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(server.Host, server.Port);
        await using var stream = client.GetStream();
        await WriteAsync(stream, $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nX-Test-User: acme/tenant_admin/a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        await WriteAsync(stream, Chunk(beginning));
        var blanks = Encoding.ASCII.GetBytes(Chunk(new string(' ', 65_536)));
        long sent = 0;
        while (!stream.DataAvailable)
        {
            await stream.WriteAsync(blanks);
            sent += 65_536;
            Assert.True(sent < 1_000_000_000, "The server takes it all and says nothing.");
        }

        var buffer = new byte[8_192];
        var read = await stream.ReadAsync(buffer);
        return (Encoding.UTF8.GetString(buffer, 0, read), sent);
    }

    private static string Chunk(string text) => string.Create(CultureInfo.InvariantCulture, $"{text.Length:x}\r\n{text}\r\n");

    private static ValueTask WriteAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text));
}
