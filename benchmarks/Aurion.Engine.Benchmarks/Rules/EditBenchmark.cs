using Aurion.Engine.Rules;

namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>Edits of one rule in a large set: its conditions change, and the set with the change is ready to match.</summary>
internal static class EditBenchmark
{
    /// <summary>Edits again and again.</summary>
    /// <returns>The median and the 99th percentile, in milliseconds.</returns>
    public static (double Median, double P99) Measure(int rules, int edits)
    {
        var workload = Workload.Make(rules, 0.01);
        var set = RuleSet.Compile(workload.Rules.Select(AurionRules.Make));
        var others = Workload.Make(rules + edits, 0.01).Rules[rules..];
        var random = new Random(7);
        var times = new List<double>(edits);
        for (var edit = 0; edit < edits; edit++)
        {
            var rule = AurionRules.Make(others[edit] with { Id = random.Next(rules) });
            var started = Environment.CpuUsage.TotalTime; // of this process: others on the machine are not counted
            set = set.With(rule);
            times.Add((Environment.CpuUsage.TotalTime - started).TotalMilliseconds);
        }

        GC.KeepAlive(set);
        times.RemoveRange(0, edits / 10); // the first ones are compiled while they run
        times.Sort();
        return (times[times.Count / 2], times[(int)(times.Count * 0.99)]);
    }
}
