using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Npgsql;

namespace Aurion.Engine.PostgreSql.Tests;

public sealed class PostgreSqlStoresTests : SchemaTests
{
    private static readonly TenantId Tenant = new("acme");

    [Fact]
    public async Task Dispose_CallsInFlight_AreAnswered()
    {
        var schema = NewSchema();
        var stores = new PostgreSqlStores(schema.Options);
        var calls = Enumerable.Range(0, 200).Select(number => stores.Runs.CommitAsync([Start(number)], default).AsTask()).ToArray();
        await stores.DisposeAsync();
        Assert.Equal(200, (await Task.WhenAll(calls)).Count(static results => results[0].Status is CommitStatus.Committed)); // what had queued is written
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stores.Runs.CommitAsync([Start(201)], default).AsTask());
        await using var reopened = new PostgreSqlStores(schema.Options);
        Assert.Equal(new RunCounts(200, 200), await reopened.Reader.CountAsync(Tenant, DateTimeOffset.UnixEpoch, default));
    }

    [Fact]
    public async Task Open_ManyAtOnceOnANewSchema_AllComeUpAndMigrateOnce()
    {
        var schema = NewSchema(isNew: true);
        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => new PostgreSqlStores(schema.Options))));
        foreach (var (stores, number) in opened.Select(static (stores, number) => (stores, number)))
        {
            Assert.Equal(CommitStatus.Committed, (await stores.Runs.CommitAsync([Start(number)], default))[0].Status);
        }

        Assert.Equal(0L, await schema.ScalarAsync($"SELECT count(*) - count(DISTINCT scriptname) FROM aurion.{SchemaUpgrade.Journal}"));
        foreach (var stores in opened)
        {
            await stores.DisposeAsync();
        }
    }

    [Fact]
    public async Task Schema_JournalLost_CanBeRunAgain()
    {
        var schema = NewSchema(isNew: true);
        await using (var stores = new PostgreSqlStores(schema.Options))
        {
            await stores.Runs.CommitAsync([Start(1)], default);
        }

        await schema.ScalarAsync($"DROP TABLE aurion.{SchemaUpgrade.Journal}");
        await using var again = new PostgreSqlStores(schema.Options);
        Assert.NotNull(await again.Runs.LoadAsync(Tenant, new RunId("run_1"), default));
    }

    [Fact]
    public async Task Open_TwoSchemasOfOneDatabase_KnowNothingOfEachOther()
    {
        await using var first = new PostgreSqlStores(NewSchema().Options);
        await using var second = new PostgreSqlStores(NewSchema().Options);
        await first.Runs.CommitAsync([Start(1)], default);
        Assert.Null(await second.Runs.LoadAsync(Tenant, new RunId("run_1"), default));
        Assert.Empty((await second.Queue.ClaimAsync(new ClaimRequest { Worker = "w" }, default)).Runs);
    }

    [Theory]
    [InlineData("Database=x", "aurion")]
    [InlineData("Host=localhost", "Aurion")]
    [InlineData("Host=localhost", "a; DROP TABLE x")]
    [InlineData("Host=localhost", "")]
    public void Constructor_OptionOutsideItsLimits_IsRefused(string connectionString, string schema) =>
        Assert.Throws<ArgumentException>(() => new PostgreSqlStores(new PostgreSqlOptions { ConnectionString = connectionString, Schema = schema }));

    [Fact]
    public void Constructor_NoServer_SaysSo()
    {
        var options = new PostgreSqlOptions { ConnectionString = "Host=/nowhere;Username=x", RetryFor = TimeSpan.Zero };
        Assert.Contains("can't be used", Assert.Throws<AurionEngineException>(() => new PostgreSqlStores(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_OneOfABatchBreaks_FailsAloneAndLeavesNothing()
    {
        var schema = NewSchema(isNew: true);
        await using var stores = new PostgreSqlStores(schema.Options);
        await schema.ScalarAsync("ALTER TABLE aurion.run_value ADD CONSTRAINT no_poison CHECK (name <> 'poison')");
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
        Assert.Equal(90L, await schema.ScalarAsync("SELECT count(*) FROM aurion.run"));
        Assert.Equal(90L, await schema.ScalarAsync("SELECT count(*) FROM aurion.run_queue"));
    }

    [Fact]
    public async Task Write_ManyAtOnce_NeedFewTransactions()
    {
        var schema = NewSchema();
        await using var stores = new PostgreSqlStores(schema.Options);
        await stores.Runs.CommitAsync([Start(0)], default);
        await Task.WhenAll(Enumerable.Range(1, 500).Select(number => stores.Runs.CommitAsync([Start(number)], default).AsTask()));
        Assert.True(await schema.ScalarAsync("SELECT count(DISTINCT xmin::text) FROM aurion.run") is < 100L);
    }

    [Fact]
    public async Task Write_IdsAndKeysThatTheDatabaseCannotHold_AreKeptAllTheSame()
    {
        await using var stores = new PostgreSqlStores(NewSchema().Options);
        foreach (var odd in (string[])["a\0b", "\ud800", "\uffff", "\udc00\ud800x", "😀"])
        {
            var run = new RunId($"run {odd}");
            var subscription = new Subscription($"type {odd}", new string('k', 5000) + odd);
            var start = Start(1) with { Run = run, StartKey = new OnceKey(odd, new string('x', 9000) + odd), Subscriptions = [subscription] };
            start = start with { Head = start.Head with { Run = run, WorkflowId = odd, ConversationId = odd } };
            Assert.Equal(CommitStatus.Committed, (await stores.Runs.CommitAsync([start], default))[0].Status);
            var other = new RunId($"other {odd}");
            var duplicate = start with { Run = other, CommitId = Guid.NewGuid() };
            Assert.Equal(new CommitResult(CommitStatus.Duplicate, run.Value), (await stores.Runs.CommitAsync([duplicate], default))[0]);
            await foreach (var found in stores.Runs.FindSubscribedAsync(Tenant, subscription, default))
            {
                Assert.Equal(run, found);
            }

            Assert.Contains(odd, (await stores.Reader.CountByWorkflowAsync(Tenant, default)).Keys);
            Assert.Single(await stores.Reader.ListAsync(Tenant, new RunFilter { ConversationId = odd }, Page.First(9), default));
        }

        var tooLong = await Assert.ThrowsAsync<ArgumentException>(() => stores.Documents.FindAsync(Tenant, DocumentKind.Rule, new string('x', 600), default).AsTask());
        Assert.Contains("600 bytes; at most 500", tooLong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_Backlog_GivesEveryTenantItsTurn()
    {
        await using var stores = new PostgreSqlStores(NewSchema().Options);
        ImmutableArray<RunCommit> many = [.. Enumerable.Range(0, 500).Select(static number => Start(number))];
        await stores.Runs.CommitAsync(many, default);
        var late = Start(1000) with { Tenant = new TenantId("zenith") };
        await stores.Runs.CommitAsync([late with { Head = late.Head with { Tenant = late.Tenant, DueAt = late.Head.DueAt + TimeSpan.FromTicks(1) } }], default);

        var claims = await stores.Queue.ClaimAsync(new ClaimRequest { Worker = "w", Limit = 8, MaxPerTenant = 8 }, default);
        Assert.Equal((8, 1), (claims.Runs.Length, claims.Runs.Count(static run => run.Head.Tenant.Value == "zenith")));
    }

    [Fact]
    public async Task Wait_WorkOfAnotherNode_IsAnnounced()
    {
        var options = NewSchema().Options;
        options.PollInterval = TimeSpan.FromHours(1); // nobody looks by itself
        await using var first = new PostgreSqlStores(options);
        await using var second = new PostgreSqlStores(options);
        await first.Queue.WaitAsync(TimeSpan.Zero, default); // begins to listen
        for (var round = 1; round <= 3; round++)
        {
            var waiting = WaitForClaimAsync(first);
            await second.Runs.CommitAsync([Start(round)], default);
            Assert.Single(await waiting.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System));
        }
    }

    [Fact]
    public async Task Write_HeldUpByATransactionOfTheHost_HoldsUpNoOther()
    {
        var schema = NewSchema();
        await using var stores = new PostgreSqlStores(schema.Options);
        await stores.Runs.CommitAsync([Start(0)], default);
        Task<ImmutableArray<CommitResult>> heldUp;
        await using (var host = await TestServer.OpenAsync())
        await using (var transaction = await host.BeginTransactionAsync())
        {
            await using (var take = new NpgsqlCommand($"INSERT INTO {schema.Name}.once VALUES ('acme', 'start', 'key', 'run_host', NULL)", host, transaction))
            {
                await take.ExecuteNonQueryAsync();
            }

            heldUp = stores.Runs.CommitAsync([Start(1) with { StartKey = new OnceKey("start", "key") }], default).AsTask();
            var others = await Task.WhenAll(Enumerable.Range(2, 50).Select(number => stores.Runs.CommitAsync([Start(number)], default).AsTask()));
            Assert.All(others, static results => Assert.Equal(CommitStatus.Committed, results[0].Status));
            Assert.False(heldUp.IsCompleted);
            await transaction.CommitAsync();
        }

        Assert.Equal(new CommitResult(CommitStatus.Duplicate, "run_host"), (await heldUp)[0]);
    }

    internal static RunCommit Start(int number)
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

    private static async Task<ImmutableArray<StoredRun>> WaitForClaimAsync(PostgreSqlStores stores)
    {
        while (true)
        {
            var claims = await stores.Queue.ClaimAsync(new ClaimRequest { Worker = "w" }, default);
            if (claims.Runs.Length > 0)
            {
                return claims.Runs;
            }

            await stores.Queue.WaitAsync(TimeSpan.FromHours(1), default);
        }
    }
}
