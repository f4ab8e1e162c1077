using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Testing.Stores;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.Stores;

/// <summary>Records that nobody can read, among others that are fine: each is isolated alone, and seen.</summary>
/// <param name="store">The store, opened twice.</param>
/// <param name="spoil">Spoils a record: <c>marking</c> or <c>head</c> or <c>inbox</c> of a run, <c>event</c>, <c>message</c>; given back by <c>mend</c> where it is a marking.</param>
internal sealed class UnreadableRecords(StoreFixture store, Func<string, string, Task> spoil)
{
    private static readonly TenantId Tenant = new("acme");

    public async Task RunsAsync()
    {
        await store.First.Runs.CommitAsync([.. Enumerable.Range(1, 6).Select(Start)], default);
        await store.First.Runs.SendAsync(Tenant, new RunId("run_4"), new InboxItem("item", new RunInput.Elapsed { At = store.Now }), default);
        await spoil("marking", "run_2");
        await spoil("head", "run_3");
        await spoil("inbox", "run_4");

        Assert.Equal(["run_1", "run_5", "run_6"], await ClaimAsync(store.First));
        await store.PassAsync(5 * store.Tick, default);
        Assert.Equal(["run_1", "run_5", "run_6"], await ClaimAsync(store.Second)); // what can't be read does not come again
        await store.Second.Queue.WaitAsync(TimeSpan.Zero, default);

        // They are listed as failed, with the reason, beside the others.
        var heads = await store.Second.Reader.ListAsync(Tenant, new RunFilter(), Page.First(50), default);
        Assert.Equal(6, heads.Length);
        var failed = await store.First.Reader.ListAsync(Tenant, new RunFilter { Status = RunStatus.Failed }, Page.First(50), default);
        Assert.Equal(["run_4", "run_3", "run_2"], failed.Select(static head => head.Run.Value));
        Assert.All(failed, static head => Assert.Contains("can't be read", head.Error, StringComparison.Ordinal));
        Assert.All(failed, static head => Assert.Equal("wf", head.WorkflowId));
        Assert.Equal(3, (await store.First.Reader.CountAsync(Tenant, DateTimeOffset.UnixEpoch, default)).Active);
        Assert.Equal(RunStatus.Failed, (await store.First.Reader.FindAsync(Tenant, new RunId("run_3"), default))!.Status);
        await Assert.ThrowsAsync<AurionEngineException>(() => store.First.Runs.LoadAsync(Tenant, new RunId("run_2"), default).AsTask());

        // A message makes one due again, to no harm; once it is mended, it goes on.
        await store.First.Runs.SendAsync(Tenant, new RunId("run_2"), new InboxItem("again", new RunInput.Elapsed { At = store.Now }), default);
        Assert.Empty(await ClaimAsync(store.First));
        await spoil("mend", "run_2");
        await store.First.Runs.SendAsync(Tenant, new RunId("run_2"), new InboxItem("and again", new RunInput.Elapsed { At = store.Now }), default);
        var mended = Assert.Single((await store.First.Queue.ClaimAsync(Claim(), default)).Runs);
        Assert.Equal(["again", "and again"], mended.Inbox.Select(static item => item.Id));
        var commit = Start(2) with { ExpectedRevision = mended.Revision, Consumed = ["again", "and again"] };
        Assert.Equal(CommitStatus.Committed, (await store.Second.Runs.CommitAsync([commit], default))[0].Status);
        Assert.Equal(RunStatus.Waiting, (await store.First.Reader.FindAsync(Tenant, new RunId("run_2"), default))!.Status);
        Assert.Null((await store.First.Reader.FindAsync(Tenant, new RunId("run_2"), default))!.Error);
    }

    public async Task EventsAsync()
    {
        await store.First.Events.CommitAsync([.. Enumerable.Range(1, 3).Select(Accepted)], default);
        await spoil("event", "evt_2");
        for (var round = 0; round < 3; round++)
        {
            var claimed = await store.First.Events.ClaimAsync(Claim(), default);
            Assert.Equal(["evt_1", "evt_3"], claimed.Select(static stored => stored.EventId).Order(StringComparer.Ordinal));
            await store.PassAsync(5 * store.Tick, default);
        }

        await Assert.ThrowsAsync<AurionEngineException>(() => store.Second.Events.FindAsync(Tenant, "evt_2", default).AsTask());
    }

    public async Task MessagesAsync()
    {
        await store.First.Messages.SendAsync([Message("m1"), Message("m2"), Message("m3")], default);
        await spoil("message", "m2");
        for (var round = 0; round < 3; round++)
        {
            var claimed = await store.First.Messages.ClaimAsync(Claim(), default);
            Assert.Equal(["m1", "m3"], claimed.Select(static message => message.Message.Id).Order(StringComparer.Ordinal));
            await store.PassAsync(5 * store.Tick, default);
        }

        var dead = Assert.Single(await store.Second.Messages.ListDeadAsync(Tenant, Page.First(10), default));
        Assert.Equal(("m2", "unreadable"), (dead.Id, dead.Kind));
        Assert.Contains("can't be read", dead.Body.Element.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private static Message Message(string id) => new() { Id = id, Tenant = Tenant, Kind = "k", Body = JsonText.EmptyObject };

    private EventCommit Accepted(int number) => new()
    {
        Tenant = Tenant,
        EventId = $"evt_{number}",
        CommitId = Guid.NewGuid(),
        ExpectedRevision = 0,
        Event = new AutomationEvent { Tenant = Tenant, Id = $"evt_{number}", Type = "t" },
        AcceptedAt = store.Now,
        Stage = EventStage.Accepted,
    };

    private RunCommit Start(int number)
    {
        var run = new RunId($"run_{number}");
        return new RunCommit
        {
            Tenant = Tenant,
            Run = run,
            CommitId = Guid.NewGuid(),
            ExpectedRevision = 0,
            Head = new RunHead
            {
                Tenant = Tenant,
                Run = run,
                WorkflowId = "wf",
                Version = 1,
                Status = RunStatus.Waiting,
                Trigger = Canvas.TriggerType.Manual,
                StartedAt = store.Now,
                DueAt = store.Now,
            },
            Marking = Marking.Empty,
        };
    }

    private ClaimRequest Claim() => new() { Worker = "w", Limit = 100, MaxPerTenant = 100, Lease = 4 * store.Tick };

    private async Task<IEnumerable<string>> ClaimAsync(StoreHandle handle) =>
        (await handle.Queue.ClaimAsync(Claim(), default)).Runs.Select(static run => run.Head.Run.Value).Order(StringComparer.Ordinal);
}
