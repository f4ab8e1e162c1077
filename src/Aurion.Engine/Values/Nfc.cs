using System.Globalization;
using System.Text;

namespace Aurion.Engine.Values;

/// <summary>Brings texts of payloads into NFC, whatever is in them.</summary>
internal static class Nfc
{
    private const char FirstCombining = '\u0300'; // below it every text is in NFC
    private const int LongestRun = 30; // as in the stream-safe format of UAX 15; sorting a run takes the square of its length, minutes for 100 KB
    private const char Refused = '\uFFFE'; // no character, and the framework throws on it: such a text stays as it is

    /// <summary>Gets the text in NFC; one with more than 30 combining marks in a row stays as it is.</summary>
    /// <param name="text">Whole surrogate pairs alone.</param>
    /// <returns>The same characters when they are in NFC already: then nothing is allocated.</returns>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExceptInRange('\0', (char)(FirstCombining - 1)) < 0 || text.Contains(Refused) || HasLongRun(text) || text.IsNormalized()
            ? text
            : new string(text).Normalize();

    private static bool IsMark(UnicodeCategory category) =>
        category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool HasLongRun(ReadOnlySpan<char> text)
    {
        var run = 0;
        foreach (var rune in text.Length > LongestRun ? text.EnumerateRunes() : default)
        {
            var isMark = rune.Value >= FirstCombining && IsMark(Rune.GetUnicodeCategory(rune));
            run = isMark ? run + 1 : 0;
            if (run > LongestRun)
            {
                return true;
            }
        }

        return false;
    }
}
