namespace Aurion.Engine.Testing.Stores;

/// <content>Random sequences against the memory stores.</content>
public sealed partial class MessageStoreSuite
{
    /// <summary>Seeded random sequences of messages, claims, ends of claims and passing time end as in the memory stores, call by call.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task RandomSequencesAgreeWithTheModelAsync(CancellationToken cancellationToken = default) =>
        UseSeedsAsync(static (store, seed) => new RandomMessages(store, seed), cancellationToken);
}
