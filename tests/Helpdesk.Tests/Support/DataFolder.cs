namespace Helpdesk.Tests.Support;

/// <summary>A folder for one test's data, gone with the test.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("helpdesk-");

    public string Database => Path.Combine(_folder.FullName, "aurion.db");

    public void Dispose() => _folder.Delete(recursive: true);
}
