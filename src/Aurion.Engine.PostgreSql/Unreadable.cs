using System.Text;
using System.Text.Json;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.PostgreSql;

/// <summary>What lists show in the place of a record that can't be read.</summary>
internal static class Unreadable
{
    private const string Kind = "unreadable";

    /// <summary>Reads a message; one that can't be read is shown by its id, with what is wrong and the bytes.</summary>
    internal static Message Message(TenantId tenant, string id, byte[] body)
    {
        try
        {
            return StoredFormat.Read<Message>(body);
        }
        catch (AurionEngineException exception)
        {
            var error = JsonEncodedText.Encode(exception.Message);
            return new Message
            {
                Id = id,
                Tenant = tenant,
                Kind = Kind,
                Body = StrictJson.Parse(Encoding.UTF8.GetBytes($$"""{"error":"{{error}}","base64":"{{Convert.ToBase64String(body)}}"}""")),
            };
        }
    }
}
