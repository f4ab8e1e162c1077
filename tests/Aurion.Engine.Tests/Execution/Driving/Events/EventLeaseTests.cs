using System.Collections.Immutable;
using Aurion.Engine.Actions;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>Events that outlast their request, their lease or their process.</summary>
public sealed class EventLeaseTests
{
    private readonly World _world = new();

    [Fact]
    public async Task FireAsync_ASlowHandler_IsAnsweredAsQueuedAndGoesOn()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"set_status","status":"open"},{"type":"send_notification"},{"type":"add_note","text":"t"}] """);
        var started = new TaskCompletionSource();
        var gate = new TaskCompletionSource<ActionResult>();
        _world.Handlers["send_notification"] = (_, _) =>
        {
            started.SetResult();
            return new(gate.Task);
        };
        var noted = new TaskCompletionSource();
        _world.Handlers["add_note"] = (_, _) =>
        {
            noted.SetResult();
            return new(ActionResult.Completed());
        };
        await using var process = new RuleProcess(_world);

        var firing = process.FireAsync("{}");
        await started.Task;
        _world.Time.Advance(TimeSpan.FromSeconds(5));
        var fired = await firing;
        var repeated = await process.FireAsync("{}");
        gate.SetResult(ActionResult.Completed());
        await noted.Task;
        await process.DisposeAsync();

        Assert.Equal(["set_status:Ok", "send_notification:Queued", "add_note:Queued"], Statuses(fired.Executed[0]));
        Assert.False(fired.Executed[0].Success);
        Assert.Equal(Statuses(fired.Executed[0]), Statuses(repeated.Executed[0]));
        Assert.Equal(2, _world.Calls.Count);
    }

    [Fact]
    public async Task FireAsync_AHandlerThatTakesLongerThanALease_KeepsItByCommits()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"send_notification"}] """);
        var started = new TaskCompletionSource();
        var gate = new TaskCompletionSource<ActionResult>();
        _world.Handlers["send_notification"] = (_, _) =>
        {
            started.SetResult();
            return new(gate.Task);
        };
        await using var process = new RuleProcess(_world, answerWithin: TimeSpan.FromMinutes(5));
        await using var other = new RuleProcess(_world);
        var firing = process.FireAsync("{}");
        await started.Task;

        var renewals = 0;
        var unrenewed = 0;
        var revision = (await _world.FindAsync("evt_1"))!.Revision;
        for (var passed = 0; passed < 45; passed++)
        {
            _world.Time.Advance(TimeSpan.FromSeconds(1));
            unrenewed++;

            // A commit is due after a third of the lease. Its timer may have been set while the clock moved, and so ring a little
            // later: until the lease is nearly over the clock goes on when nothing has happened for a moment.
            var patience = unrenewed < 10 ? TimeSpan.Zero : unrenewed < 25 ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(30);
            if (await BecomesAsync(async () => (await _world.FindAsync("evt_1"))!.Revision > revision, patience))
            {
                renewals++;
                unrenewed = 0;
                revision = (await _world.FindAsync("evt_1"))!.Revision;
            }

            Assert.Equal(0, await other.WorkAsync());
        }

        Assert.InRange(renewals, 1, 5);
        gate.SetResult(ActionResult.Completed());
        Assert.True((await firing).Executed[0].Success);
        Assert.Single(_world.Calls);
    }

    [Fact]
    public async Task FireAsync_AHandlerPastItsTime_IsCancelledAndFails()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"send_notification"}] """);
        var started = new TaskCompletionSource();
        _world.Handlers["send_notification"] = async (_, cancellationToken) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return ActionResult.Completed();
        };
        await using var process = new RuleProcess(_world, answerWithin: TimeSpan.FromMinutes(5));
        var firing = process.FireAsync("{}");
        await started.Task;

        _world.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Contains("longer than the 60 s", (await firing).Executed[0].ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FireAsync_GivenUpWaitingFor_GoesOnAllTheSame()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"send_notification"}] """);
        using var impatience = new CancellationTokenSource();
        var gate = new TaskCompletionSource<ActionResult>();
        var ended = new TaskCompletionSource();
        _world.Handlers["send_notification"] = async (_, _) =>
        {
            await impatience.CancelAsync();
            var result = await gate.Task;
            ended.SetResult();
            return result;
        };
        await using var process = new RuleProcess(_world);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.FireAsync("{}", cancellationToken: impatience.Token));
        gate.SetResult(ActionResult.Completed());
        await ended.Task;
        await UntilAsync(async () => (await _world.FindAsync("evt_1"))!.Stage is EventStage.Finished);

        Assert.Equal(ActionEntryStatus.Ok, (await _world.FindAsync("evt_1"))!.Actions[0].Status);
    }

    [Fact]
    public async Task DisposeAsync_WhileAHandlerWorks_RecordsWhatIsDoneAndLetsOthersGoOnAtOnce()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"add_note","text":"t"},{"type":"send_notification"}] """);
        var started = new TaskCompletionSource();
        _world.Handlers["send_notification"] = async (_, cancellationToken) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return ActionResult.Completed();
        };
        var process = new RuleProcess(_world);
        var firing = process.FireAsync("{}");
        await started.Task;
        await process.DisposeAsync();
        await firing;

        _world.Handlers["send_notification"] = static (_, _) => new(ActionResult.Completed());
        await using var next = new RuleProcess(_world);
        Assert.Equal(1, await next.WorkAsync());

        Assert.Equal(["add_note", "send_notification", "send_notification"], _world.Calls.Select(static call => call.Type));
        Assert.Equal(2, _world.Calls.Select(static call => call.IdempotencyKey).Distinct().Count());
        Assert.Single(await next.Engine.ListLogAsync(TenantId.Default, 9, CancellationToken.None));
    }

    [Fact]
    public async Task FireAsync_AStalledProcess_LosesTheEventAndRecordsNothing()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"send_notification","template":"{{a}}"}] """);
        await using var other = new RuleProcess(_world);
        var takenOver = 0;
        _world.Handlers["send_notification"] = async (_, _) =>
        {
            if (_world.Calls.Count == 1)
            {
                // The whole process stands still for longer than its lease; meanwhile another finishes the event.
                _world.Time.Advance(World.Lease + TimeSpan.FromSeconds(1));
                takenOver = await other.WorkAsync();
                return ActionResult.Failed("Too late to count.");
            }

            return ActionResult.Completed();
        };
        await using var stalled = new RuleProcess(_world, answerWithin: TimeSpan.FromMinutes(5));

        await stalled.FireAsync("""{"a":1}""");

        Assert.Equal(1, takenOver);
        Assert.Equal(2, _world.Calls.Count);
        Assert.Single(_world.Calls.Select(static call => call.IdempotencyKey).Distinct());
        Assert.Equal(RuleLogStatus.Success, Assert.Single(await other.Engine.ListLogAsync(TenantId.Default, 9, CancellationToken.None)).Status);
        Assert.Equal(ActionEntryStatus.Ok, (await _world.FindAsync("evt_1"))!.Actions[0].Status);
    }

    [Fact]
    public async Task FinishAsync_ClaimedTooOften_FailsWhatIsLeftAndEnds()
    {
        await _world.AddRulesAsync(""" "actions":[{"type":"set_status","status":"open"},{"type":"send_notification"}] """);
        _world.Tickets["c1"] = JsonText.EmptyObject;
        _world.Tickets.BeforeApply = static (_, _) => throw new InvalidOperationException("The host's database is down.");
        await using var process = new RuleProcess(_world);

        var fired = await process.FireAsync("{}", "c1");
        var claims = 0;
        for (; (await _world.FindAsync("evt_1"))!.Stage is not EventStage.Finished && claims < 20; claims++)
        {
            _world.Time.Advance(World.Lease);
            await Record.ExceptionAsync(process.WorkAsync);
        }

        Assert.Equal(["set_status:Ok", "send_notification:Queued"], Statuses(fired.Executed[0]));
        Assert.Equal(6, claims);
        var stored = (await _world.FindAsync("evt_1"))!;
        Assert.Equal([ActionEntryStatus.Failed, ActionEntryStatus.Skipped], stored.Actions.Select(static entry => entry.Status));
        Assert.Single(await process.Engine.ListLogAsync(TenantId.Default, 9, CancellationToken.None));
    }

    private static string[] Statuses(RuleExecution executed) => [.. executed.Actions.Select(static entry => $"{entry.Type}:{entry.Status}")];

    private static async Task UntilAsync(Func<Task<bool>> condition) => Assert.True(await BecomesAsync(condition, TimeSpan.FromSeconds(30)));

    private static async Task<bool> BecomesAsync(Func<Task<bool>> condition, TimeSpan patience)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) >= patience)
            {
                return false;
            }

            await Task.Yield();
        }

        return true;
    }

    /// <summary>A process that is stopped while the commit that finishes its event is on its way stores how far it came; the log and the reactions are left to who finishes it.</summary>
    [Fact]
    public async Task DisposeAsync_TheLastCommitIsOnItsWay_LosesNeitherTheLogNorTheReaction()
    {
        var sent = new TaskCompletionSource();
        var world = new World(time =>
        {
            var open = StoreSet.MemoryPlace(time);
            return () => open() is var stores ? stores with { Events = new LostFinish(stores.Events, sent) } : stores;
        });
        world.Tickets["c1"] = JsonText.Parse("""{"n":0,"seen":0}""");
        await world.AddRulesAsync(""" "actions":[{"type":"set_field","field":"n","mode":"increment"},{"type":"send_notification"}] """);
        await using (var process = new RuleProcess(world))
        {
            await process.Engine.CreateAsync(TenantId.Default, JsonText.Parse("""
                {"name":"reacts","trigger_event":"ticket.updated","react_to_automation":true,"conditions":[{"field":"n","operator":"changed"}],"actions":[{"type":"set_field","field":"seen","mode":"increment"}]}
                """), CancellationToken.None);
        }

        Task firing;
        await using (var stopped = new RuleProcess(world))
        {
            firing = stopped.FireAsync("{}", "c1");
            await sent.Task;
        }

        await firing;
        await using var next = new RuleProcess(world);
        await next.WorkAsync();
        await next.DeliverAsync();
        Assert.Equal("""{"n":1,"seen":1}""", world.Tickets["c1"].ToString());
        Assert.Equal(2, (await next.Engine.ListLogAsync(TenantId.Default, 10, CancellationToken.None)).Length);
    }

    /// <summary>A store that the first commit which finishes an event never reaches.</summary>
    private sealed class LostFinish(IEventStore inner, TaskCompletionSource sent) : IEventStore
    {
        public async ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<EventCommit> commits, CancellationToken cancellationToken)
        {
            if (commits[0].Stage is EventStage.Finished && sent.TrySetResult())
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return await inner.CommitAsync(commits, cancellationToken);
        }

        public ValueTask<ImmutableArray<StoredEvent>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) => inner.ClaimAsync(request, cancellationToken);

        public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => inner.WaitAsync(atMost, cancellationToken);

        public ValueTask<StoredEvent?> FindAsync(TenantId tenant, string eventId, CancellationToken cancellationToken) => inner.FindAsync(tenant, eventId, cancellationToken);

        public ValueTask<ImmutableArray<string?>> FindHoldersAsync(TenantId tenant, ImmutableArray<OnceKey> keys, CancellationToken cancellationToken) => inner.FindHoldersAsync(tenant, keys, cancellationToken);

        public IAsyncEnumerable<StoredEvent> ReadAsync(TenantId tenant, EventFilter filter, CancellationToken cancellationToken) => inner.ReadAsync(tenant, filter, cancellationToken);

        public ValueTask<ImmutableArray<RuleLogEntry>> ListLogAsync(TenantId tenant, int limit, CancellationToken cancellationToken) => inner.ListLogAsync(tenant, limit, cancellationToken);

        public ValueTask<ImmutableDictionary<string, RuleCounter>> CountByRuleAsync(TenantId tenant, CancellationToken cancellationToken) => inner.CountByRuleAsync(tenant, cancellationToken);
    }
}
