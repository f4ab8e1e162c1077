using System.Data.Common;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving.Harness;

/// <summary>A host that writes a row of its own and tells the engine in one transaction; the two belong together whatever happens.</summary>
/// <param name="open">Opens the stores and what takes messages within a transaction.</param>
/// <param name="connect">Opens the host's own connection to the same database.</param>
internal sealed class HostTransactions(Func<TimeProvider, (StoreSet Stores, ITransactionOutbox Outbox)> open, Func<Task<DbConnection>> connect)
{
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly Outside _outside = new();

    /// <summary>A row, an event and a run: all there after the commit, and done once.</summary>
    public async Task CommitAsync()
    {
        await using var engine = Engine();
        await using var host = await connect();
        var workflow = await PrepareAsync(engine, host);
        StartedRun started;
        await using (var transaction = await host.BeginTransactionAsync())
        {
            await WriteAsync(host, transaction, "kept");
            Assert.Equal("evt_1", (await engine.Rules.FireAsync(Event("evt_1"), transaction, CancellationToken.None)).EventId);
            started = (await engine.Workflows.StartAsync(new StartRun { WorkflowId = workflow, RequestedBy = "ann", StartKey = "order 1" }, transaction, CancellationToken.None)).Run!;
            Assert.Null(await engine.Workflows.FindRunAsync(TenantId.Default, started.RunId, CancellationToken.None));
            await transaction.CommitAsync();
        }

        await engine.SettleAsync();
        Assert.Equal(["kept"], await RowsAsync(host));
        Assert.Equal(RunStatus.Completed, (await engine.HeadAsync(started.RunId)).Status);
        Assert.Equal(global::Aurion.Engine.Canvas.TriggerType.Manual, (await engine.HeadAsync(started.RunId)).Trigger);
        Assert.Equal(["do", "send_notification"], _outside.Calls.Select(static call => call.Type).Order(StringComparer.Ordinal));

        // The same id and the same key, in a transaction or without: known.
        await using (var transaction = await host.BeginTransactionAsync())
        {
            await engine.Rules.FireAsync(Event("evt_1"), transaction, CancellationToken.None);
            await engine.Workflows.StartAsync(new StartRun { WorkflowId = workflow, StartKey = "order 1" }, transaction, CancellationToken.None);
            await transaction.CommitAsync();
        }

        await engine.SettleAsync();
        await engine.Rules.FireAsync(Event("evt_1"), CancellationToken.None);
        var again = await engine.Workflows.StartAsync(new StartRun { WorkflowId = workflow, StartKey = "order 1" }, CancellationToken.None);
        Assert.Equal((StartStatus.AlreadyStarted, started.RunId), (again.Status, again.Run!.RunId));
        Assert.Equal(2, _outside.Calls.Count);
    }

    /// <summary>After a rollback none of it ever happened.</summary>
    public async Task RollbackAsync()
    {
        await using var engine = Engine();
        await using var host = await connect();
        var workflow = await PrepareAsync(engine, host);
        RunId run;
        await using (var transaction = await host.BeginTransactionAsync())
        {
            await WriteAsync(host, transaction, "gone");
            await engine.Rules.FireAsync(Event("evt_1"), transaction, CancellationToken.None);
            run = (await engine.Workflows.StartAsync(new StartRun { WorkflowId = workflow }, transaction, CancellationToken.None)).Run!.RunId;
            await transaction.RollbackAsync();
        }

        await engine.SettleAsync();
        Assert.Empty(await RowsAsync(host));
        Assert.Empty(_outside.Calls);
        Assert.Null(await engine.Stores.Events.FindAsync(TenantId.Default, "evt_1", CancellationToken.None));
        Assert.Null(await engine.Workflows.FindRunAsync(TenantId.Default, run, CancellationToken.None));

        // Nothing is left behind that keeps the id.
        await engine.Rules.FireAsync(Event("evt_1"), CancellationToken.None);
        Assert.Single(_outside.Calls);
    }

