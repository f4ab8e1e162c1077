using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Data.Sqlite;

namespace Aurion.Engine.Sqlite.Tests;

public sealed class SqliteStoresTests
{
    private static readonly TenantId Tenant = new("acme");

    [Fact]
    public async Task Dispose_ReopenedFile_HoldsEverything()
    {
        using var file = new DatabaseFile();
        await using (var stores = new SqliteStores(file.Options, TimeProvider.System))
        {
            await stores.Runs.CommitAsync([Start(1)], default);
            await stores.Messages.SendAsync([new Message { Id = "m1", Tenant = Tenant, Kind = "k", Body = JsonText.EmptyObject }], default);
        }

        Assert.False(File.Exists(file.Path + "-wal")); // whoever closes last moves the log into the database
        await using var reopened = new SqliteStores(file.Options, TimeProvider.System);
        var stored = await reopened.Runs.LoadAsync(Tenant, new RunId("run_1"), default);
        Assert.Equal(1, stored!.Revision);
        Assert.Single(await reopened.Messages.ClaimAsync(new ClaimRequest { Worker = "w" }, default));
    }

    [Fact]
    public async Task Dispose_CallsInFlight_AreAnsweredOrRefused()
    {
        using var file = new DatabaseFile();
        var stores = new SqliteStores(file.Options, TimeProvider.System);
        var calls = Enumerable.Range(0, 200).Select(number => stores.Runs.CommitAsync([Start(number)], default).AsTask()).ToArray();
        await stores.DisposeAsync();
        var answered = (await Task.WhenAll(calls)).Count(static results => results[0].Status is CommitStatus.Committed);

        Assert.Equal(200, answered); // what had queued is written
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stores.Runs.CommitAsync([Start(201)], default).AsTask());
        await using var reopened = new SqliteStores(file.Options, TimeProvider.System);
        Assert.Equal(new RunCounts(200, 200), await reopened.Reader.CountAsync(Tenant, DateTimeOffset.UnixEpoch, default));
    }

    [Fact]
    public async Task Open_ManyAtOnceOnANewFile_AllComeUp()
    {
        using var file = new DatabaseFile();
        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => new SqliteStores(file.Options, TimeProvider.System))));
        foreach (var (stores, number) in opened.Select(static (stores, number) => (stores, number)))
        {
            Assert.Equal(CommitStatus.Committed, (await stores.Runs.CommitAsync([Start(number)], default))[0].Status);
        }

        Assert.Equal(0L, Scalar(file, $"SELECT count(*) - count(DISTINCT ScriptName) FROM {SchemaUpgrade.Journal}")); // each script ran once
        foreach (var stores in opened)
        {
            await stores.DisposeAsync();
        }
    }

    [Fact]
    public async Task Schema_JournalLost_CanBeRunAgain()
    {
        using var file = new DatabaseFile();
        await using (var stores = new SqliteStores(file.Options, TimeProvider.System))
        {
            await stores.Runs.CommitAsync([Start(1)], default);
        }

        Scalar(file, $"DROP TABLE {SchemaUpgrade.Journal}");
        await using var again = new SqliteStores(file.Options, TimeProvider.System);
        Assert.NotNull(await again.Runs.LoadAsync(Tenant, new RunId("run_1"), default));
    }

    [Fact]
    public async Task Open_FileOfTheHost_LeavesItsTablesAlone()
    {
        using var file = new DatabaseFile();
        Scalar(file, "CREATE TABLE run (name TEXT); INSERT INTO run VALUES ('mine')");
        await using var stores = new SqliteStores(file.Options, TimeProvider.System);
        Assert.Equal("mine", Scalar(file, "SELECT name FROM run"));
        Assert.Equal(0L, Scalar(file, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'aurion%' AND name NOT LIKE 'sqlite%' AND name <> 'run'"));
    }

    [Fact]
    public async Task Settings_OfTheFile_AreDurable()
    {
        using var file = new DatabaseFile();
        await using var stores = new SqliteStores(file.Options, TimeProvider.System);
        Assert.Equal("wal", Scalar(file, "PRAGMA journal_mode"));
    }

    [Fact]
    public async Task Settings_OfTheWritingConnection_FlushEachCommitAndWaitTheirTurn()
    {
        using var file = new DatabaseFile();
        await using var database = new SqliteDatabase(file.Options, TimeProvider.System);
        using var connection = database.OpenForWriting();
        Assert.Equal(2L, Scalar(connection, "PRAGMA synchronous")); // 2 is FULL
        Assert.Equal((long)file.Options.BusyTimeout.TotalMilliseconds, Scalar(connection, "PRAGMA busy_timeout"));
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=x;Mode=Memory;Cache=Shared")]
    [InlineData("Data Source=")]
    public void Constructor_NoFile_IsRefused(string connectionString) =>
        Assert.Throws<ArgumentException>(() => new SqliteStores(new SqliteOptions { ConnectionString = connectionString }, TimeProvider.System));

    [Fact]
    public void Constructor_FolderMissing_SaysSo()
    {
        using var file = new DatabaseFile();
        var options = new SqliteOptions { ConnectionString = $"Data Source={file.Path}/no/such/folder.db" };
        Assert.Throws<AurionEngineException>(() => new SqliteStores(options, TimeProvider.System));
    }

    [Fact]
    public async Task Commit_AnotherProcessHoldsTheFile_FailsAndCanBeSentAgain()
    {
        using var file = new DatabaseFile();
        var options = file.Options;
        options.BusyTimeout = TimeSpan.Zero;
        await using var stores = new SqliteStores(options, TimeProvider.System);
        using (var other = Open(file))
        {
            Scalar(other, "BEGIN IMMEDIATE");
            await Assert.ThrowsAsync<AurionEngineException>(() => stores.Runs.CommitAsync([Start(1)], default).AsTask());
            Scalar(other, "COMMIT");
        }

        Assert.Equal(CommitStatus.Committed, (await stores.Runs.CommitAsync([Start(1)], default))[0].Status);
    }

    [Fact]
    public async Task Write_OneOfABatchBreaks_FailsAloneAndLeavesNothing()
    {
        using var file = new DatabaseFile();
        await using var stores = new SqliteStores(file.Options, TimeProvider.System);
        Scalar(file, "CREATE TRIGGER broken BEFORE INSERT ON aurion_run_value WHEN NEW.name = 'poison' BEGIN SELECT RAISE(ABORT, 'poison'); END");
        var calls = Enumerable.Range(0, 100).Select(async number =>
        {
            var start = Start(number);
            try
            {
                await stores.Runs.CommitAsync([number % 10 == 3 ? start with { Values = [new RunValue("poison", JsonText.Null)] } : start], default);
                return true;
            }
            catch (AurionEngineException)
            {
                return false;
            }
        });
        var written = await Task.WhenAll(calls);

        Assert.Equal(Enumerable.Range(0, 100).Select(static number => number % 10 != 3), written);
        Assert.Equal(90, (await stores.Reader.ListAsync(Tenant, new RunFilter(), Page.First(200), default)).Length);
        Assert.Equal(90L, Scalar(file, "SELECT count(*) FROM aurion_run_queue"));
    }

    [Fact]
    public async Task Claim_ARunThatCannotBeRead_FailsNoOther()
    {
        using var file = new DatabaseFile();
        await using var stores = new SqliteStores(file.Options, TimeProvider.System);
        await stores.Runs.CommitAsync([Start(1), Start(2), Start(3)], default);
        Scalar(file, "UPDATE aurion_run SET marking = x'00' WHERE run = 'run_2'");

        var claims = await stores.Queue.ClaimAsync(new ClaimRequest { Worker = "w" }, default);
        Assert.Equal(["run_1", "run_3"], claims.Runs.Select(static run => run.Head.Run.Value).Order(StringComparer.Ordinal));
        await Assert.ThrowsAsync<AurionEngineException>(() => stores.Runs.LoadAsync(Tenant, new RunId("run_2"), default).AsTask());
    }

    [Fact]
    public async Task Claim_Backlog_GivesEveryTenantItsTurn()
    {
        using var file = new DatabaseFile();
        await using var stores = new SqliteStores(file.Options, TimeProvider.System);
        ImmutableArray<RunCommit> many = [.. Enumerable.Range(0, 500).Select(static number => Start(number))];
        await stores.Runs.CommitAsync(many, default);
        var late = Start(1000) with { Tenant = new TenantId("zenith") };
        await stores.Runs.CommitAsync([late with { Head = late.Head with { Tenant = late.Tenant, DueAt = late.Head.DueAt + TimeSpan.FromTicks(1) } }], default);

        var claims = await stores.Queue.ClaimAsync(new ClaimRequest { Worker = "w", Limit = 8, MaxPerTenant = 8 }, default);
        Assert.Equal((8, 1), (claims.Runs.Length, claims.Runs.Count(static run => run.Head.Tenant.Value == "zenith")));
    }

    [Fact]
    public async Task Queries_OfTheProduct_UseIndices()
    {
        using var file = new DatabaseFile();
        await using var stores = new SqliteStores(file.Options, TimeProvider.System);
        foreach (var (query, index) in (IEnumerable<(string, string)>)
        [
            ("SELECT key FROM aurion_run_queue WHERE available_at IS NOT NULL AND available_at <= 5 AND format <= 1 ORDER BY available_at, key LIMIT 9", "aurion_run_queue_due"),
            ("SELECT tenant FROM aurion_run_queue WHERE available_at IS NOT NULL AND tenant > 'a' ORDER BY tenant LIMIT 1", "aurion_run_queue_tenant"),
            ("SELECT key FROM aurion_run_queue WHERE run = 'a' AND lease_worker = 'w'", "aurion_run_queue_run"),
            ("SELECT head FROM aurion_run WHERE tenant = 'a' AND run < 'b' ORDER BY run DESC LIMIT 9", "aurion_run_id"),
            ("SELECT head FROM aurion_run WHERE tenant = 'a' AND workflow = 'w' ORDER BY run DESC LIMIT 9", "aurion_run_workflow"),
            ("SELECT head FROM aurion_run WHERE tenant = 'a' AND conversation = 'c' ORDER BY run DESC LIMIT 9", "aurion_run_conversation"),
            ("SELECT count(*) FROM aurion_run WHERE tenant = 'a' AND started_at >= 5", "aurion_run_started"),
            ("SELECT body FROM aurion_event WHERE tenant = 'a' AND (accepted_at, id) > (5, '') ORDER BY accepted_at, id LIMIT 9", "aurion_event_order"),
            ("SELECT body FROM aurion_message WHERE tenant = 'a' AND is_dead = 1 AND id > 'b' ORDER BY id LIMIT 9", "aurion_message_dead"),
            ("SELECT id FROM aurion_document WHERE tenant = 'a' AND kind = 3 AND parent = 'p' ORDER BY id DESC LIMIT 9", "aurion_document_parent"),
        ])
        {
            var plan = Plan(file, query);
            Assert.Contains(index, plan, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        }
    }

    private static RunCommit Start(int number)
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(50);
        var run = new RunId($"run_{number}");
        return new RunCommit
        {
            Tenant = Tenant,
            Run = run,
            CommitId = Guid.NewGuid(),
            ExpectedRevision = 0,
            Head = new RunHead { Tenant = Tenant, Run = run, WorkflowId = "wf", Version = 1, Status = RunStatus.Running, Trigger = Canvas.TriggerType.Manual, StartedAt = now, DueAt = now },
            Marking = Marking.Empty,
        };
    }

    private static SqliteConnection Open(DatabaseFile file)
    {
        var connection = new SqliteConnection($"Data Source={file.Path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static object? Scalar(DatabaseFile file, string sql)
    {
        using var connection = Open(file);
        return Scalar(connection, sql);
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static string Plan(DatabaseFile file, string query)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + query;
        using var rows = command.ExecuteReader();
        var plan = new List<string>();
        while (rows.Read())
        {
            plan.Add(rows.GetString(3));
        }

        return string.Join("; ", plan);
    }
}
