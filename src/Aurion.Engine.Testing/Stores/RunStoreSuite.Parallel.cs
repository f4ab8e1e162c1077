using System.Collections.Concurrent;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Stores;

/// <content>Many writers at once, each doing several things.</content>
public sealed partial class RunStoreSuite
{
    /// <summary>When many commit to the same few runs and send to them, every run has one history without gaps, and every message is consumed once or still there.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ParallelWritersAgreeAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            const int runs = 3, rounds = 8;
            for (var number = 0; number < runs; number++)
            {
                await store.First.Runs.CommittedAsync(Sample.Start(store.Now, Sample.Nth(number)), ct).ConfigureAwait(false);
            }

            var consumed = new ConcurrentBag<(RunId Run, string Item)>();
            var commits = new ConcurrentBag<RunId>();
            await StoreCalls.RaceAsync(store, async (handle, racer) =>
            {
                for (var round = 0; round < rounds; round++)
                {
                    var run = Sample.Nth((racer + round) % runs);
                    await handle.Runs.SendAsync(Sample.Tenant, run, Sample.Item($"{racer}/{round}", store.Now), ct).ConfigureAwait(false);
                    var seen = await handle.Runs.LoadedAsync(Sample.Tenant, run, ct).ConfigureAwait(false);
                    var commit = Sample.Start(store.Now, run) with
                    {
                        ExpectedRevision = seen.Revision,
                        Records = [Sample.Record(seen.Steps + 1, store.Now)],
                        Consumed = [.. seen.Inbox.Select(static item => item.Id)],
                    };
                    if ((await handle.Runs.CommitAsync(commit, ct).ConfigureAwait(false)).Status is CommitStatus.Committed)
                    {
                        commits.Add(run);
                        seen.Inbox.ToList().ForEach(item => consumed.Add((run, item.Id)));
                    }
                }

                return true;
            }).ConfigureAwait(false);

            var left = new List<(RunId Run, string Item)>();
            for (var number = 0; number < runs; number++)
            {
                var run = Sample.Nth(number);
                var stored = await store.Second.Runs.LoadedAsync(Sample.Tenant, run, ct).ConfigureAwait(false);
                var written = 1 + commits.Count(committed => committed == run);
                Check.Equal((written, written), ((int)stored.Revision, (int)stored.Steps), $"Each commit to {run} that was taken, and no other, must have been written.");
                var records = await store.First.Runs.RecordsAsync(Sample.Tenant, run, 1, ct).ConfigureAwait(false);
                Check.Equal(Enumerable.Range(1, written), records.Select(static record => (int)record.Step), $"The history of {run} must have no gaps.");
                left.AddRange(stored.Inbox.Select(item => (run, item.Id)));
            }

            Check.That(consumed.Distinct().Count() == consumed.Count, "A message must be consumed once.");
            Check.Equal(StoreCalls.Racers * rounds, consumed.Concat(left).Distinct().Count(), "A message must be consumed or still be there.");
        },
        cancellationToken);
}
