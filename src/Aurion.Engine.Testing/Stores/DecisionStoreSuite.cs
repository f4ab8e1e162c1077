using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Proves an <see cref="IDecisionStore"/>: rows that stay, one that stands for each conversation and kind, windows, races.</summary>
/// <param name="open">Opens an empty store with <see cref="StoreHandle.Decisions"/>.</param>
public sealed class DecisionStoreSuite(Func<CancellationToken, ValueTask<StoreFixture>> open) : StoreSuite(open)
{
    /// <inheritdoc/>
    public override ImmutableArray<StoreCase> Cases =>
    [
        new(nameof(DecisionIsKeptByteForByteAsync), DecisionIsKeptByteForByteAsync),
        new(nameof(OneStandsForEachKindAsync), OneStandsForEachKindAsync),
        new(nameof(StaleWritesNothingAsync), StaleWritesNothingAsync),
        new(nameof(KnownIdIsKnownAsync), KnownIdIsKnownAsync),
        new(nameof(ListIsNewestFirstAsync), ListIsNewestFirstAsync),
        new(nameof(WindowHoldsWhatStandsAsync), WindowHoldsWhatStandsAsync),
        new(nameof(LargeWindowIsWholeAsync), LargeWindowIsWholeAsync),
        new(nameof(OneAppenderWinsAsync), OneAppenderWinsAsync),
    ];

