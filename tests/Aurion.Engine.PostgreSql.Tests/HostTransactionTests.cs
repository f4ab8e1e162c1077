using Aurion.Engine.Tests.Execution.Driving.Harness;
using Npgsql;

namespace Aurion.Engine.PostgreSql.Tests;

public sealed class HostTransactionTests : SchemaTests
{
    [Fact]
    public Task Commit_RowEventAndRun_AreThereTogetherAndDoneOnce() => Host().CommitAsync();

    [Fact]
    public Task Rollback_RowEventAndRun_NeverWere() => Host().RollbackAsync();

    [Fact]
    public Task Crash_BeforeOrAfterTheCommit_LeavesAllOrNothing() => Host().CrashAsync();

    [Fact]
    public Task Refusal_OfWhatCanBeKnown_ComesAtOnceAndStoresNothing() => Host().RefusalsAsync();

    private HostTransactions Host()
    {
        var schema = NewSchema(isNew: true);
        return new HostTransactions(
            time =>
            {
                var stores = new PostgreSqlStores(schema.Options, time);
                var set = new StoreSet(stores.Runs, stores.Queue, stores.Reader, stores.Approvals, stores.Events, stores.Messages, stores.Documents) { Owner = stores };
                return (set, stores.TransactionOutbox);
            },
            async () =>
            {
                // The host's tables stand wherever they stand; here in the same schema, so that they go with it.
                await schema.ScalarAsync($"CREATE SCHEMA IF NOT EXISTS {schema.Name}");
                var connection = new NpgsqlConnection(TestServer.ConnectionString + $";Search Path={schema.Name}");
                await connection.OpenAsync();
                return connection;
            });
    }
}
