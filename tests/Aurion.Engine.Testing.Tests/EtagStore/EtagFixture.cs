using Aurion.Engine.Testing.Stores;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Testing.Tests.EtagStore;

/// <summary>Two openings that share blobs and nothing else.</summary>
internal sealed class EtagFixture : StoreFixture
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 8, 30, 0, 123, TimeSpan.Zero).AddTicks(4567));

    public EtagFixture()
    {
        var blobs = new EtagBlobs();
        First = Open(new EtagData(blobs, _time));
        Second = Open(new EtagData(blobs, _time));
    }

    public override StoreHandle First { get; }

    public override StoreHandle Second { get; }

    public override DateTimeOffset Now => _time.GetUtcNow();

    public static ValueTask<StoreFixture> OpenAsync(CancellationToken cancellationToken) => new(new EtagFixture());

    public override ValueTask PassAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        _time.Advance(time);
        return default;
    }

    private static StoreHandle Open(EtagData data)
    {
        var runs = new EtagRunStore(data);
        return new StoreHandle
        {
            Runs = runs,
            Queue = runs,
            Reader = runs,
            Approvals = new EtagApprovalStore(data),
            Events = new EtagEventStore(data),
            Messages = new EtagMessageStore(data),
            Documents = new EtagDocumentStore(data),
            Decisions = new EtagDecisionStore(data),
        };
    }
}
