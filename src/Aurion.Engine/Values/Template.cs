using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Aurion.Engine.Values;

/// <summary>A text with placeholders: <c>Ticket {{subject}} of {{requester.name}}</c>.</summary>
/// <remarks>
/// <para>Immutable and safe for concurrent use.</para>
/// <para>A text that is one placeholder alone becomes the JSON value itself. Inside longer text a text is inserted as it
/// is, null and a missing value as nothing, any other value as its JSON. What was inserted is never expanded again.
/// An opening <c>{{</c> without <c>}}</c> is text.</para>
/// </remarks>
public sealed class Template
{
    private readonly List<Part> _parts;
    private readonly JsonText? _constant;

    private Template(string text, List<Part> parts)
    {
        Text = text;
        _parts = parts;
        _constant = parts.Exists(static part => part.Written is not null) ? null : ToJson(text);
    }

    /// <summary>Gets the text as it was written.</summary>
    public string Text { get; }

    /// <summary>Gets a value indicating whether the text has no placeholder, so that it is always itself.</summary>
    public bool IsConstant => _constant is not null;

    /// <summary>Gets the fields that the placeholders name, in order and with repeats.</summary>
    public IEnumerable<FieldPath> Fields => _parts.Where(static part => part.Path is not null).Select(static part => part.Path!);

    /// <summary>Reads a text with placeholders.</summary>
    /// <param name="text">Any text; half a surrogate pair in it becomes U+FFFD.</param>
    /// <returns>The template.</returns>
    public static Template Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<Part>();
        var from = 0;
        while (from < text.Length)
        {
            var open = text.IndexOf("{{", from, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf("}}", open + 2, StringComparison.Ordinal);
            if (close < 0)
            {
                parts.Add(new Part(text[from..], null, null));
                break;
            }

            if (open > from)
            {
                parts.Add(new Part(text[from..open], null, null));
            }

            var written = text[(open + 2)..close].Trim();
            parts.Add(new Part(string.Empty, written, FieldPath.TryParse(written, out var path, out _) ? path : null));
            from = close + 2;
        }

        return new Template(text, parts);
    }

    /// <summary>Fills the placeholders.</summary>
    /// <param name="fields">Where the values come from.</param>
    /// <param name="warnings">Takes one sentence for each placeholder that names nothing; null when nobody wants them.</param>
    /// <returns>A text, or any JSON value when the template is one placeholder alone; an unknown one is the empty text.</returns>
    public JsonText Resolve(FieldSource fields, ICollection<string>? warnings)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (_constant is not null)
        {
            return _constant;
        }

        if (_parts is [{ Written: not null } alone])
        {
            return Find(alone, fields, warnings) is { ValueKind: not JsonValueKind.Undefined } value ? JsonText.Copy(value) : ToJson(string.Empty);
        }

        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            text.Append(part.Written is null ? part.Literal : Insert(Find(part, fields, warnings)));
        }

        return ToJson(text.ToString());
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static JsonElement Find(in Part part, FieldSource fields, ICollection<string>? warnings)
    {
        var value = part.Path is null ? default : fields.Find(part.Path);
        if (value.ValueKind is JsonValueKind.Undefined)
        {
            warnings?.Add($"The placeholder {{{{{part.Written}}}}} names no field here; it was left empty.");
        }

        return value;
    }

    private static string Insert(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => string.Empty,
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    private static JsonText ToJson(string text)
    {
        var buffer = new ArrayBufferWriter<byte>(text.Length + 16);
        using (var writer = new Utf8JsonWriter(buffer, TemplateJson.WriterOptions))
        {
            TemplateJson.WriteText(writer, text);
        }

        return new JsonText(buffer.WrittenMemory);
    }

    /// <summary>Literal text, or a placeholder: what was written in it and, if that is a path, the path.</summary>
    private readonly record struct Part(string Literal, string? Written, FieldPath? Path);
}
