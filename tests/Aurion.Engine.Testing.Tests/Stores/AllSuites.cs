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
        [nameof(DecisionStoreSuite)] = static open => new DecisionStoreSuite(open),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var suite in Names)
            {
                foreach (var name in CasesOf(suite))
                {
                    cases.Add(suite, name);
                }
            }

            return cases;
        }
    }

    public static IEnumerable<string> Names => Suites.Keys;

    public static IEnumerable<string> CasesOf(string suite) => Suites[suite](static _ => throw new NotSupportedException()).Cases.Select(static next => next.Name);

    public static Task RunAsync(string suite, string name, Func<CancellationToken, ValueTask<StoreFixture>> open) => Suites[suite](open).RunAsync(name);
}
