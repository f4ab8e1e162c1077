using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>Reads nodes whose work a package of its own does: they are performed as actions are, under the node's own type.</summary>
internal static class WorkSettings
{
    public const string Request = "http_request";
    public const string Script = "script";

    public static ActionSettings ReadRequest(in ConfigReader config)
    {
        var url = config.Text("url");
        if (url is null && !config.Has("url"))
        {
            config.Missing("url", "A request needs \"url\": an absolute address such as \"https://api.example.com/orders\".");
        }
        else if (url?.Contains("{{", StringComparison.Ordinal) == false && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            config.TryGet("url", out var found);
            config.Wrong("url", "an absolute address that begins with https:// or http://", found);
        }

        var method = config.Choice("method", "GET", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]);
        CheckObject(config, "headers");
        return ActionSettings.Read(config, Request, Parameters(config, "method", method, "url", "headers", "body"));
    }

    public static ActionSettings ReadScript(in ConfigReader config)
    {
        if (config.Text("source") is null && !config.Has("source"))
        {
            config.Missing("source", "A script needs \"source\": its text.");
        }

        CheckObject(config, "input");
        return ActionSettings.Read(config, Script, Parameters(config, "language", config.Text("language") ?? "javascript", "source", "input"));
    }

    private static void CheckObject(in ConfigReader config, string name)
    {
        if (config.TryGet(name, out var value) && value.ValueKind is not JsonValueKind.Object)
        {
            config.Wrong(name, "an object", value);
        }
    }

    private static JsonText Parameters(in ConfigReader config, string name, string value, params ReadOnlySpan<string> others)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString(name, value);
            foreach (var other in others)
            {
                if (config.TryGet(other, out var written))
                {
                    writer.WritePropertyName(other);
                    written.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return new JsonText(output.WrittenSpan.ToArray());
    }
}
