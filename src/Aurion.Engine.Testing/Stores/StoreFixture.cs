namespace Aurion.Engine.Testing.Stores;

/// <summary>An empty store for one case, opened twice: what one opening writes, the other must see.</summary>
/// <remarks>The two must share nothing but the data, as two processes would: no lock, semaphore or static may make a case pass.</remarks>
public abstract class StoreFixture : IAsyncDisposable
{
    /// <summary>Gets the first opening.</summary>
    public abstract StoreHandle First { get; }

    /// <summary>Gets the second opening, onto the same data.</summary>
    public abstract StoreHandle Second { get; }

    /// <summary>Gets the store's time.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>Gets a span that the store's clock tells apart from none and that <see cref="PassAsync"/> can afford. The default is one minute.</summary>
    /// <value>For a clock that really has to pass: a few hundred milliseconds.</value>
    public virtual TimeSpan Tick => TimeSpan.FromMinutes(1);

    /// <summary>Lets the store's clock pass.</summary>
    /// <param name="time">How much.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when it has passed.</returns>
    public abstract ValueTask PassAsync(TimeSpan time, CancellationToken cancellationToken);

    /// <summary>Closes both openings and throws the data away.</summary>
    /// <returns>A task that ends when that is done.</returns>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }
}
