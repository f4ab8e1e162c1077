namespace Aurion.Engine.Testing.Stores;

/// <content>Random sequences against the memory stores.</content>
public sealed partial class RunStoreSuite
{
    private const int Seeds = 8;

    /// <summary>Seeded random sequences of commits, messages, claims, heartbeats and passing time end as in the memory stores, call by call.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public async Task RandomSequencesAgreeWithTheModelAsync(CancellationToken cancellationToken = default)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var sequence = seed;
            await UseAsync((store, ct) => new RandomRuns(store, sequence).RunAsync(ct), cancellationToken).ConfigureAwait(false);
        }
    }
}
