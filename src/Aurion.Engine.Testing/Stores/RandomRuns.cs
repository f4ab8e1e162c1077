using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Storage.Memory;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Stores;

/// <summary>One random sequence of calls, made on a store and on memory stores alike; each answer must be the same.</summary>
internal sealed class RandomRuns
{
    private const int Steps = 80;
    private const int RunsEach = 3;
    private static readonly RunStatus[] Statuses = [RunStatus.Waiting, RunStatus.Waiting, RunStatus.Running, RunStatus.Paused, RunStatus.Failed, RunStatus.Completed];
    private static readonly Subscription[] Subscriptions = [new("ticket.replied", "conv 1"), new("ticket.closed", "conv 1")];
    private readonly StoreFixture _store;
    private readonly MemoryStores _model;
    private readonly Random _random;
    private readonly string _name;
    private readonly Dictionary<RunId, (RunCommit First, RunCommit Latest)> _committed = [];

    internal RandomRuns(StoreFixture store, int seed)
    {
        _store = store;
        _model = new MemoryStores(new StoreClock(store));
        _random = new Random(seed);
        _name = $"seed {seed}";
    }

    private StoreHandle Handle => Chance(50) ? _store.First : _store.Second;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var step = 0; step < Steps; step++)
        {
            await (_random.Next(10) switch
            {
                < 4 => CommitAsync(step, cancellationToken),
                4 => ResendAsync(step, cancellationToken),
                5 => SendAsync(step, cancellationToken),
                6 => ClaimAsync(step, cancellationToken),
                7 => RenewAsync(step, cancellationToken),
                8 => ReleaseAsync(cancellationToken),
                _ => _store.PassAsync(1.5 * _store.Tick, cancellationToken).AsTask(),
            }).ConfigureAwait(false);
        }

        await CompareAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task CommitAsync(int step, CancellationToken cancellationToken)
    {
        var (tenant, run) = AnyRun();
        var known = await _model.Runs.LoadAsync(tenant, run, cancellationToken).ConfigureAwait(false);
        var now = _store.Now;
        var head = Sample.Head(now, run, tenant) with { Status = Statuses[_random.Next(Statuses.Length)], DueAt = _random.Next(3) switch { 0 => null, 1 => now, _ => now + (2 * _store.Tick) } };
        var commit = new RunCommit
        {
            Tenant = tenant,
            Run = run,
            CommitId = Guid.NewGuid(),
            ExpectedRevision = (known?.Revision ?? 0) + (Chance(80) ? 0 : 1),
            Head = head,
            Marking = Sample.Marking(step),
            Records = Chance(70) ? [Sample.Record((known?.Steps ?? 0) + 1, now)] : [],
            Consumed = [.. (known?.Inbox ?? []).Where(_ => Chance(50)).Select(static item => item.Id)],
            Subscriptions = [.. Subscriptions.Where(_ => Chance(40))],
            StartKey = Chance(50) ? new OnceKey("limit", $"key {_random.Next(2)}", Chance(50) ? now + (2 * _store.Tick) : null) : null,
            KeepLeaseFor = Chance(40) ? AnyWorker() : null,
            Lease = 3 * _store.Tick,
        };
        var expected = await _model.Runs.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        Check.Equal(expected, await Handle.Runs.CommitAsync(commit, cancellationToken).ConfigureAwait(false), $"{_name}, step {step}: the commit of {run}.");
        if (expected.Status is CommitStatus.Committed)
        {
            _committed[run] = (_committed.TryGetValue(run, out var before) ? before.First : commit, commit);
        }
    }

    private async Task ResendAsync(int step, CancellationToken cancellationToken)
    {
        if (_committed.TryGetValue(AnyRun().Run, out var commits))
        {
            var commit = Chance(50) ? commits.First : commits.Latest;
            Check.Status(CommitStatus.AlreadyCommitted, await Handle.Runs.CommitAsync(commit, cancellationToken).ConfigureAwait(false), $"{_name}, step {step}: a resent commit of {commit.Run}.");
        }
    }

    private async Task SendAsync(int step, CancellationToken cancellationToken)
    {
        var (tenant, run) = AnyRun();
        var id = $"item {_random.Next(5)}";
        var item = id == "item 0" ? new InboxItem(id, new RunInput.Cancelled { At = _store.Now }) : Sample.Item(id, _store.Now);
        var expected = await _model.Runs.SendAsync(tenant, run, item, cancellationToken).ConfigureAwait(false);
        Check.Equal(expected, await Handle.Runs.SendAsync(tenant, run, item, cancellationToken).ConfigureAwait(false), $"{_name}, step {step}: {id} to {run}.");
    }

    private async Task ClaimAsync(int step, CancellationToken cancellationToken)
    {
        var request = Sample.Claim(AnyWorker(), _store) with { Lease = 2 * _store.Tick };
        var expected = await _model.Queue.ClaimAsync(request, cancellationToken).ConfigureAwait(false);
        var claimed = await Handle.Queue.ClaimAsync(request, cancellationToken).ConfigureAwait(false);
        Check.Equal(Texts(expected.Runs), Texts(claimed.Runs), $"{_name}, step {step}: what {request.Worker} claims.");
    }

    private async Task RenewAsync(int step, CancellationToken cancellationToken)
    {
        var worker = AnyWorker();
        ImmutableArray<RunId> runs = [AnyRun().Run, AnyRun().Run];
        var expected = await _model.Queue.RenewAsync(worker, runs, 2 * _store.Tick, cancellationToken).ConfigureAwait(false);
        Check.Equal(expected, await Handle.Queue.RenewAsync(worker, runs, 2 * _store.Tick, cancellationToken).ConfigureAwait(false), $"{_name}, step {step}: {worker}'s heartbeat for {runs[0]} and {runs[1]}.");
    }

    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        var worker = AnyWorker();
        var run = AnyRun().Run;
        await _model.Queue.ReleaseAsync(worker, [run], cancellationToken).ConfigureAwait(false);
        await Handle.Queue.ReleaseAsync(worker, [run], cancellationToken).ConfigureAwait(false);
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        for (var number = 0; number < 2 * RunsEach; number++)
        {
            var (tenant, run) = RunOf(number);
            var expected = await _model.Runs.LoadAsync(tenant, run, cancellationToken).ConfigureAwait(false);
            var stored = await Handle.Runs.LoadAsync(tenant, run, cancellationToken).ConfigureAwait(false);
            Check.Equal(expected is null ? "none" : Check.Text(expected), stored is null ? "none" : Check.Text(stored), $"{_name}: {run} at the end.");
            var records = await _model.Runs.RecordsAsync(tenant, run, 1, cancellationToken).ConfigureAwait(false);
            var read = await Handle.Runs.RecordsAsync(tenant, run, 1, cancellationToken).ConfigureAwait(false);
            Check.Equal(records.Select(Check.Text), read.Select(Check.Text), $"{_name}: the records of {run} at the end.");
        }

        foreach (var tenant in (TenantId[])[Sample.Tenant, Sample.OtherTenant])
        {
            foreach (var subscription in Subscriptions)
            {
                var expected = await StoreCalls.ListAsync(_model.Runs.FindSubscribedAsync(tenant, subscription, cancellationToken), cancellationToken).ConfigureAwait(false);
                var found = await StoreCalls.ListAsync(Handle.Runs.FindSubscribedAsync(tenant, subscription, cancellationToken), cancellationToken).ConfigureAwait(false);
                Check.Equal(expected.Select(static run => run.Value).Order(StringComparer.Ordinal), found.Select(static run => run.Value).Order(StringComparer.Ordinal), $"{_name}: who waits for {subscription} at the end.");
            }
        }
    }

    private static IEnumerable<string> Texts(ImmutableArray<StoredRun> runs) =>
        runs.OrderBy(static run => run.Head.Run.Value, StringComparer.Ordinal).Select(Check.Text);

    private static (TenantId Tenant, RunId Run) RunOf(int number) => (number < RunsEach ? Sample.Tenant : Sample.OtherTenant, Sample.Nth(number));

    private (TenantId Tenant, RunId Run) AnyRun() => RunOf(_random.Next(2 * RunsEach));

    private string AnyWorker() => Chance(50) ? "w1" : "w2";

    private bool Chance(int percent) => _random.Next(100) < percent;

    private sealed class StoreClock(StoreFixture store) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => store.Now;
    }
}
