using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Commits, messages, claims, heartbeats and passing time.</summary>
internal sealed class RandomRuns(StoreFixture store, int seed) : RandomSequence(store, seed)
{
    private const int RunsEach = 3;
    private static readonly RunStatus[] Statuses = [RunStatus.Waiting, RunStatus.Waiting, RunStatus.Running, RunStatus.Paused, RunStatus.Failed, RunStatus.Completed];
    private static readonly Subscription[] Subscriptions = [new("ticket.replied", "conv 1"), new("ticket.closed", "conv 1")];
    private readonly Dictionary<RunId, (RunCommit First, RunCommit Latest)> _committed = [];

    private protected override Task ActAsync(int step, CancellationToken cancellationToken) => Next(9) switch
    {
        < 4 => CommitAsync(step, cancellationToken),
        4 => ResendAsync(step, cancellationToken),
        5 => SendAsync(step, cancellationToken),
        6 => ClaimAsync(step, cancellationToken),
        7 => RenewAsync(step, cancellationToken),
        _ => ReleaseAsync(cancellationToken),
    };

    private async Task CommitAsync(int step, CancellationToken cancellationToken)
    {
        var (tenant, run) = AnyRun();
        var known = await Model.Runs.LoadAsync(tenant, run, cancellationToken).ConfigureAwait(false);
        var now = Store.Now;
        var head = Sample.Head(now, run, tenant) with { Status = Statuses[Next(Statuses.Length)], DueAt = Next(3) switch { 0 => null, 1 => now, _ => now + (2 * Store.Tick) } };
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
            StartKey = Chance(50) ? new OnceKey("limit", $"key {Next(2)}", Chance(50) ? now + (2 * Store.Tick) : null) : null,
            KeepLeaseFor = Chance(40) ? AnyWorker() : null,
            Lease = 3 * Store.Tick,
        };
        var expected = await Model.Runs.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        Check.Equal(expected, await Handle.Runs.CommitAsync(commit, cancellationToken).ConfigureAwait(false), $"{Name}, step {step}: the commit of {run}.");
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
            Check.Status(CommitStatus.AlreadyCommitted, await Handle.Runs.CommitAsync(commit, cancellationToken).ConfigureAwait(false), $"{Name}, step {step}: a resent commit of {commit.Run}.");
        }
    }

    private async Task SendAsync(int step, CancellationToken cancellationToken)
    {
        var (tenant, run) = AnyRun();
        var id = $"item {Next(5)}";
        var item = id == "item 0" ? new InboxItem(id, new RunInput.Cancelled { At = Store.Now }) : Sample.Item(id, Store.Now);
        var expected = await Model.Runs.SendAsync(tenant, run, item, cancellationToken).ConfigureAwait(false);
        Check.Equal(expected, await Handle.Runs.SendAsync(tenant, run, item, cancellationToken).ConfigureAwait(false), $"{Name}, step {step}: {id} to {run}.");
    }

    private async Task ClaimAsync(int step, CancellationToken cancellationToken)
    {
        var request = Sample.Claim(AnyWorker(), Store) with { Lease = 2 * Store.Tick };
        var expected = await Model.Queue.ClaimAsync(request, cancellationToken).ConfigureAwait(false);
        var claimed = await Handle.Queue.ClaimAsync(request, cancellationToken).ConfigureAwait(false);
        Check.Equal(Texts(expected.Runs), Texts(claimed.Runs), $"{Name}, step {step}: what {request.Worker} claims.");
    }

    private async Task RenewAsync(int step, CancellationToken cancellationToken)
    {
        var worker = AnyWorker();
        ImmutableArray<RunId> runs = [AnyRun().Run, AnyRun().Run];
        var expected = await Model.Queue.RenewAsync(worker, runs, 2 * Store.Tick, cancellationToken).ConfigureAwait(false);
        Check.Equal(expected, await Handle.Queue.RenewAsync(worker, runs, 2 * Store.Tick, cancellationToken).ConfigureAwait(false), $"{Name}, step {step}: {worker}'s heartbeat for {runs[0]} and {runs[1]}.");
    }

    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        var worker = AnyWorker();
        var run = AnyRun().Run;
        await Model.Queue.ReleaseAsync(worker, [run], cancellationToken).ConfigureAwait(false);
        await Handle.Queue.ReleaseAsync(worker, [run], cancellationToken).ConfigureAwait(false);
    }

    private protected override async Task CompareAsync(CancellationToken cancellationToken)
    {
        for (var number = 0; number < 2 * RunsEach; number++)
        {
            var (tenant, run) = RunOf(number);
            var expected = await Model.Runs.LoadAsync(tenant, run, cancellationToken).ConfigureAwait(false);
            var stored = await Handle.Runs.LoadAsync(tenant, run, cancellationToken).ConfigureAwait(false);
            Check.Equal(expected is null ? "none" : Check.Text(expected), stored is null ? "none" : Check.Text(stored), $"{Name}: {run} at the end.");
            var records = await Model.Runs.RecordsAsync(tenant, run, 1, cancellationToken).ConfigureAwait(false);
            var read = await Handle.Runs.RecordsAsync(tenant, run, 1, cancellationToken).ConfigureAwait(false);
            Check.Equal(records.Select(Check.Text), read.Select(Check.Text), $"{Name}: the records of {run} at the end.");
        }

        foreach (var tenant in (TenantId[])[Sample.Tenant, Sample.OtherTenant])
        {
            foreach (var subscription in Subscriptions)
            {
                var expected = await StoreCalls.ListAsync(Model.Runs.FindSubscribedAsync(tenant, subscription, cancellationToken), cancellationToken).ConfigureAwait(false);
                var found = await StoreCalls.ListAsync(Handle.Runs.FindSubscribedAsync(tenant, subscription, cancellationToken), cancellationToken).ConfigureAwait(false);
                Check.Equal(expected.Select(static run => run.Value).Order(StringComparer.Ordinal), found.Select(static run => run.Value).Order(StringComparer.Ordinal), $"{Name}: who waits for {subscription} at the end.");
            }
        }
    }

    private static IEnumerable<string> Texts(ImmutableArray<StoredRun> runs) =>
        runs.OrderBy(static run => run.Head.Run.Value, StringComparer.Ordinal).Select(Check.Text);

    private static (TenantId Tenant, RunId Run) RunOf(int number) => (number < RunsEach ? Sample.Tenant : Sample.OtherTenant, Sample.Nth(number));

    private (TenantId Tenant, RunId Run) AnyRun() => RunOf(Next(2 * RunsEach));
}
