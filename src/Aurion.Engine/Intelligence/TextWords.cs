using System.Text;
using System.Text.Json;

namespace Aurion.Engine.Intelligence;

/// <summary>Takes the words out of texts: letters and digits, in lower case.</summary>
internal static class TextWords
{
    /// <summary>Joins what people wrote: the fields subject, description, body, message and text that hold a text.</summary>
    public static string Of(JsonElement fields)
    {
        var text = new StringBuilder();
        foreach (var name in (ReadOnlySpan<string>)["subject", "title", "description", "body", "message", "text"])
        {
            if (fields.ValueKind is JsonValueKind.Object && fields.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String)
            {
                text.Append(value.GetString()).Append('\n');
            }
        }

        return text.ToString();
    }

    public static HashSet<string> Split(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var word = new StringBuilder();
        foreach (var letter in text)
        {
            if (char.IsLetterOrDigit(letter))
            {
                word.Append(char.ToLowerInvariant(letter));
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
