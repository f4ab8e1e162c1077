using System.Collections;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Testing.Stores;

/// <summary>What the suites assert, each with a sentence.</summary>
internal static class Check
{
    internal static void That(bool holds, string sentence) => StoreContractException.ThrowIf(!holds, sentence);

    /// <summary>Compares two values; of lists and other sequences the items, in order.</summary>
    internal static void Equal<T>(T expected, T actual, string sentence)
    {
        if (expected is not string and IEnumerable wanted && actual is IEnumerable found)
        {
            string[] wantedTexts = [.. wanted.Cast<object?>().Select(Describe)], foundTexts = [.. found.Cast<object?>().Select(Describe)];
            var isSame = wanted.Cast<object?>().SequenceEqual(found.Cast<object?>());
            StoreContractException.ThrowIf(!isSame, $"{sentence} Expected [{string.Join(", ", wantedTexts)}], found [{string.Join(", ", foundTexts)}].");
            return;
        }

        StoreContractException.ThrowIf(!EqualityComparer<T>.Default.Equals(expected, actual), $"{sentence} Expected {Describe(expected)}, found {Describe(actual)}.");
    }

    internal static void Equal<T>(IEnumerable<T> expected, IEnumerable<T> actual, string sentence) => Equal<IEnumerable>(expected, actual, sentence);

    /// <summary>Compares what is stored, member by member: as the text that the store format writes.</summary>
    internal static void Same<T>(T expected, T actual, string sentence) => Equal(Text(expected), Text(actual), sentence);

    internal static void Same(Marking expected, Marking actual, string sentence) => Equal(Text(expected), Text(actual), sentence);

    internal static T Found<T>(T? value, string sentence)
        where T : class => value ?? throw new StoreContractException(sentence);

    internal static void Status(CommitStatus expected, CommitResult actual, string sentence) => Equal(expected, actual.Status, sentence);

    internal static string Text<T>(T value) => System.Text.Encoding.UTF8.GetString(StoredFormat.Write(value));

    private static string Describe(object? value) => value?.ToString() ?? "null";
}
