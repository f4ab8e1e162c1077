using Aurion.Engine.Tests.Execution.Driving.Harness;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Testing.Tests.EtagStore;

/// <summary>One document with an ETag is enough for an approval to have one outcome.</summary>
public sealed class EtagDecidersTests
{
    [Fact]
    public async Task Approval_FiftyDecideAtOnce_ExactlyOneOutcomeStands()
    {
        var time = new FakeTimeProvider(EngineHarness.Noon);
        var blobs = new EtagBlobs();

        Assert.Empty(await FiftyDeciders.PlayAsync(() => Open(blobs, time), time, FiftyDeciders.Runs(usual: 5)));
    }

    private static StoreSet Open(EtagBlobs blobs, TimeProvider time)
    {
        var data = new EtagData(blobs, time);
        var runs = new EtagRunStore(data);
        return new StoreSet(runs, runs, runs, new EtagApprovalStore(data), new EtagEventStore(data), new EtagMessageStore(data), new EtagDocumentStore(data));
    }
}
