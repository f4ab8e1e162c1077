using Aurion.Engine.Tests.Execution.Driving.Harness;
using Microsoft.Data.Sqlite;

namespace Aurion.Engine.Sqlite.Tests;

public sealed class HostTransactionTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public Task Commit_RowEventAndRun_AreThereTogetherAndDoneOnce() => Host().CommitAsync();

    [Fact]
    public Task Rollback_RowEventAndRun_NeverWere() => Host().RollbackAsync();

    [Fact]
    public Task Crash_BeforeOrAfterTheCommit_LeavesAllOrNothing() => Host().CrashAsync();

    [Fact]
    public Task Refusal_OfWhatCanBeKnown_ComesAtOnceAndStoresNothing() => Host().RefusalsAsync();

    private HostTransactions Host() => new(
        time =>
        {
            var stores = new SqliteStores(_file.Options, time);
            var set = new StoreSet(stores.Runs, stores.Queue, stores.Reader, stores.Approvals, stores.Events, stores.Messages, stores.Documents) { Owner = stores };
            return (set, stores.TransactionOutbox);
        },
        async () =>
        {
            var connection = new SqliteConnection($"Data Source={_file.Path};Pooling=False");
            await connection.OpenAsync();
            return connection;
        });
}
