namespace Aurion.Engine.Tests;

/// <summary>Real data that lies beside the repository, where there is any; tests that use it pass without it and say so.</summary>
internal static class SharedData
{
    /// <summary>Finds a file of <c>../shared/data</c>, seen from the repository's root.</summary>
    /// <returns>Its full path; null when it is not there.</returns>
    public static string? Find(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Aurion.Engine.sln")))
            {
                var file = Path.Combine(folder.FullName, "..", "shared", "data", relative);
                return File.Exists(file) ? file : null;
            }
        }

        return null;
    }
}
