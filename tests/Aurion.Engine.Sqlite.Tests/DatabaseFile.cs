namespace Aurion.Engine.Sqlite.Tests;

/// <summary>A folder of its own with the path of a database in it; gone at the end of the test.</summary>
internal sealed class DatabaseFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aurion-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "aurion.db");

    public SqliteOptions Options => new() { ConnectionString = $"Data Source={Path}" };

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