    /// <summary>A process that dies before its commit leaves nothing; one that dies after it leaves everything.</summary>
    public async Task CrashAsync()
    {
        await using var host = await connect();
        await using (var engine = Engine())
        {
            await PrepareAsync(engine, host);
            await using (var dying = await connect())
            {
                var transaction = await dying.BeginTransactionAsync();
                await WriteAsync(dying, transaction, "lost");
                await engine.Rules.FireAsync(Event("evt_lost"), transaction, CancellationToken.None);
            }

            await using var kept = await host.BeginTransactionAsync();
            await WriteAsync(host, kept, "kept");
            await engine.Rules.FireAsync(Event("evt_kept"), kept, CancellationToken.None);
            await kept.CommitAsync();
        }

        Assert.Empty(_outside.Calls);
        await using var next = Engine();
        await next.SettleAsync();
        Assert.Equal(["kept"], await RowsAsync(host));
        Assert.Equal(["evt_kept"], _outside.Calls.Select(static call => call.EventId));
    }

    /// <summary>What can be known at once is refused at once, and nothing is stored.</summary>
    public async Task RefusalsAsync()
    {
        await using var engine = Engine();
        await using var host = await connect();
        await PrepareAsync(engine, host);
        await using (var transaction = await host.BeginTransactionAsync())
        {
            Assert.Equal(StartStatus.UnknownWorkflow, (await engine.Workflows.StartAsync(new StartRun { WorkflowId = "wf_none" }, transaction, CancellationToken.None)).Status);
            await Assert.ThrowsAsync<InvalidDefinitionException>(() => engine.Rules.FireAsync(Event("evt_1") with { Type = " " }, transaction, CancellationToken.None).AsTask());
            await transaction.CommitAsync();
            await Assert.ThrowsAsync<ArgumentException>(() => engine.Rules.FireAsync(Event("evt_1"), transaction, CancellationToken.None).AsTask());
        }

        await engine.SettleAsync();
        Assert.Empty(_outside.Calls);
        await using var memory = new EngineHarness(StoreSet.Memory(_time), _time, _outside);
        await using var unused = await host.BeginTransactionAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => memory.Rules.FireAsync(Event("evt_1"), unused, CancellationToken.None).AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => memory.Workflows.StartAsync(new StartRun { WorkflowId = "w" }, unused, CancellationToken.None).AsTask());
    }

    private static AutomationEvent Event(string id) => new() { Id = id, Type = "ticket.created", Payload = JsonText.Parse("""{"n":1}""") };

    private static async Task<string> PrepareAsync(EngineHarness engine, DbConnection host)
    {
        await using var create = host.CreateCommand();
        create.CommandText = "CREATE TABLE host_row (name TEXT NOT NULL)";
        await create.ExecuteNonQueryAsync();
        await engine.Rules.CreateAsync(
            TenantId.Default, JsonText.Parse("""{"name":"r","trigger_event":"ticket.created","actions":[{"type":"do"}]}"""), CancellationToken.None);
        return await engine.PublishAsync(Canvases.Line("""{"id":"n","type":"action","config":{"type":"send_notification"}}"""));
    }

    private static async Task WriteAsync(DbConnection host, DbTransaction transaction, string name)
    {
        await using var insert = host.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"INSERT INTO host_row (name) VALUES ('{name}')";
        await insert.ExecuteNonQueryAsync();
    }

    private static async Task<List<string>> RowsAsync(DbConnection host)
    {
        await using var select = host.CreateCommand();
        select.CommandText = "SELECT name FROM host_row";
        await using var rows = await select.ExecuteReaderAsync();
        var names = new List<string>();
        while (await rows.ReadAsync())
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }

    private EngineHarness Engine()
    {
        var (stores, outbox) = open(_time);
        return new EngineHarness(stores, _time, _outside, more: engine => engine.Services.AddSingleton(outbox));
    }
}
