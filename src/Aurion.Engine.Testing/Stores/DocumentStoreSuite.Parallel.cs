using Aurion.Engine.Storage;

namespace Aurion.Engine.Testing.Stores;

/// <content>Many writers at once, each doing several things.</content>
public sealed partial class DocumentStoreSuite
{
    /// <summary>When many write the same two documents, both or none, no write is lost and the two never part.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ParallelWritersAgreeAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            const int rounds = 4;
            await CommittedAsync(store.First, ct, Sample.Write("a", 0), Sample.Write("b", 0, DocumentKind.Workflow)).ConfigureAwait(false);
            await StoreCalls.RaceAsync(store, async (handle, racer) =>
            {
                for (var written = 0; written < rounds;)
                {
                    var first = Check.Found(await handle.Documents.FindAsync(Sample.Tenant, DocumentKind.Rule, "a", ct).ConfigureAwait(false), "The document must be found.");
                    var result = await handle.Documents.CommitAsync(
                        Sample.Tenant, [Sample.Write("a", first.Revision), Sample.Write("b", first.Revision, DocumentKind.Workflow), Sample.Write($"{racer}", null)], ct).ConfigureAwait(false);
                    written += result.IsDurable ? 1 : 0;
                }

                return true;
            }).ConfigureAwait(false);

            var total = 1 + (StoreCalls.Racers * rounds);
            var a = await store.First.Documents.FindAsync(Sample.Tenant, DocumentKind.Rule, "a", ct).ConfigureAwait(false);
            var b = await store.Second.Documents.FindAsync(Sample.Tenant, DocumentKind.Workflow, "b", ct).ConfigureAwait(false);
            Check.Equal((total, total), ((int)a!.Revision, (int)b!.Revision), "Each write that was taken raises both revisions by one.");
            var own = await store.Second.Documents.FindAsync(Sample.Tenant, DocumentKind.Rule, "7", ct).ConfigureAwait(false);
            Check.Equal(rounds, (int)own!.Revision, "What a refused write carried must not be there.");
            Check.That(await store.First.Documents.GetGenerationAsync(Sample.Tenant, DocumentKind.Workflow, ct).ConfigureAwait(false) >= total, "Every write raises the generation.");
        },
        cancellationToken);
}
