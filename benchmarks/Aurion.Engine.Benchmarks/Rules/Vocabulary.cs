namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>Made-up words, the same for the same seed.</summary>
internal static class Vocabulary
{
    private const string Consonants = "bcdfghklmnprstvw";
    private const string Vowels = "aeiou";

    public static string[] Make(Random random, int count)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (words.Count < count)
        {
            var syllables = random.Next(3, 6);
            words.Add(string.Concat(Enumerable.Range(0, syllables).Select(_ =>
                $"{Consonants[random.Next(Consonants.Length)]}{Vowels[random.Next(Vowels.Length)]}")) + Consonants[random.Next(Consonants.Length)]);
        }

        return [.. words];
    }

    /// <summary>Joins random words to a text, the first letter of some in upper case.</summary>
    public static string Text(Random random, string[] words, int count) =>
        string.Join(' ', Enumerable.Range(0, count).Select(_ =>
        {
            var word = words[random.Next(words.Length)];
            return random.Next(6) == 0 ? char.ToUpperInvariant(word[0]) + word[1..] : word;
        }));
}
