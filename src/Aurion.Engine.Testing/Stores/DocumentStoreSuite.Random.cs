namespace Aurion.Engine.Testing.Stores;

/// <content>Random sequences against the memory stores.</content>
public sealed partial class DocumentStoreSuite
{
    /// <summary>Seeded random sequences of writes, deletions and lists end as in the memory stores, call by call.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task RandomSequencesAgreeWithTheModelAsync(CancellationToken cancellationToken = default) =>
        UseSeedsAsync(static (store, seed) => new RandomDocuments(store, seed), cancellationToken);
}
