using System.Text.Json;

namespace Aurion.Engine.Values;

/// <summary>Reads JSON from outside and refuses what would trouble later code: see <c>docs/security.md</c>.</summary>
/// <remarks>Stateless and safe for concurrent use.</remarks>
public static class StrictJson
{
    /// <summary>The deepest nesting that is taken: 64 levels, the outermost counted.</summary>
    public const int MaxDepth = 64;

    internal static JsonDocumentOptions DocumentOptions { get; } = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads one JSON value.</summary>
    /// <param name="utf8">The text in UTF-8; it is kept, so the caller must not change it afterwards.</param>
    /// <returns>The value.</returns>
    /// <exception cref="JsonException">The text is not JSON that the engine takes; the message says why and where.</exception>
    public static JsonText Parse(ReadOnlyMemory<byte> utf8)
    {
        var text = new JsonText(utf8);
        _ = text.Element;
        return text;
    }
}
