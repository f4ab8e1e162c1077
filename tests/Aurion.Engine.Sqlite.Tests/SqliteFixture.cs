using Aurion.Engine.Testing.Stores;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Sqlite.Tests;

/// <summary>One file, opened twice: two writers, as two processes have them.</summary>
internal sealed class SqliteFixture : StoreFixture
{
    private readonly DatabaseFile _file = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 8, 30, 0, 123, TimeSpan.Zero).AddTicks(4567));
    private readonly SqliteStores _first;
    private readonly SqliteStores _second;

    public SqliteFixture()
    {
        _first = new SqliteStores(_file.Options, _time);
        _second = new SqliteStores(_file.Options, _time);
        First = HandleOf(_first);
        Second = HandleOf(_second);
    }

    public string Path => _file.Path;

    public override StoreHandle First { get; }

    public override StoreHandle Second { get; }

    public override DateTimeOffset Now => _time.GetUtcNow();

    public static ValueTask<StoreFixture> OpenAsync(CancellationToken cancellationToken) => new(new SqliteFixture());

    public static StoreHandle HandleOf(SqliteStores stores) => new()
    {
        Runs = stores.Runs,
        Queue = stores.Queue,
        Reader = stores.Reader,
        Approvals = stores.Approvals,
        Events = stores.Events,
        Messages = stores.Messages,
        Documents = stores.Documents,
        Decisions = stores.Decisions,
    };

    public override ValueTask PassAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        _time.Advance(time);
        return default;
    }

    public override async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _file.Dispose();
        await base.DisposeAsync();
    }
}
