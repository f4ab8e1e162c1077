namespace Aurion.Engine.FaultRig.Tests;

/// <summary>The files of one trial.</summary>
internal sealed class RigFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aurion-rig-").FullName;

    public string Database => Path.Combine(_folder, "engine.db");

    public string Oracle => Path.Combine(_folder, "oracle.txt");

    public async Task PrepareAsync() =>
        await File.WriteAllTextAsync(Database + ".workflow", await Worker.PrepareAsync(Database).ConfigureAwait(false)).ConfigureAwait(false);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
