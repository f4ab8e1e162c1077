using Aurion.Engine.Storage.Memory;
using Aurion.Engine.Testing.Stores;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Testing.Tests.Stores;

/// <summary>Memory stores, opened twice, on a clock that only the test moves.</summary>
internal sealed class MemoryFixture : StoreFixture
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 8, 30, 0, 123, TimeSpan.Zero).AddTicks(4567));

    public MemoryFixture(Func<StoreHandle, StoreHandle>? change = null)
    {
        var stores = new MemoryStores(_time);
        First = (change ?? Same)(StoreHandle.Of(stores));
        Second = (change ?? Same)(StoreHandle.Of(stores.Reopen()));
    }

    public MemoryFixture(Storage.IConversationStore conversations)
    {
        First = Second = new StoreHandle { Conversations = conversations };
    }

    public override StoreHandle First { get; }

    public override StoreHandle Second { get; }

    public override DateTimeOffset Now => _time.GetUtcNow();

    public static ValueTask<StoreFixture> OpenAsync(CancellationToken cancellationToken) => new(new MemoryFixture());

    public override ValueTask PassAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        _time.Advance(time);
        return default;
    }

    private static StoreHandle Same(StoreHandle handle) => handle;
}
