using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Proves an <see cref="IRunReader"/>: lists, pages, counts.</summary>
/// <param name="open">Opens an empty store with <see cref="StoreHandle.Runs"/> and <see cref="StoreHandle.Reader"/>.</param>
public sealed class RunReaderSuite(Func<CancellationToken, ValueTask<StoreFixture>> open) : StoreSuite(open)
{
    /// <inheritdoc/>
    public override ImmutableArray<StoreCase> Cases =>
    [
        new(nameof(HeadIsFoundAtOnceAsync), HeadIsFoundAtOnceAsync),
        new(nameof(RunsAreListedNewestFirstAsync), RunsAreListedNewestFirstAsync),
        new(nameof(PagesCoverTheListAsync), PagesCoverTheListAsync),
        new(nameof(FiltersHoldTogetherAsync), FiltersHoldTogetherAsync),
        new(nameof(FilterSeesTheLatestStatusAsync), FilterSeesTheLatestStatusAsync),
        new(nameof(StepsAreListedInOrderAsync), StepsAreListedInOrderAsync),
        new(nameof(RunsAreCountedAsync), RunsAreCountedAsync),
        new(nameof(RunsAreCountedByWorkflowAsync), RunsAreCountedByWorkflowAsync),
    ];

    /// <summary>A head is found as soon as its commit returned, and only by its tenant.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task HeadIsFoundAtOnceAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            Check.Same(start.Head, Check.Found(await store.Second.Reader.FindAsync(start.Tenant, start.Run, ct).ConfigureAwait(false), "The head must be found."), "The head must be read as it was written.");
            var next = Sample.After(start);
            next = next with { Head = next.Head with { Status = RunStatus.Completed, FinishedAt = store.Now } };
            await store.First.Runs.CommittedAsync(next, ct).ConfigureAwait(false);
            Check.Same(next.Head, Check.Found(await store.Second.Reader.FindAsync(start.Tenant, start.Run, ct).ConfigureAwait(false), "The head must be found."), "The latest head must stand.");
            Check.That(await store.Second.Reader.FindAsync(Sample.OtherTenant, start.Run, ct).ConfigureAwait(false) is null, "Another tenant must not find it.");
            Check.That(await store.Second.Reader.FindAsync(start.Tenant, Sample.Nth(9), ct).ConfigureAwait(false) is null, "An unknown run must be null.");
        },
        cancellationToken);

    /// <summary>Runs are listed by id, descending, whatever the order of their commits.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task RunsAreListedNewestFirstAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await StartAsync(store, ct, 3, 1, 5, 2, 4).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.Start(store.Now, Sample.Nth(6), Sample.OtherTenant), ct).ConfigureAwait(false);
            await CheckListAsync(store, new RunFilter(), Page.First(100), ct, 5, 4, 3, 2, 1).ConfigureAwait(false);
            await CheckListAsync(store, new RunFilter(), Page.First(2), ct, 5, 4).ConfigureAwait(false);
            await CheckListAsync(store, new RunFilter(), new Page(Sample.Nth(4).Value, 2), ct, 3, 2).ConfigureAwait(false);
            await CheckListAsync(store, new RunFilter(), new Page(Sample.Nth(1).Value, 2), ct).ConfigureAwait(false);
            await CheckListAsync(store, new RunFilter(), new Page("run_0003x", 2), ct, 3, 2).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Pages, one after the other, hold every run once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task PagesCoverTheListAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await StartAsync(store, ct, [.. Enumerable.Range(1, 25)]).ConfigureAwait(false);
            var seen = new List<string>();
            var page = Page.First(4);
            while (true)
            {
                var heads = await store.Second.Reader.ListAsync(Sample.Tenant, new RunFilter(), page, ct).ConfigureAwait(false);
                if (heads.IsEmpty)
                {
                    break;
                }

                seen.AddRange(heads.Select(static head => head.Run.Value));
                page = page with { After = seen[^1] };
            }

            Check.Equal(Enumerable.Range(1, 25).Select(static number => Sample.Nth(26 - number).Value), seen, "Every run must be listed once, newest first.");
        },
        cancellationToken);

    /// <summary>Every member of a filter that is set must hold.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task FiltersHoldTogetherAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            await ListedAsync(1, head => head with { WorkflowId = "wf_2" }).ConfigureAwait(false);
            await ListedAsync(2, head => head with { Status = RunStatus.Failed }).ConfigureAwait(false);
            await ListedAsync(3, head => head with { ConversationId = "conv 2" }).ConfigureAwait(false);
            await ListedAsync(4, head => head with { ConversationId = null, WorkflowId = "wf_2", Status = RunStatus.Failed }).ConfigureAwait(false);
            await ListedAsync(5, head => head with { StartedAt = now + store.Tick }).ConfigureAwait(false);
            await CheckListAsync(store, new RunFilter { WorkflowId = "wf_2" }, Page.First(9), ct, 4, 1).ConfigureAwait(false);
            await CheckListAsync(store, new RunFilter { Status = RunStatus.Failed }, Page.First(9), ct, 4, 2).ConfigureAwait(false);
            await CheckListAsync(store, new RunFilter { ConversationId = "conv 2" }, Page.First(9), ct, 3).ConfigureAwait(false);
            await CheckListAsync(store, new RunFilter { WorkflowId = "wf_2", Status = RunStatus.Failed }, Page.First(9), ct, 4).ConfigureAwait(false);
            await CheckListAsync(store, new RunFilter { StartedFrom = now + store.Tick }, Page.First(9), ct, 5).ConfigureAwait(false);
            await CheckListAsync(store, new RunFilter { StartedFrom = now, StartedBefore = now + store.Tick }, Page.First(2), ct, 4, 3).ConfigureAwait(false);
            await CheckListAsync(store, new RunFilter { WorkflowId = "wf_9" }, Page.First(9), ct).ConfigureAwait(false);

            Task ListedAsync(int number, Func<RunHead, RunHead> change)
            {
                var start = Sample.Start(now, Sample.Nth(number));
                return store.First.Runs.CommittedAsync(start with { Head = change(start.Head) }, ct);
            }
        },
        cancellationToken);

    /// <summary>A run leaves one status's list and enters the next with its commit.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task FilterSeesTheLatestStatusAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            var next = Sample.After(start);
            await store.First.Runs.CommittedAsync(next with { Head = next.Head with { Status = RunStatus.Completed } }, ct).ConfigureAwait(false);
            await CheckListAsync(store, new RunFilter { Status = RunStatus.Waiting }, Page.First(9), ct).ConfigureAwait(false);
            await CheckListAsync(store, new RunFilter { Status = RunStatus.Completed }, Page.First(9), ct, 1).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Steps are listed in the order they began, folded from all commits, by pages.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task StepsAreListedInOrderAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now) with { Records = [Sample.Record(1, store.Now), Sample.Record(2, store.Now)] };
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.After(start), ct).ConfigureAwait(false);
            var steps = await store.Second.Reader.ListStepsAsync(start.Tenant, start.Run, Page.First(9), ct).ConfigureAwait(false);
            Check.Equal(["k/1", "k/2", "k/3"], steps.Select(static step => step.Id), "Each step is listed once, in the order they began.");
            Check.Equal((StepStatus.Completed, "node2", "out", Sample.Odd), (steps[1].Status, steps[1].NodeId, steps[1].Branch, steps[1].Input!), "A step is what its events say.");
            steps = await store.Second.Reader.ListStepsAsync(start.Tenant, start.Run, new Page("k/1", 1), ct).ConfigureAwait(false);
            Check.Equal(["k/2"], steps.Select(static step => step.Id), "A page starts after the step that was seen.");
            Check.Equal(0, (await store.Second.Reader.ListStepsAsync(start.Tenant, Sample.Nth(9), Page.First(9), ct).ConfigureAwait(false)).Length, "An unknown run has no steps.");
            Check.Equal(0, (await store.Second.Reader.ListStepsAsync(Sample.OtherTenant, start.Run, Page.First(9), ct).ConfigureAwait(false)).Length, "Another tenant sees no steps.");
        },
        cancellationToken);

    /// <summary>Active runs are those not finished; started ones count from an instant on.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task RunsAreCountedAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            Check.Equal(new RunCounts(0, 0), await store.Second.Reader.CountAsync(Sample.Tenant, now, ct).ConfigureAwait(false), "There are none.");
            await StartAsync(store, ct, 1, 2, 3).ConfigureAwait(false);
            var old = Sample.Start(now, Sample.Nth(4));
            await store.First.Runs.CommittedAsync(old with { Head = old.Head with { StartedAt = now - store.Tick } }, ct).ConfigureAwait(false);
            foreach (var (number, status) in (IEnumerable<(int, RunStatus)>)[(1, RunStatus.Completed), (2, RunStatus.Paused)])
            {
                var next = Sample.After(Sample.Start(now, Sample.Nth(number)));
                await store.First.Runs.CommittedAsync(next with { Head = next.Head with { Status = status } }, ct).ConfigureAwait(false);
            }

            Check.Equal(new RunCounts(3, 3), await store.Second.Reader.CountAsync(Sample.Tenant, now, ct).ConfigureAwait(false), "Three are not finished, three started since.");
            Check.Equal(new RunCounts(3, 4), await store.Second.Reader.CountAsync(Sample.Tenant, now - store.Tick, ct).ConfigureAwait(false), "The instant itself counts.");
            Check.Equal(new RunCounts(0, 0), await store.Second.Reader.CountAsync(Sample.OtherTenant, now, ct).ConfigureAwait(false), "Another tenant has none.");
        },
        cancellationToken);

    /// <summary>Each workflow that has run is counted, with its latest start; later commits count nothing.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task RunsAreCountedByWorkflowAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            await store.First.Runs.CommitAsync([Sample.Start(now, Sample.Nth(1)), Sample.Start(now, Sample.Nth(2))], ct).ConfigureAwait(false);
            var other = Sample.Start(now, Sample.Nth(3));
            await store.First.Runs.CommittedAsync(other with { Head = other.Head with { WorkflowId = "wf_2", StartedAt = now + store.Tick } }, ct).ConfigureAwait(false);
            var earlier = Sample.Start(now, Sample.Nth(4));
            await store.First.Runs.CommittedAsync(earlier with { Head = earlier.Head with { WorkflowId = "wf_2" } }, ct).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.After(Sample.Start(now, Sample.Nth(1))), ct).ConfigureAwait(false);

            var counters = await store.Second.Reader.CountByWorkflowAsync(Sample.Tenant, ct).ConfigureAwait(false);
            Check.Equal(
                [("wf_1", new WorkflowCounter(2, now)), ("wf_2", new WorkflowCounter(2, now + store.Tick))],
                counters.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => (pair.Key, pair.Value)),
                "Each workflow has its own counter.");
            Check.Equal(0, (await store.Second.Reader.CountByWorkflowAsync(Sample.OtherTenant, ct).ConfigureAwait(false)).Count, "Another tenant has none.");
        },
        cancellationToken);

    private static async Task StartAsync(StoreFixture store, CancellationToken cancellationToken, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            await store.First.Runs.CommittedAsync(Sample.Start(store.Now, Sample.Nth(number)), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task CheckListAsync(StoreFixture store, RunFilter filter, Page page, CancellationToken cancellationToken, params int[] numbers)
    {
        var heads = await store.Second.Reader.ListAsync(Sample.Tenant, filter, page, cancellationToken).ConfigureAwait(false);
        Check.Equal(numbers.Select(Sample.Nth), heads.Select(static head => head.Run), $"The runs of {filter}, after {page.After ?? "the beginning"}, must be listed newest first.");
    }
}
