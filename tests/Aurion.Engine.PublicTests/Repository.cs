namespace Aurion.Engine.PublicTests;

/// <summary>The checkout that the tests run in, found from where they were built.</summary>
internal static class Repository
{
    private static readonly string[] Skipped = ["bin", "obj", "artifacts", "TestResults", ".test-results", ".git", "node_modules"];

    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Lists the files below a folder whose names end so, relative to the root, with forward slashes, sorted.</summary>
    public static IReadOnlyList<string> Files(string folder, string ending)
    {
        var found = new List<string>();
        var start = new DirectoryInfo(PathOf(folder));
        if (start.Exists)
        {
            Collect(start, ending, found);
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static void Collect(DirectoryInfo folder, string ending, List<string> found)
    {
        found.AddRange(folder.EnumerateFiles()
            .Where(file => file.Name.EndsWith(ending, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/')));
        foreach (var inner in folder.EnumerateDirectories().Where(inner => !Skipped.Contains(inner.Name)))
        {
            Collect(inner, ending, found);
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Aurion.Engine.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No Aurion.Engine.sln above the test's folder.");
    }
}
