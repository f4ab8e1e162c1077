using System.Collections.Immutable;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Proves that a store keeps a contract. Needs no test framework: a theory over <see cref="Cases"/>, or <see cref="RunAllAsync"/>.</summary>
/// <remarks>Every case opens an empty store of its own, so cases can run in parallel.</remarks>
public abstract class StoreSuite
{
    private const int Seeds = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Func<CancellationToken, ValueTask<StoreFixture>> _open;

    private protected StoreSuite(Func<CancellationToken, ValueTask<StoreFixture>> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        _open = open;
    }

    /// <summary>Gets the cases.</summary>
    public abstract ImmutableArray<StoreCase> Cases { get; }

    /// <summary>Runs one case.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    /// <exception cref="StoreContractException">The store broke its contract.</exception>
    /// <exception cref="ArgumentException">There is no such case.</exception>
    public Task RunAsync(string name, CancellationToken cancellationToken = default)
    {
        foreach (var found in Cases)
        {
            if (found.Name == name)
            {
                return found.RunAsync(cancellationToken);
            }
        }

        throw new ArgumentException($"{GetType().Name} has no case '{name}'.", nameof(name));
    }

    /// <summary>Runs every case, one after the other.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when all have passed.</returns>
    /// <exception cref="StoreContractException">The store broke its contract; the message names every case that failed.</exception>
    public async Task RunAllAsync(CancellationToken cancellationToken = default)
    {
        var failures = new List<string>();
        foreach (var next in Cases)
        {
            try
            {
                await next.RunAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (StoreContractException exception)
            {
                failures.Add($"{next.Name}: {exception.Message}");
            }
        }

        StoreContractException.ThrowIf(failures.Count > 0, string.Join(Environment.NewLine, failures));
    }

    private protected async Task UseSeedsAsync(Func<StoreFixture, int, RandomSequence> sequence, CancellationToken cancellationToken)
    {
        for (var next = 1; next <= Seeds; next++)
        {
            var seed = next;
            await UseAsync((store, ct) => sequence(store, seed).RunAsync(ct), cancellationToken).ConfigureAwait(false);
        }
    }

    private protected async Task UseAsync(Func<StoreFixture, CancellationToken, Task> body, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var store = await _open(patience.Token).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            try
            {
                await body(store, patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new StoreContractException($"The store did not answer within {Patience.TotalMinutes} minutes.");
            }
        }
    }
}
