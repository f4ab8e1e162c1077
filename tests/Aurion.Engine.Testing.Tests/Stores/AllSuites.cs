using Aurion.Engine.Testing.Stores;

namespace Aurion.Engine.Testing.Tests.Stores;

/// <summary>The suites that a set of stores must pass.</summary>
internal static class AllSuites
{
    private static readonly Dictionary<string, Func<Func<CancellationToken, ValueTask<StoreFixture>>, StoreSuite>> Suites = new()
    {
        [nameof(RunStoreSuite)] = static open => new RunStoreSuite(open),
        [nameof(RunQueueSuite)] = static open => new RunQueueSuite(open),
        [nameof(RunReaderSuite)] = static open => new RunReaderSuite(open),
        [nameof(ApprovalStoreSuite)] = static open => new ApprovalStoreSuite(open),
        [nameof(EventStoreSuite)] = static open => new EventStoreSuite(open),
        [nameof(MessageStoreSuite)] = static open => new MessageStoreSuite(open),
        [nameof(DocumentStoreSuite)] = static open => new DocumentStoreSuite(open),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var (name, make) in Suites)
            {
                foreach (var next in make(static _ => throw new NotSupportedException()).Cases)
                {
                    cases.Add(name, next.Name);
                }
            }

            return cases;
        }
    }

    public static Task RunAsync(string suite, string name, Func<CancellationToken, ValueTask<StoreFixture>> open) => Suites[suite](open).RunAsync(name);
}
