using Aurion.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Aurion.Engine.Sqlite.Tests;

public sealed class UseSqliteTests
{
    [Fact]
    public async Task UseSqlite_Container_HasEveryStoreOfOneFileAndClosesIt()
    {
        using var file = new DatabaseFile();
        var services = new ServiceCollection();
        services.AddAurionEngine(engine => engine.UseSqlite($"Data Source={file.Path}"));
        await using (var provider = services.BuildServiceProvider())
        {
            var stores = provider.GetRequiredService<SqliteStores>();
            Assert.Same(stores.Runs, provider.GetRequiredService<IRunStore>());
            Assert.Same(stores.Queue, provider.GetRequiredService<IRunQueue>());
            Assert.Same(stores.Reader, provider.GetRequiredService<IRunReader>());
            Assert.Same(stores.Approvals, provider.GetRequiredService<IApprovalStore>());
            Assert.Same(stores.Events, provider.GetRequiredService<IEventStore>());
            Assert.Same(stores.Messages, provider.GetRequiredService<IMessageStore>());
            Assert.Same(stores.Documents, provider.GetRequiredService<IDocumentStore>());
        }

        Assert.True(File.Exists(file.Path));
        Assert.False(File.Exists(file.Path + "-wal"));
    }

    [Fact]
    public void UseSqlite_CalledTwice_TheLastWordCounts()
    {
        using var file = new DatabaseFile();
        var services = new ServiceCollection();
        services.AddAurionEngine(engine => engine.UseSqlite("Data Source=unused.db").UseSqlite($"Data Source={file.Path}"));
        using var provider = services.BuildServiceProvider();
        _ = provider.GetRequiredService<IRunStore>();
        Assert.True(File.Exists(file.Path));
        Assert.False(File.Exists("unused.db"));
    }

    [Fact]
    public void UseSqlite_OptionOutsideItsLimits_IsRefusedAtOnce() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new ServiceCollection().AddAurionEngine(static engine => engine.UseSqlite("Data Source=unused.db", static options => options.MaxBatch = 0)));
}
