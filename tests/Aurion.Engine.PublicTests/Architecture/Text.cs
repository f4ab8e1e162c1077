using System.Text.RegularExpressions;

namespace Aurion.Engine.PublicTests.Architecture;

/// <summary>What can be seen of a file without understanding it: its length, what was left undone, what was switched off.</summary>
internal static partial class Text
{
    private const int MostLines = 400;

    public static IEnumerable<(string Path, string Text)> All() =>
        from folder in (string[])["src", "tests", "samples", "benchmarks"]
        from path in Repository.Files(folder, ".cs")
        select (path, File.ReadAllText(Repository.PathOf(path)));

    public static IEnumerable<Violation> TooLong(IEnumerable<(string Path, string Text)> files) =>
        from file in files
        let lines = file.Text.AsSpan().TrimEnd('\n').Count('\n') + 1
        where lines > MostLines
        select new Violation(file.Path, lines, $"{lines} lines; {MostLines} is the most.");

    /// <summary>Finds tests that do not run, waits for time to pass, notes of work left, and documentation that was switched off.</summary>
    public static IEnumerable<Violation> LeftUndone(IEnumerable<(string Path, string Text)> files) =>
        from file in files
        where !file.Path.EndsWith("/Architecture/TextTests.cs", StringComparison.Ordinal)
        from line in file.Text.Split('\n').Index()
        let found = Undone().Match(line.Item)
        where found.Success
        select new Violation(file.Path, line.Index + 1, $"`{found.Value}` is not for main.");

    [GeneratedRegex("""
        \bSkip\s*=\s*"|\bExplicit\s*=\s*true|//\s*(TODO|FIXME|HACK)\b|Thread\.Sleep\(|NotImplementedException\(|NotSupportedException\(\$"\{|pragma\ warning\ disable\ CS1591
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Undone();
}
