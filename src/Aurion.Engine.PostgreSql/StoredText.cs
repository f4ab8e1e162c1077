using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aurion.Engine.PostgreSql;

/// <summary>Text as columns hold it: PostgreSQL knows no U+0000 and no broken surrogates, and an index takes a few hundred bytes at most.</summary>
internal static class StoredText
{
    private const char Escape = '\uFFFF'; // no character, so hardly ever in a text
    private const int MaxIdBytes = 500;
    private const int MaxKeyBytes = 700;
    private const int KeptOfALongKey = 400;

    /// <summary>Text that is kept whole and read back.</summary>
    internal static string Of(string text) => IsPlain(text) ? text : Escaped(text);

    /// <summary>An id that is indexed and read back.</summary>
    /// <exception cref="ArgumentException">It is too long.</exception>
    internal static string Id(string id)
    {
        var stored = Of(id);
        return stored.Length <= MaxIdBytes / 3 || Encoding.UTF8.GetByteCount(stored) <= MaxIdBytes
            ? stored
            : throw new ArgumentException($"The id '{id[..40]}…' has {Encoding.UTF8.GetByteCount(id)} bytes; at most {MaxIdBytes} are allowed.", nameof(id));
    }

    /// <summary>A key that is looked up and never read back: what is too long for an index ends in its hash.</summary>
    internal static string Key(string key)
    {
        var stored = Of(key);
        if (stored.Length <= MaxKeyBytes / 3)
        {
            return stored;
        }

        var bytes = Encoding.UTF8.GetBytes(stored);
        if (bytes.Length <= MaxKeyBytes)
        {
            return stored;
        }

        var kept = KeptOfALongKey / 3;
        kept -= char.IsHighSurrogate(stored[kept - 1]) ? 1 : 0;
        return $"{stored.AsSpan(0, kept)}{Escape}#{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
    }

    internal static string? IdOrNull(string? id) => id is null ? null : Id(id);

    internal static string? KeyOrNull(string? key) => key is null ? null : Key(key);

    internal static string Read(string stored)
    {
        var at = stored.IndexOf(Escape, StringComparison.Ordinal);
        if (at < 0)
        {
            return stored;
        }

        var text = new StringBuilder(stored.Length);
        var from = 0;
        for (; at >= 0; at = stored.IndexOf(Escape, from))
        {
            text.Append(stored, from, at - from).Append((char)int.Parse(stored.AsSpan(at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            from = at + 5;
        }

        return text.Append(stored, from, stored.Length - from).ToString();
    }

    private static bool IsPlain(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var next = text[at];
            if (next is '\0' or Escape)
            {
                return false;
            }

            if (char.IsSurrogate(next))
            {
                if (!char.IsHighSurrogate(next) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
                {
                    return false;
                }

                at++;
            }
        }

        return true;
    }

    private static string Escaped(string text)
    {
        var stored = new StringBuilder(text.Length + 8);
        for (var at = 0; at < text.Length; at++)
        {
            var next = text[at];
            if (char.IsHighSurrogate(next) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                stored.Append(next).Append(text[++at]);
            }
            else if (next is '\0' or Escape || char.IsSurrogate(next))
            {
                stored.Append(Escape).Append(((int)next).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                stored.Append(next);
            }
        }

        return stored.ToString();
    }
}
