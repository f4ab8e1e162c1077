using Aurion.Engine.Benchmarks.Rules;

return args switch
{
    ["rules", .. var options] => RulesBenchmark.Run(isShort: options.Contains("--short")),
    ["load", var engine, var rules] => LoadBenchmark.RunOnce(engine, int.Parse(rules, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Benchmarks of Aurion.Engine. Start with -c Release.
          rules [--short]     rules against events: ours, peers, floor (docs/performance.md, workload R)
          load ENGINE RULES   one cold load of a rule set in this process; the benchmark above starts it
        """);
    return 1;
}
