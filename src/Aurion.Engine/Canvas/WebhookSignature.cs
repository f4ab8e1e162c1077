using System.Security.Cryptography;

namespace Aurion.Engine.Canvas;

/// <summary>Verifies signatures of webhooks.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "sha256=";

    /// <summary>Whether a signature is the HMAC-SHA256 of a body. Takes the same time whatever is wrong with it.</summary>
    /// <param name="key">The secret's bytes.</param>
    /// <param name="body">The body.</param>
    /// <param name="signature">64 hexadecimal digits, upper or lower case, with or without <c>sha256=</c>; null when none came.</param>
    public static bool Matches(ReadOnlySpan<byte> key, ReadOnlySpan<byte> body, string? signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, body, expected);
        var digits = signature is not null && signature.StartsWith(Prefix, StringComparison.Ordinal) ? signature.AsSpan(Prefix.Length) : signature;
        var isWhole = digits.Length == 2 * HMACSHA256.HashSizeInBytes
            && Convert.FromHexString(digits, given, out _, out var written) is System.Buffers.OperationStatus.Done
            && written == given.Length;
        return CryptographicOperations.FixedTimeEquals(expected, given) & isWhole;
    }
}
