using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Proves an <see cref="IDocumentStore"/>: bytes, revisions, all or none, generations.</summary>
/// <param name="open">Opens an empty store with <see cref="StoreHandle.Documents"/>.</param>
public sealed partial class DocumentStoreSuite(Func<CancellationToken, ValueTask<StoreFixture>> open) : StoreSuite(open)
{
    /// <inheritdoc/>
    public override ImmutableArray<StoreCase> Cases =>
    [
        new(nameof(DocumentIsKeptByteForByteAsync), DocumentIsKeptByteForByteAsync),
        new(nameof(WriteReplacesOnTheExpectedRevisionAsync), WriteReplacesOnTheExpectedRevisionAsync),
        new(nameof(NullTakesWhateverIsThereAsync), NullTakesWhateverIsThereAsync),
        new(nameof(WritesAreAllOrNoneAsync), WritesAreAllOrNoneAsync),
        new(nameof(DeletedIsGoneAsync), DeletedIsGoneAsync),
        new(nameof(ListIsByIdAsync), ListIsByIdAsync),
        new(nameof(FiltersHoldTogetherAsync), FiltersHoldTogetherAsync),
        new(nameof(EveryWriteRaisesTheGenerationAsync), EveryWriteRaisesTheGenerationAsync),
        new(nameof(TenantsAreListedAsync), TenantsAreListedAsync),
        new(nameof(OneWriterWinsAsync), OneWriterWinsAsync),
        new(nameof(RandomSequencesAgreeWithTheModelAsync), RandomSequencesAgreeWithTheModelAsync),
        new(nameof(ParallelWritersAgreeAsync), ParallelWritersAgreeAsync),
    ];

