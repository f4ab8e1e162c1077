using System.Globalization;
using Aurion.Engine.Benchmarks.Measuring;
using Aurion.Engine.Rules;

namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>The time from rules as objects to the first event answered, each time in a new process, so that nothing is warm.</summary>
internal static class LoadBenchmark
{
    /// <summary>Loads once in this process and writes milliseconds and kept bytes.</summary>
    public static int RunOnce(string engine, int rules)
    {
        var workload = Workload.Make(rules, 0.01);
        Func<object> load = engine switch
        {
            "aurion" => PrepareAurion(workload),
            "rulesengine" => PrepareRulesEngine(workload),
            _ => throw new ArgumentException($"There is no engine \"{engine}\" to load.", nameof(engine)),
        };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Environment.CpuUsage.TotalTime; // of this process, compiling to native code included
        var loaded = load();
        var elapsed = Environment.CpuUsage.TotalTime - started;
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(loaded);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalMilliseconds} {kept}"));
        return 0;
    }

    /// <summary>Loads in several new processes.</summary>
    /// <returns>The medians: milliseconds, and bytes kept in managed memory.</returns>
    public static (double Milliseconds, double Bytes) Measure(string engine, int rules, int times)
    {
        var runs = Enumerable.Range(0, times).Select(_ => RunInNewProcess(engine, rules)).ToList();
        return (Race.Median(runs.Select(static run => run.Milliseconds)), Race.Median(runs.Select(static run => run.Bytes)));
    }

    private static Func<object> PrepareAurion(Workload workload)
    {
        AutomationRule[] rules = [.. workload.Rules.Select(AurionRules.Make)];
        return () =>
        {
            var set = RuleSet.Compile(rules);
            set.Match(AurionRules.EventType, workload.Events[0], AurionRules.Now, new List<AutomationRule>());
            return set;
        };
    }

    private static Func<object> PrepareRulesEngine(Workload workload)
    {
        RulesEngine.Models.Rule[] rules = [.. workload.Rules.Select(RulesEngineContender.ToRule)];
        return () => RulesEngineContender.Load(rules);
    }

    private static (double Milliseconds, double Bytes) RunInNewProcess(string engine, int rules)
    {
        var output = OwnProgram.Run("load", engine, rules.ToString(CultureInfo.InvariantCulture));
        var parts = output.Split();
        return (double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
