namespace Aurion.Engine.Values;

/// <summary>Brings texts of payloads into NFC, whatever is in them.</summary>
internal static class Nfc
{
    private const char FirstCombining = '\u0300'; // below it every text is in NFC
    private const char Refused = '\uFFFE'; // no character, and the framework throws on it: such a text stays as it is

    /// <summary>Gets the text in NFC.</summary>
    /// <param name="text">Whole surrogate pairs alone.</param>
    /// <returns>The same characters when they are in NFC already: then nothing is allocated.</returns>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExceptInRange('\0', (char)(FirstCombining - 1)) < 0 || text.Contains(Refused) || text.IsNormalized()
            ? text
            : new string(text).Normalize();
}
