using System.Text;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary><c>contains_word</c>: the text has the word with no letter, digit or underscore beside it.</summary>
internal sealed class WordNode(FieldTarget target, Operand operand, StringComparison comparison) : ScalarNode(target)
{
    protected override Truth Test(JsonElement value, in ConditionContext context)
    {
        using var text = new FieldText(value, stackalloc char[FieldText.Scratch]);
        var word = operand.Text;
        for (var from = 0; from <= text.Chars.Length - word.Length; from++)
        {
            var found = text.Chars[from..].IndexOf(word, comparison);
            if (found < 0)
            {
                break;
            }

            from += found;
            if (!EndsInWord(text.Chars[..from]) && !BeginsInWord(text.Chars[(from + word.Length)..]))
            {
                return Truth.True;
            }
        }

        return Truth.False;
    }

    private static bool EndsInWord(ReadOnlySpan<char> text)
    {
        _ = Rune.DecodeLastFromUtf16(text, out var last, out var length);
        return length > 0 && IsWord(last);
    }

    private static bool BeginsInWord(ReadOnlySpan<char> text)
    {
        _ = Rune.DecodeFromUtf16(text, out var first, out var length);
        return length > 0 && IsWord(first);
    }

    private static bool IsWord(Rune rune) => Rune.IsLetterOrDigit(rune) || rune.Value == '_';
}