    /// <summary>A decision that one opening wrote is read by the other as it was, by its own tenant alone.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task DecisionIsKeptByteForByteAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            var decision = Decision("aud_1", now) with { Body = Sample.Odd, RecordedAt = now.AddTicks(7) };
            await AppendedAsync(store.First, decision, null, ct).ConfigureAwait(false);
            var found = await CurrentAsync(store.Second, ct).ConfigureAwait(false);
            Check.Equal(decision with { IsCurrent = true }, found, "The decision must come back as it was written, as the one that stands.");
            Check.That(await store.Second.Decisions.FindCurrentAsync(Sample.OtherTenant, "conv 1", DecisionKind.Routing, ct).ConfigureAwait(false) is null, "Another tenant must not find it.");
            await AppendedAsync(store.First, decision with { Tenant = Sample.OtherTenant }, null, ct).ConfigureAwait(false); // ids are a tenant's own
        },
        cancellationToken);

    /// <summary>A decision takes the place of the one that stood, which stays listed; other kinds and conversations are left alone.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OneStandsForEachKindAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            await AppendedAsync(store.First, Decision("aud_1", now), null, ct).ConfigureAwait(false);
            await AppendedAsync(store.First, Decision("aud_2", now) with { Kind = DecisionKind.Resolution }, null, ct).ConfigureAwait(false);
            await AppendedAsync(store.First, Decision("aud_3", now) with { ConversationId = "conv 2" }, null, ct).ConfigureAwait(false);
            await AppendedAsync(store.Second, Decision("aud_4", now), "aud_1", ct).ConfigureAwait(false);
            Check.Equal("aud_4", (await CurrentAsync(store.First, ct).ConfigureAwait(false))?.Id, "The newer decision must stand.");
            var all = await store.First.Decisions.ListAsync(Sample.Tenant, DecisionFilter.All, Page.First(9), ct).ConfigureAwait(false);
            Check.Equal(["aud_4 True", "aud_3 True", "aud_2 True", "aud_1 False"], all.Select(static row => $"{row.Id} {row.IsCurrent}"), "All must stay, one of each conversation and kind standing.");
        },
        cancellationToken);

    /// <summary>Whoever does not know what stands writes nothing, and is told what does.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task StaleWritesNothingAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            Check.Equal(new CommitResult(CommitStatus.Stale), await store.First.Decisions.AppendAsync(Decision("aud_0", now), "aud_9", ct).ConfigureAwait(false), "Nothing stands yet.");
            await AppendedAsync(store.First, Decision("aud_1", now), null, ct).ConfigureAwait(false);
            await AppendedAsync(store.First, Decision("aud_2", now), "aud_1", ct).ConfigureAwait(false);
            foreach (var wrong in (string?[])[null, "aud_1", "aud_9"])
            {
                Check.Equal(new CommitResult(CommitStatus.Stale, "aud_2"), await store.Second.Decisions.AppendAsync(Decision("aud_3", now), wrong, ct).ConfigureAwait(false), $"'{wrong}' does not stand.");
            }

            Check.Equal(2, (await store.Second.Decisions.ListAsync(Sample.Tenant, DecisionFilter.All, Page.First(9), ct).ConfigureAwait(false)).Length, "A stale row must not be written.");
        },
        cancellationToken);

    /// <summary>A row that is sent again is known, whatever it says to supersede, and also once it no longer stands.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task KnownIdIsKnownAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            await AppendedAsync(store.First, Decision("aud_1", now), null, ct).ConfigureAwait(false);
            Check.Status(CommitStatus.AlreadyCommitted, await store.Second.Decisions.AppendAsync(Decision("aud_1", now), null, ct).ConfigureAwait(false), "The row is known.");
            await AppendedAsync(store.First, Decision("aud_2", now), "aud_1", ct).ConfigureAwait(false);
            Check.Status(CommitStatus.AlreadyCommitted, await store.Second.Decisions.AppendAsync(Decision("aud_1", now), null, ct).ConfigureAwait(false), "The row is known, though it no longer stands.");
            Check.Equal("aud_2", (await CurrentAsync(store.First, ct).ConfigureAwait(false))?.Id, "What stands must stay.");
        },
        cancellationToken);

    /// <summary>Lists are by id, newest first, in pages, and filters hold together.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ListIsNewestFirstAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            foreach (var (id, conversation, kind) in ((string, string, DecisionKind)[])
                [("aud_2", "a", DecisionKind.Routing), ("aud_B", "a", DecisionKind.Resolution), ("aud_a", "b", DecisionKind.Resolution), ("aud_1", "b", DecisionKind.Routing)])
            {
                await AppendedAsync(store.First, Decision(id, now) with { ConversationId = conversation, Kind = kind }, null, ct).ConfigureAwait(false);
            }

            await CheckAsync(DecisionFilter.All, Page.First(9), "aud_a", "aud_B", "aud_2", "aud_1").ConfigureAwait(false);
            await CheckAsync(DecisionFilter.All, Page.First(2), "aud_a", "aud_B").ConfigureAwait(false);
            await CheckAsync(DecisionFilter.All, new Page("aud_B", 9), "aud_2", "aud_1").ConfigureAwait(false);
            await CheckAsync(DecisionFilter.All, new Page("aud_3", 9), "aud_2", "aud_1").ConfigureAwait(false);
            await CheckAsync(new DecisionFilter { Kind = DecisionKind.Resolution }, Page.First(9), "aud_a", "aud_B").ConfigureAwait(false);
            await CheckAsync(new DecisionFilter { ConversationId = "a" }, Page.First(9), "aud_B", "aud_2").ConfigureAwait(false);
            await CheckAsync(new DecisionFilter { ConversationId = "b", Kind = DecisionKind.Routing }, Page.First(9), "aud_1").ConfigureAwait(false);
            await CheckAsync(new DecisionFilter { ConversationId = "c" }, Page.First(9)).ConfigureAwait(false);

            async Task CheckAsync(DecisionFilter filter, Page page, params string[] ids) => Check.Equal(
                ids, (await store.Second.Decisions.ListAsync(Sample.Tenant, filter, page, ct).ConfigureAwait(false)).Select(static row => row.Id), $"The list of {filter} after {page.After} must be right.");
        },
        cancellationToken);

    /// <summary>A window holds the decisions that stand, from its beginning up to but without its end, by their time.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task WindowHoldsWhatStandsAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            for (var at = 0; at < 5; at++)
            {
                await AppendedAsync(store.First, Decision($"aud_{9 - at}", now.AddTicks(at)) with { ConversationId = $"conv {at}" }, null, ct).ConfigureAwait(false);
            }

            await AppendedAsync(store.First, Decision("aud_a", now.AddTicks(2)) with { ConversationId = "conv 2" }, "aud_7", ct).ConfigureAwait(false);
            await AppendedAsync(store.First, Decision("aud_b", now.AddTicks(2)) with { ConversationId = "conv 9" }, null, ct).ConfigureAwait(false);
            await CheckAsync(now, now.AddTicks(9), "aud_9", "aud_8", "aud_a", "aud_b", "aud_6", "aud_5").ConfigureAwait(false);
            await CheckAsync(now.AddTicks(1), now.AddTicks(3), "aud_8", "aud_a", "aud_b").ConfigureAwait(false);
            await CheckAsync(now.AddTicks(5), now.AddTicks(9)).ConfigureAwait(false);

            async Task CheckAsync(DateTimeOffset from, DateTimeOffset until, params string[] ids) => Check.Equal(
                ids, (await StoreCalls.ListAsync(store.Second.Decisions.ReadCurrentAsync(Sample.Tenant, from, until, ct), ct).ConfigureAwait(false)).Select(static row => row.Id), "The window must be right.");
        },
        cancellationToken);

    /// <summary>A window of more rows than anybody reads at once is whole and in order, many of one instant too.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task LargeWindowIsWholeAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            const int Count = 1_203;
            var now = store.Now;
            await Task.WhenAll(Enumerable.Range(0, Count).Select(at => AppendedAsync(
                at % 2 == 0 ? store.First : store.Second, Decision($"aud_{at:00000}", now.AddTicks(at / 700)) with { ConversationId = $"conv {at}" }, null, ct))).ConfigureAwait(false);
            var read = await StoreCalls.ListAsync(store.Second.Decisions.ReadCurrentAsync(Sample.Tenant, now, now.AddTicks(9), ct), ct).ConfigureAwait(false);
            Check.Equal(Enumerable.Range(0, Count).Select(static at => $"aud_{at:00000}"), read.Select(static row => row.Id), "Every row must be read once, in order.");
        },
        cancellationToken);

    /// <summary>Of many who decide at once, exactly one wins.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OneAppenderWinsAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            string? standing = null;
            foreach (var round in (string[])["a", "b"])
            {
                var known = standing;
                var answers = await StoreCalls.RaceAsync(store, (handle, racer) => handle.Decisions.AppendAsync(Decision($"aud_{round}{racer}", now), known, ct).AsTask()).ConfigureAwait(false);
                var winner = Array.FindIndex(answers, static answer => answer.Status is CommitStatus.Committed);
                standing = $"aud_{round}{winner}";
                Check.Equal(1, answers.Count(static answer => answer.Status is CommitStatus.Committed), "Exactly one must win.");
                Check.That(answers.All(answer => answer.Status is CommitStatus.Committed || answer == new CommitResult(CommitStatus.Stale, standing)), "All others must be told who did.");
                Check.Equal(standing, (await CurrentAsync(store.First, ct).ConfigureAwait(false))?.Id, "The winner must stand.");
            }
        },
        cancellationToken);

    private static StoredDecision Decision(string id, DateTimeOffset at) => new()
    {
        Tenant = Sample.Tenant, Id = id, ConversationId = "conv 1", Kind = DecisionKind.Routing, DecidedAt = at, RecordedAt = at, Body = JsonText.EmptyObject,
    };

    private static async Task AppendedAsync(StoreHandle handle, StoredDecision decision, string? supersedes, CancellationToken cancellationToken) =>
        Check.Status(CommitStatus.Committed, await handle.Decisions.AppendAsync(decision, supersedes, cancellationToken).ConfigureAwait(false), $"{decision.Id} must be taken.");

    private static async Task<StoredDecision?> CurrentAsync(StoreHandle handle, CancellationToken cancellationToken) =>
        await handle.Decisions.FindCurrentAsync(Sample.Tenant, "conv 1", DecisionKind.Routing, cancellationToken).ConfigureAwait(false);
}
