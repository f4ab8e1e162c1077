using Aurion.Engine.Storage.Memory;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Stores;

/// <summary>One random sequence of calls, made on a store and on memory stores alike; each answer must be the same, and so must what stands at the end.</summary>
/// <remarks>The memory stores are asked first. A clock that moves by itself is fine: spans are much longer than calls.</remarks>
internal abstract class RandomSequence
{
    private const int Steps = 80;
    private readonly Random _random;

    private protected RandomSequence(StoreFixture store, int seed)
    {
        Store = store;
        Model = StoreHandle.Of(new MemoryStores(new StoreClock(store)));
        _random = new Random(seed);
        Name = $"seed {seed}";
    }

    private protected StoreFixture Store { get; }

    private protected StoreHandle Model { get; }

    private protected string Name { get; }

    /// <summary>Gets one of the two openings.</summary>
    private protected StoreHandle Handle => Chance(50) ? Store.First : Store.Second;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var step = 0; step < Steps; step++)
        {
            if (Next(10) == 9)
            {
                await Store.PassAsync(1.5 * Store.Tick, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await ActAsync(step, cancellationToken).ConfigureAwait(false);
            }
        }

        await CompareAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes one call on both.</summary>
    private protected abstract Task ActAsync(int step, CancellationToken cancellationToken);

    /// <summary>Compares what stands at the end.</summary>
    private protected abstract Task CompareAsync(CancellationToken cancellationToken);

    private protected TenantId AnyTenant() => Chance(50) ? Sample.Tenant : Sample.OtherTenant;

    private protected string AnyWorker() => Chance(50) ? "w1" : "w2";

    private protected int Next(int exclusive) => _random.Next(exclusive);

    private protected bool Chance(int percent) => _random.Next(100) < percent;

    private sealed class StoreClock(StoreFixture store) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => store.Now;
    }
}
