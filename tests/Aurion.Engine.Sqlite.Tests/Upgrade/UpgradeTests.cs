using Aurion.Engine.Tests.Execution.Driving.Harness;
using Microsoft.Data.Sqlite;

namespace Aurion.Engine.Sqlite.Tests.Upgrade;

/// <summary>A file of the schema's first version, kept beside this test for ever, opens with today's.</summary>
public sealed class UpgradeTests : IDisposable
{
    private static readonly FirstVersion First = new("run_01kjq6psg0002axqt8as9j22xr", "run_01kjq6psg0003025qjpma0ttvs", "run_01kjq6psg00040xdf3xcvfpcnh");
    private readonly DatabaseFile _file = new();

    public UpgradeTests() => File.Copy(Path.Combine(AppContext.BaseDirectory, "Upgrade", "first-version.sqlite"), _file.Path);

    public void Dispose() => _file.Dispose();

    [Fact]
    public Task FileOfTheFirstVersion_Opened_GoesOn() => First.GoOnAsync(time =>
    {
        var stores = new SqliteStores(_file.Options, time);
        return new StoreSet(stores.Runs, stores.Queue, stores.Reader, stores.Approvals, stores.Events, stores.Messages, stores.Documents) { Owner = stores };
    });

    [Fact]
    public async Task FileOfTheFirstVersion_ManyOpenAtOnce_IsUpgradedOnce()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new SqliteStores(_file.Options, TimeProvider.System))));
        foreach (var stores in opened)
        {
            await stores.DisposeAsync();
        }

        using var connection = new SqliteConnection($"Data Source={_file.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*), count(DISTINCT ScriptName) FROM {SchemaUpgrade.Journal}";
        using var row = command.ExecuteReader();
        row.Read();
        Assert.True(row.GetInt64(0) > 1);
        Assert.Equal(row.GetInt64(0), row.GetInt64(1)); // every script once
    }
}
