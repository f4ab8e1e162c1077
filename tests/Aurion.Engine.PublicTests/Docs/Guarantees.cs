using System.Text.RegularExpressions;

namespace Aurion.Engine.PublicTests.Docs;

/// <summary>The table of <c>docs/guarantees.md</c>: what is promised, and the tests that prove it.</summary>
internal static partial class Guarantees
{
    /// <summary>Gets the tests that each row names, as <c>Class</c> or <c>Class.Method</c>.</summary>
    public static IEnumerable<(string Row, string[] Proofs)> Read(string text) =>
        from line in text.ReplaceLineEndings("\n").Split('\n')
        where Row().IsMatch(line)
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        select (cells[2], Name().Matches(cells[3]).Select(static match => match.Groups[1].Value).ToArray());

    /// <summary>Says whether a class, and a method in a file of that class, stand among sources.</summary>
    public static bool Exists(string proof, IReadOnlyCollection<string> sources)
    {
        var parts = proof.Split('.');
        var files = sources.Where(source => Regex.IsMatch(source, $@"\bclass {Regex.Escape(parts[0])}\b")).ToArray();
        return files.Length > 0 && (parts.Length == 1 || files.Any(file => Regex.IsMatch(file, $@"\b{Regex.Escape(parts[1])}\(")));
    }

    [GeneratedRegex(@"^\|\s*\d+\s*\|")]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Z][A-Za-z]+(?:\\.[A-Za-z_0-9]+)?)`")]
    private static partial Regex Name();
}
