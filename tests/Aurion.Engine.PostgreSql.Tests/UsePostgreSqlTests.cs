using Aurion.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Aurion.Engine.PostgreSql.Tests;

public sealed class UsePostgreSqlTests : SchemaTests
{
    [Fact]
    public async Task UsePostgreSql_Container_HasEveryStoreOfOneSchema()
    {
        var schema = NewSchema();
        var services = new ServiceCollection();
        services.AddAurionEngine(engine => engine.UsePostgreSql(TestServer.ConnectionString, options => options.Schema = schema.Name));
        await using var provider = services.BuildServiceProvider();
        var stores = provider.GetRequiredService<PostgreSqlStores>();
        Assert.Same(stores.Runs, provider.GetRequiredService<IRunStore>());
        Assert.Same(stores.Queue, provider.GetRequiredService<IRunQueue>());
        Assert.Same(stores.Reader, provider.GetRequiredService<IRunReader>());
        Assert.Same(stores.Approvals, provider.GetRequiredService<IApprovalStore>());
        Assert.Same(stores.Events, provider.GetRequiredService<IEventStore>());
        Assert.Same(stores.Messages, provider.GetRequiredService<IMessageStore>());
        Assert.Same(stores.TransactionOutbox, provider.GetRequiredService<ITransactionOutbox>());
        Assert.Same(stores.Documents, provider.GetRequiredService<IDocumentStore>());
    }

    [Fact]
    public async Task UsePostgreSql_DataSourceOfTheHost_IsUsedAndLeftOpen()
    {
        var schema = NewSchema();
        await using var source = NpgsqlDataSource.Create(TestServer.ConnectionString);
        var services = new ServiceCollection();
        services.AddAurionEngine(engine => engine.UsePostgreSql(source, options => options.Schema = schema.Name));
        await using (var provider = services.BuildServiceProvider())
        {
            await provider.GetRequiredService<IRunStore>().CommitAsync([PostgreSqlStoresTests.Start(1)], default);
        }

        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {schema.Name}.run", connection);
        Assert.Equal(1L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public void UsePostgreSql_OptionOutsideItsLimits_IsRefusedAtOnce() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new ServiceCollection().AddAurionEngine(static engine => engine.UsePostgreSql("Host=unused", static options => options.MaxBatch = 0)));
}
