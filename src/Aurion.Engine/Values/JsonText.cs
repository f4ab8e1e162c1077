using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aurion.Engine.Values;

/// <summary>A JSON value kept as its own UTF-8 text: member order, number spelling and unknown members survive.</summary>
/// <remarks>
/// <para>Immutable and safe for concurrent use. Equality compares the bytes.</para>
/// <para>Text from outside is read with <see cref="StrictJson"/>, which refuses what later code could stumble on.</para>
/// </remarks>
[JsonConverter(typeof(JsonTextConverter))]
public sealed class JsonText : IEquatable<JsonText>
{
    private static readonly UTF8Encoding ThrowingUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _utf8;
    private JsonDocument? _document;

    internal JsonText(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>Gets the JSON value <c>null</c>.</summary>
    public static JsonText Null { get; } = new("null"u8.ToArray());

    /// <summary>Gets the JSON object <c>{}</c>.</summary>
    public static JsonText EmptyObject { get; } = new("{}"u8.ToArray());

    /// <summary>Gets the text in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>Gets the parsed value. Parsed once, on the first call; the element lives as long as this text.</summary>
    public JsonElement Element
    {
        get
        {
            // Two threads may both parse; either document is right and none holds pooled memory that must be returned.
            var document = _document ??= JsonDocument.Parse(_utf8, StrictJson.DocumentOptions);
            return document.RootElement;
        }
    }

    /// <summary>Reads JSON text with all checks of <see cref="StrictJson"/>.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The value.</returns>
    /// <exception cref="JsonException">The text is not JSON that the engine takes; the message says why.</exception>
    public static JsonText Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return StrictJson.Parse(ThrowingUtf8.GetBytes(json));
        }
        catch (EncoderFallbackException exception)
        {
            throw StrictJson.Refuse("A text holds half of a surrogate pair", Encoding.UTF8.GetBytes(json[..exception.Index]));
        }
    }

    /// <summary>Takes over the text of an element that has already been parsed.</summary>
    /// <param name="element">The element; its text is copied.</param>
    /// <returns>The value.</returns>
    /// <exception cref="JsonException">The element holds something that <see cref="StrictJson"/> refuses.</exception>
    public static JsonText From(JsonElement element) =>
        element.ValueKind is JsonValueKind.Undefined ? Null : StrictJson.Parse(RawUtf8(element));

    /// <summary>Lets go of what was parsed: whoever reads the text next parses it anew. For texts that are kept and hardly read. Safe beside readers.</summary>
    internal void Forget() => _document = null;

    /// <summary>Takes over the text of an element of a text that has passed <see cref="StrictJson"/> already.</summary>
    internal static JsonText Copy(JsonElement element) =>
        element.ValueKind is JsonValueKind.Undefined ? Null : new JsonText(RawUtf8(element));

    /// <inheritdoc/>
    public bool Equals(JsonText? other) => other is not null && _utf8.Span.SequenceEqual(other._utf8.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as JsonText);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_utf8.Span);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(_utf8.Span);

    private static byte[] RawUtf8(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).ToArray();
}
