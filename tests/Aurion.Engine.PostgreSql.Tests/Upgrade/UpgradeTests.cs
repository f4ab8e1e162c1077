using Aurion.Engine.Tests.Execution.Driving.Harness;

namespace Aurion.Engine.PostgreSql.Tests.Upgrade;

/// <summary>A database of the schema's first version, kept as a dump beside this test for ever, opens with today's.</summary>
public sealed class UpgradeTests : SchemaTests
{
    private static readonly FirstVersion First = new("run_01kjq6psg000222ttaegxhfday", "run_01kjq6psg0003bk0jzsksqre5b", "run_01kjq6psg00047ft0jdtayyak3");

    [Fact]
    public async Task DatabaseOfTheFirstVersion_Opened_GoesOn()
    {
        var schema = await FirstAsync();
        await First.GoOnAsync(time =>
        {
            var stores = new PostgreSqlStores(schema.Options, time);
            return new StoreSet(stores.Runs, stores.Queue, stores.Reader, stores.Approvals, stores.Events, stores.Messages, stores.Documents) { Owner = stores };
        });
    }

    [Fact]
    public async Task DatabaseOfTheFirstVersion_TwoNodesOpenAtOnce_IsUpgradedOnce()
    {
        var schema = await FirstAsync();
        var before = await schema.ScalarAsync($"SELECT count(*) FROM aurion.{SchemaUpgrade.Journal}");
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new PostgreSqlStores(schema.Options))));
        foreach (var stores in opened)
        {
            await stores.DisposeAsync();
        }

        Assert.Equal(4L, before);
        Assert.Equal(0L, await schema.ScalarAsync($"SELECT count(*) - count(DISTINCT scriptname) FROM aurion.{SchemaUpgrade.Journal}")); // every script once
        Assert.True(await schema.ScalarAsync($"SELECT count(*) FROM aurion.{SchemaUpgrade.Journal}") is > 4L);
        Assert.Equal(true, await schema.ScalarAsync("SELECT to_regclass('aurion.unreadable') IS NOT NULL"));
    }

    private async Task<DatabaseSchema> FirstAsync()
    {
        var schema = NewSchema(isNew: true);
        await schema.ScalarAsync($"CREATE SCHEMA {schema.Name}");
        await schema.ScalarAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Upgrade", "first-version.sql")));
        return schema;
    }
}