    /// <summary>A document that one opening wrote is read by the other, byte for byte: member order, numbers, space.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task DocumentIsKeptByteForByteAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await CommittedAsync(store.First, ct, Sample.Write("rule_1", 0) with { Parent = "wf_1", Tag = "draft" }).ConfigureAwait(false);
            var stored = Check.Found(await store.Second.Documents.FindAsync(Sample.Tenant, DocumentKind.Rule, "rule_1", ct).ConfigureAwait(false), "The document must be found.");
            Check.Equal(("rule_1", DocumentKind.Rule, "wf_1", "draft", 1L), (stored.Id, stored.Kind, stored.Parent!, stored.Tag!, stored.Revision), "The document must be as it was written.");
            Check.Equal(Sample.Odd, stored.Body, "The text must be kept byte for byte.");
            Check.That(await store.Second.Documents.FindAsync(Sample.OtherTenant, DocumentKind.Rule, "rule_1", ct).ConfigureAwait(false) is null, "Another tenant must not find it.");
            Check.That(await store.Second.Documents.FindAsync(Sample.Tenant, DocumentKind.Workflow, "rule_1", ct).ConfigureAwait(false) is null, "Another kind has its own documents.");
            Check.That(await store.Second.Documents.FindAsync(Sample.Tenant, DocumentKind.Rule, "RULE_1", ct).ConfigureAwait(false) is null, "An id is compared ordinally.");
        },
        cancellationToken);

    /// <summary>A write on the revision that was read replaces; one on another is stale, names the document, and writes nothing.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task WriteReplacesOnTheExpectedRevisionAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await CommittedAsync(store.First, ct, Sample.Write("rule_1", 0) with { Tag = "a" }).ConfigureAwait(false);
            var body = JsonText.Parse("{\"b\":1,\"a\":2}");
            await CommittedAsync(store.Second, ct, Sample.Write("rule_1", 1, body: body)).ConfigureAwait(false);
            foreach (var revision in (long[])[0, 1, 3])
            {
                var result = await store.First.Documents.CommitAsync(Sample.Tenant, [Sample.Write("rule_1", revision)], ct).ConfigureAwait(false);
                Check.Equal(new CommitResult(CommitStatus.Stale, "rule_1"), result, "The document has revision 2.");
            }

            Check.Status(CommitStatus.Stale, await store.First.Documents.CommitAsync(Sample.Tenant, [Sample.Write("rule_9", 1)], ct).ConfigureAwait(false), "An unknown document has no revision 1.");
            var stored = Check.Found(await store.First.Documents.FindAsync(Sample.Tenant, DocumentKind.Rule, "rule_1", ct).ConfigureAwait(false), "The document must be found.");
            Check.Equal((2L, null, body), (stored.Revision, stored.Tag, stored.Body), "The second write must stand, whole.");
        },
        cancellationToken);

    /// <summary>A write without an expected revision takes whatever is there, or creates.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task NullTakesWhateverIsThereAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await CommittedAsync(store.First, ct, Sample.Write("s", null, DocumentKind.Settings)).ConfigureAwait(false);
            await CommittedAsync(store.Second, ct, Sample.Write("s", null, DocumentKind.Settings, JsonText.EmptyObject)).ConfigureAwait(false);
            var stored = Check.Found(await store.First.Documents.FindAsync(Sample.Tenant, DocumentKind.Settings, "s", ct).ConfigureAwait(false), "The document must be found.");
            Check.Equal((2L, JsonText.EmptyObject), (stored.Revision, stored.Body), "The second write must stand.");
        },
        cancellationToken);

    /// <summary>One stale document refuses the whole commit; it is named.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task WritesAreAllOrNoneAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await CommittedAsync(store.First, ct, Sample.Write("a", 0), Sample.Write("b", 0)).ConfigureAwait(false);
            var generation = await store.First.Documents.GetGenerationAsync(Sample.Tenant, DocumentKind.Rule, ct).ConfigureAwait(false);
            ImmutableArray<DocumentWrite> writes = [Sample.Write("a", 1, body: JsonText.Null), Sample.Write("c", 0), Sample.Write("w", 0, DocumentKind.Workflow), Sample.Write("b", 7)];
            Check.Equal(new CommitResult(CommitStatus.Stale, "b"), await store.Second.Documents.CommitAsync(Sample.Tenant, writes, ct).ConfigureAwait(false), "One document is not as expected.");
            await CheckListAsync(store, DocumentFilter.All, Page.First(9), ct, "a", "b").ConfigureAwait(false);
            Check.Equal(Sample.Odd, Check.Found(await store.First.Documents.FindAsync(Sample.Tenant, DocumentKind.Rule, "a", ct).ConfigureAwait(false), "a must be there.").Body, "A refused commit must write nothing.");
            Check.Equal(generation, await store.First.Documents.GetGenerationAsync(Sample.Tenant, DocumentKind.Rule, ct).ConfigureAwait(false), "A refused commit must raise no generation.");
            await CommittedAsync(store.Second, ct, [.. writes.Take(3)]).ConfigureAwait(false);
            await CheckListAsync(store, DocumentFilter.All, Page.First(9), ct, "a", "b", "c").ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A deletion needs the expected revision; afterwards the id is free.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task DeletedIsGoneAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await CommittedAsync(store.First, ct, Sample.Write("a", 0), Sample.Write("b", 0)).ConfigureAwait(false);
            var delete = Sample.Write("a", 7) with { Body = null };
            Check.Status(CommitStatus.Stale, await store.Second.Documents.CommitAsync(Sample.Tenant, [delete], ct).ConfigureAwait(false), "The document has revision 1.");
            await CommittedAsync(store.Second, ct, delete with { ExpectedRevision = 1 }).ConfigureAwait(false);
            await CheckListAsync(store, DocumentFilter.All, Page.First(9), ct, "b").ConfigureAwait(false);
            Check.That(await store.First.Documents.FindAsync(Sample.Tenant, DocumentKind.Rule, "a", ct).ConfigureAwait(false) is null, "The document is deleted.");
            Check.Status(CommitStatus.Stale, await store.First.Documents.CommitAsync(Sample.Tenant, [delete with { ExpectedRevision = 1 }], ct).ConfigureAwait(false), "What is gone has no revision 1.");
            await CommittedAsync(store.First, ct, delete with { ExpectedRevision = null }).ConfigureAwait(false);
            await CommittedAsync(store.First, ct, Sample.Write("a", 0)).ConfigureAwait(false);
            Check.Equal(1, Check.Found(await store.Second.Documents.FindAsync(Sample.Tenant, DocumentKind.Rule, "a", ct).ConfigureAwait(false), "a must be there.").Revision, "The first revision is 1.");
        },
        cancellationToken);

    /// <summary>Documents are listed by id, ordinally, both ways and by pages.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ListIsByIdAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            foreach (var id in (string[])["b", "a", "C", "ä", "aa"])
            {
                await CommittedAsync(store.First, ct, Sample.Write(id, 0)).ConfigureAwait(false);
            }

            await CommittedAsync(store.First, ct, Sample.Write("other", 0, DocumentKind.Template)).ConfigureAwait(false);
            await CheckListAsync(store, DocumentFilter.All, Page.First(9), ct, "C", "a", "aa", "b", "ä").ConfigureAwait(false);
            await CheckListAsync(store, DocumentFilter.All, new Page("a", 2), ct, "aa", "b").ConfigureAwait(false);
            await CheckListAsync(store, DocumentFilter.All, new Page("ab", 9), ct, "b", "ä").ConfigureAwait(false);
            await CheckListAsync(store, new DocumentFilter { NewestFirst = true }, Page.First(2), ct, "ä", "b").ConfigureAwait(false);
            await CheckListAsync(store, new DocumentFilter { NewestFirst = true }, new Page("b", 2), ct, "aa", "a").ConfigureAwait(false);
            Check.Equal(0, (await store.Second.Documents.ListAsync(Sample.OtherTenant, DocumentKind.Rule, DocumentFilter.All, Page.First(9), ct).ConfigureAwait(false)).Length, "Another tenant must see none.");
        },
        cancellationToken);

    /// <summary>Parent and tag filter, alone and together, as the latest write says.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task FiltersHoldTogetherAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await CommittedAsync(
                store.First,
                ct,
                Sample.Write("a", 0) with { Parent = "p1", Tag = "x" },
                Sample.Write("b", 0) with { Parent = "p1", Tag = "y" },
                Sample.Write("c", 0) with { Parent = "p2", Tag = "x" },
                Sample.Write("d", 0)).ConfigureAwait(false);
            await CheckListAsync(store, new DocumentFilter { Parent = "p1" }, Page.First(9), ct, "a", "b").ConfigureAwait(false);
            await CheckListAsync(store, new DocumentFilter { Tag = "x" }, Page.First(9), ct, "a", "c").ConfigureAwait(false);
            await CheckListAsync(store, new DocumentFilter { Tag = "x", NewestFirst = true }, Page.First(1), ct, "c").ConfigureAwait(false);
            await CheckListAsync(store, new DocumentFilter { Parent = "p1", Tag = "x" }, Page.First(9), ct, "a").ConfigureAwait(false);
            await CommittedAsync(store.First, ct, Sample.Write("a", 1) with { Parent = "p2", Tag = "x" }).ConfigureAwait(false);
            await CheckListAsync(store, new DocumentFilter { Parent = "p1" }, Page.First(9), ct, "b").ConfigureAwait(false);
            await CheckListAsync(store, new DocumentFilter { Parent = "p2", Tag = "x" }, Page.First(9), ct, "a", "c").ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Every write and deletion raises the generation of its kind and tenant, and no other.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task EveryWriteRaisesTheGenerationAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var seen = await GenerationAsync().ConfigureAwait(false);
            Check.Equal(0, seen, "Before the first write the generation is 0.");
            foreach (var write in (DocumentWrite[])[Sample.Write("a", 0), Sample.Write("a", 1), Sample.Write("a", 2) with { Body = null }, Sample.Write("a", 0)])
            {
                await CommittedAsync(store.First, ct, write).ConfigureAwait(false);
                var now = await GenerationAsync().ConfigureAwait(false);
                Check.That(now > seen, "Every write must raise the generation.");
                seen = now;
            }

            await CommittedAsync(store.First, ct, Sample.Write("w", 0, DocumentKind.Workflow)).ConfigureAwait(false);
            await store.First.Documents.CommitAsync(Sample.OtherTenant, [Sample.Write("a", 0)], ct).ConfigureAwait(false);
            Check.Equal(seen, await GenerationAsync().ConfigureAwait(false), "Another kind or tenant must leave the generation alone.");

            async Task<long> GenerationAsync() => await store.Second.Documents.GetGenerationAsync(Sample.Tenant, DocumentKind.Rule, ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>The tenants that have documents of a kind are listed, each once; one whose documents are deleted may stay.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task TenantsAreListedAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            Check.Equal(0, (await store.First.Documents.ListTenantsAsync(DocumentKind.Rule, ct).ConfigureAwait(false)).Length, "An empty store has no tenants.");
            await CommittedAsync(store.First, ct, Sample.Write("a", 0), Sample.Write("b", 0)).ConfigureAwait(false);
            await store.First.Documents.CommitAsync(Sample.OtherTenant, [Sample.Write("a", 0)], ct).ConfigureAwait(false);
            await store.First.Documents.CommitAsync(new TenantId("workflows/only"), [Sample.Write("w", 0, DocumentKind.Workflow)], ct).ConfigureAwait(false);
            var tenants = await store.Second.Documents.ListTenantsAsync(DocumentKind.Rule, ct).ConfigureAwait(false);
            Check.Equal(["acme", "zenith"], tenants.Select(static tenant => tenant.Value).Order(StringComparer.Ordinal), "Each tenant with rules must be listed once.");
            Check.Equal(["workflows/only"], (await store.Second.Documents.ListTenantsAsync(DocumentKind.Workflow, ct).ConfigureAwait(false)).Select(static tenant => tenant.Value), "A kind has its own tenants.");
        },
        cancellationToken);

    /// <summary>Of many writers on the same revision, exactly one wins; of many creators too.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OneWriterWinsAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var created = await StoreCalls.RaceAsync(store, (handle, racer) => handle.Documents.CommitAsync(Sample.Tenant, [Sample.Write("a", 0, body: Number(racer))], ct).AsTask()).ConfigureAwait(false);
            Check.Equal(1, created.Count(static result => result.Status is CommitStatus.Committed), "Exactly one creator must win.");
            var written = await StoreCalls.RaceAsync(store, (handle, racer) => handle.Documents.CommitAsync(Sample.Tenant, [Sample.Write("a", 1, body: Number(racer)), Sample.Write($"b{racer}", 0)], ct).AsTask()).ConfigureAwait(false);
            var winner = Array.FindIndex(written, static result => result.Status is CommitStatus.Committed);
            Check.Equal(1, written.Count(static result => result.Status is CommitStatus.Committed), "Exactly one writer must win.");
            await CheckListAsync(store, DocumentFilter.All, Page.First(99), ct, "a", $"b{winner}").ConfigureAwait(false);
            Check.Equal(Number(winner), Check.Found(await store.First.Documents.FindAsync(Sample.Tenant, DocumentKind.Rule, "a", ct).ConfigureAwait(false), "a must be there.").Body, "The winner's text must stand.");
        },
        cancellationToken);

    private static JsonText Number(int number) => JsonText.Parse(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static async Task CommittedAsync(StoreHandle handle, CancellationToken cancellationToken, params ImmutableArray<DocumentWrite> writes) =>
        Check.Status(CommitStatus.Committed, await handle.Documents.CommitAsync(Sample.Tenant, writes, cancellationToken).ConfigureAwait(false), "The write must be taken.");

    private static async Task CheckListAsync(StoreFixture store, DocumentFilter filter, Page page, CancellationToken cancellationToken, params string[] ids)
    {
        var documents = await store.Second.Documents.ListAsync(Sample.Tenant, DocumentKind.Rule, filter, page, cancellationToken).ConfigureAwait(false);
        Check.Equal(ids, documents.Select(static document => document.Id), $"The documents of {filter}, after {page.After ?? "the beginning"}, must be listed in order.");
    }
}
