using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Testing.Stores;

/// <content>Many writers at once, each doing several things.</content>
public sealed partial class EventStoreSuite
{
    /// <summary>When many accept the same few events and take the same few keys, every event is accepted once, every key has one holder, and every match is counted once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ParallelWritersAgreeAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            const int events = 8, rounds = 8;
            ImmutableArray<OnceKey> keys = [new("limit", "a"), new("limit", "b"), new("limit", "c")];
            var accepted = new ConcurrentBag<EventCommit>();
            await StoreCalls.RaceAsync(store, async (handle, racer) =>
            {
                for (var round = 0; round < rounds; round++)
                {
                    var number = (racer + round) % events;
                    var commit = Sample.Accepted(store.Now, $"evt_{number}") with
                    {
                        Once = number % 4 == 0 ? [] : [.. keys.Where((_, at) => (number + at) % 3 != 0)],
                        Log = [Sample.Log($"log_{number}", "rule_1", store.Now)],
                    };
                    if ((await handle.Events.CommitAsync(commit, ct).ConfigureAwait(false)).Status is CommitStatus.Committed)
                    {
                        accepted.Add(commit);
                    }
                }

                return true;
            }).ConfigureAwait(false);

            Check.Equal(accepted.Count, accepted.DistinctBy(static commit => commit.EventId).Count(), "An event must be accepted once.");
            var holders = await store.Second.Events.FindHoldersAsync(Sample.Tenant, keys, ct).ConfigureAwait(false);
            foreach (var commit in accepted)
            {
                foreach (var key in commit.Once)
                {
                    Check.Equal(commit.EventId, holders[keys.IndexOf(key)], $"What {commit.EventId} took, it must hold.");
                }
            }

            for (var number = 0; number < events; number++)
            {
                var stored = await store.First.Events.FindAsync(Sample.Tenant, $"evt_{number}", ct).ConfigureAwait(false);
                Check.Equal(accepted.Any(commit => commit.EventId == $"evt_{number}"), stored is not null, $"evt_{number} must be there if it was accepted, and only then.");
            }

            var counters = await store.Second.Events.CountByRuleAsync(Sample.Tenant, ct).ConfigureAwait(false);
            Check.Equal(accepted.Count, (int)counters["rule_1"].Count, "Every match must be counted once.");
        },
        cancellationToken);
}
