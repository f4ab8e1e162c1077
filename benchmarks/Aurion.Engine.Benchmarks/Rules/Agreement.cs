namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>Proves that all contenders find the same rules, before any of them is measured.</summary>
internal static class Agreement
{
    /// <summary>Compares the answers for every event.</summary>
    /// <returns>The number of matches per event.</returns>
    /// <exception cref="InvalidOperationException">Two contenders disagree.</exception>
    public static double Check(Workload workload, IReadOnlyList<Contender> contenders)
    {
        var matches = 0L;
        for (var number = 0; number < workload.Events.Length; number++)
        {
            List<int>? expected = null;
            foreach (var contender in contenders.Where(static contender => contender.DecidesRules))
            {
                var matched = new List<int>();
                contender.Handle(number, workload.Events[number], matched);
                contender.GetMatched(matched);
                if (expected is not null && !expected.SequenceEqual(matched))
                {
                    throw new InvalidOperationException(
                        $"{contender.Name} finds {string.Join(", ", matched)} for event {number}; {contenders[0].Name} finds {string.Join(", ", expected)}.");
                }

                expected = matched;
            }

            matches += expected?.Count ?? 0;
        }

        return (double)matches / workload.Events.Length;
    }
}
