using System.Text.RegularExpressions;

namespace Aurion.Engine.PublicTests.Docs;

/// <summary>Links from page to page.</summary>
internal static partial class Links
{
    /// <summary>Gets the targets inside the repository, without their fragments.</summary>
    public static IEnumerable<string> Read(string text) =>
        Link().Matches(text)
            .Select(static match => match.Groups[1].Value.Split('#')[0])
            .Where(static target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal));

    public static bool Exists(string page, string target)
    {
        var path = Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, target);
        return File.Exists(path) || Directory.Exists(path);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
