using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aurion.Engine.AspNetCore.Errors;
using Aurion.Engine.AspNetCore.Guards;
using Aurion.Engine.Values;
using Microsoft.AspNetCore.Http;

namespace Aurion.Engine.AspNetCore.Bodies;

/// <summary>The <c>Idempotency-Key</c> of a request, made unambiguous: it counts for one caller and one endpoint.</summary>
internal static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";
    private const int Longest = 255;

    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>Reads the key.</summary>
    /// <param name="http">The request.</param>
    /// <param name="endpoint">What the key counts for.</param>
    /// <param name="faults">Takes a fault when the key is empty or too long.</param>
    /// <returns>64 hexadecimal digits; null when there is no key.</returns>
    public static string? Read(HttpContext http, string endpoint, List<RequestFault> faults)
    {
        if (http.Request.Headers[Header] is not [.., { } key])
        {
            return null;
        }

        if (key.Length is 0 or > Longest)
        {
            faults.Add(new RequestFault("header", new Fault
            {
                Path = FaultPath.Root.Member(Header),
                Type = key.Length == 0 ? "string_too_short" : "string_too_long",
                Message = "The key should have 1 to 255 characters",
                Input = StrictJson.Parse(Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(key)}\"")),
            }));
            return null;
        }

        var caller = http.Caller();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{endpoint}\n{caller.UserId}\n{key}")));
    }
}
