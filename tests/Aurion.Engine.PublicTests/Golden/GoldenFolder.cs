using Aurion.Engine.Storage;

namespace Aurion.Engine.PublicTests.Golden;

/// <summary>The golden files of one format: texts that an engine of that format stored, never written again.</summary>
internal static class GoldenFolder
{
    private const string Folder = "tests/Aurion.Engine.PublicTests/Golden";

    public static IReadOnlyList<string> Formats() => [.. Enumerable.Range(1, StoredFormat.Current).Select(static format => $"format-{format}")];

    public static IReadOnlyList<string> Files(string format) => Repository.Files($"{Folder}/{format}", ".json");

    public static byte[] Read(string path) => File.ReadAllBytes(Repository.PathOf(path));

    public static T Read<T>(string format, string name) => StoredFormat.Read<T>(Read($"{Folder}/{format}/{name}.json"));

    /// <summary>Keeps a text of the current format, if there is none of that name: a golden file is never replaced.</summary>
    public static void KeepNew<T>(string name, T value)
    {
        var path = Repository.PathOf($"{Folder}/format-{StoredFormat.Current}/{name}.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, StoredFormat.Write(value));
        }
    }
}
