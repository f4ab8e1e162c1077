using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Stages of events, once-keys that are taken and given back, claims, log entries.</summary>
internal sealed class RandomEvents(StoreFixture store, int seed) : RandomSequence(store, seed)
{
    private const int EventsEach = 4;
    private static readonly EventStage[] Stages = [EventStage.Accepted, EventStage.Decided, EventStage.Applied, EventStage.Finished];
    private static readonly ImmutableArray<OnceKey> Keys = [new("limit", "a"), new("limit", "b"), new("episode", "a")];
    private readonly Dictionary<(TenantId Tenant, string Id), (EventCommit First, EventCommit Latest)> _committed = [];

    private protected override Task ActAsync(int step, CancellationToken cancellationToken) => Next(8) switch
    {
        < 5 => CommitAsync(step, cancellationToken),
        5 => ResendAsync(step, cancellationToken),
        6 => ClaimAsync(step, cancellationToken),
        _ => CompareHoldersAsync(AnyTenant(), cancellationToken),
    };

    private protected override async Task CompareAsync(CancellationToken cancellationToken)
    {
        foreach (var tenant in (TenantId[])[Sample.Tenant, Sample.OtherTenant])
        {
            for (var number = 0; number < EventsEach; number++)
            {
                var expected = await Model.Events.FindAsync(tenant, IdOf(number), cancellationToken).ConfigureAwait(false);
                var found = await Handle.Events.FindAsync(tenant, IdOf(number), cancellationToken).ConfigureAwait(false);
                Check.Equal(expected is null ? "none" : Check.Text(expected), found is null ? "none" : Check.Text(found), $"{Name}: {IdOf(number)} at the end.");
            }

            var events = await StoreCalls.ListAsync(Model.Events.ReadAsync(tenant, new EventFilter(), cancellationToken), cancellationToken).ConfigureAwait(false);
            var read = await StoreCalls.ListAsync(Handle.Events.ReadAsync(tenant, new EventFilter(), cancellationToken), cancellationToken).ConfigureAwait(false);
            Check.Equal(events.Select(Check.Text), read.Select(Check.Text), $"{Name}: the events of {tenant} in order.");
            var log = await Model.Events.ListLogAsync(tenant, 50, cancellationToken).ConfigureAwait(false);
            Check.Equal(log.Select(Check.Text), (await Handle.Events.ListLogAsync(tenant, 50, cancellationToken).ConfigureAwait(false)).Select(Check.Text), $"{Name}: the log of {tenant}.");
            var counts = await Model.Events.CountByRuleAsync(tenant, cancellationToken).ConfigureAwait(false);
            var counted = await Handle.Events.CountByRuleAsync(tenant, cancellationToken).ConfigureAwait(false);
            Check.Equal(counts.OrderBy(static pair => pair.Key, StringComparer.Ordinal), counted.OrderBy(static pair => pair.Key, StringComparer.Ordinal), $"{Name}: the counters of {tenant}.");
            await CompareHoldersAsync(tenant, cancellationToken).ConfigureAwait(false);
        }

        var messages = await Model.Messages.ClaimAsync(Sample.Claim("w1", Store), cancellationToken).ConfigureAwait(false);
        var claimed = await Handle.Messages.ClaimAsync(Sample.Claim("w1", Store), cancellationToken).ConfigureAwait(false);
        Check.Equal(Texts(messages.Select(static message => message.Message)), Texts(claimed.Select(static message => message.Message)), $"{Name}: the messages at the end.");
    }

    private static IEnumerable<string> Texts<T>(IEnumerable<T> values) => values.Select(Check.Text).Order(StringComparer.Ordinal);

    private static string IdOf(int number) => $"evt_{number}";

    private async Task CommitAsync(int step, CancellationToken cancellationToken)
    {
        var (tenant, id) = (AnyTenant(), IdOf(Next(EventsEach)));
        var known = await Model.Events.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false);
        var now = Store.Now;
        var log = $"{id}/{Next(3)}"; // an event may write an entry again, which counts once
        var commit = Sample.Accepted(now, id, tenant) with
        {
            ExpectedRevision = Next(10) switch { 0 => 0, 1 => (known?.Revision ?? 0) + 1, _ => known?.Revision ?? 0 },
            Stage = Stages[Next(Stages.Length)],
            Log = Chance(50) ? [Sample.Log(log, $"rule_{Next(2)}", now, Chance(70) ? Rules.RuleLogStatus.Success : Rules.RuleLogStatus.LoopStopped)] : [],
            Once = [.. Keys.Where(_ => Chance(30)).Select(key => key with { Until = Next(4) switch { 0 => null, 1 => now - Store.Tick, _ => now + (2 * Store.Tick) } })],
            Messages = Chance(30) ? [Sample.Message($"m{Next(6)}", tenant)] : [],
            KeepLeaseFor = Chance(50) ? AnyWorker() : null,
            Lease = 3 * Store.Tick,
        };
        var holders = await Model.Events.FindHoldersAsync(tenant, commit.Once, cancellationToken).ConfigureAwait(false);
        var expected = await Model.Events.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        var result = await Handle.Events.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        Check.Equal(expected.Status, result.Status, $"{Name}, step {step}: the commit of {id}.");
        Check.That(
            result.Holder is null == expected.Holder is null && (result.Holder is null || result.Holder == expected.Holder || (result.Holder != id && holders.Contains(result.Holder))),
            $"{Name}, step {step}: the holder that refuses {id} is {result.Holder}; it must be one of [{string.Join(", ", holders)}].");
        if (expected.Status is CommitStatus.Committed)
        {
            _committed[(tenant, id)] = (_committed.TryGetValue((tenant, id), out var before) ? before.First : commit, commit);
        }
    }

    private async Task ResendAsync(int step, CancellationToken cancellationToken)
    {
        if (_committed.TryGetValue((AnyTenant(), IdOf(Next(EventsEach))), out var commits))
        {
            var commit = Chance(50) ? commits.First : commits.Latest;
            Check.Status(CommitStatus.AlreadyCommitted, await Handle.Events.CommitAsync(commit, cancellationToken).ConfigureAwait(false), $"{Name}, step {step}: a resent commit of {commit.EventId}.");
        }
    }

    private async Task ClaimAsync(int step, CancellationToken cancellationToken)
    {
        var request = Sample.Claim(AnyWorker(), Store) with { Lease = 2 * Store.Tick };
        var expected = await Model.Events.ClaimAsync(request, cancellationToken).ConfigureAwait(false);
        var claimed = await Handle.Events.ClaimAsync(request, cancellationToken).ConfigureAwait(false);
        Check.Equal(Texts(expected), Texts(claimed), $"{Name}, step {step}: what {request.Worker} claims.");
    }

    private async Task CompareHoldersAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var expected = await Model.Events.FindHoldersAsync(tenant, Keys, cancellationToken).ConfigureAwait(false);
        Check.Equal(expected, await Handle.Events.FindHoldersAsync(tenant, Keys, cancellationToken).ConfigureAwait(false), $"{Name}: who holds the keys of {tenant}.");
    }
}
