using System.Globalization;
using Aurion.Engine.Benchmarks.Durable;
using Aurion.Engine.Benchmarks.Rules;
using Aurion.Engine.Benchmarks.Workflows;

return args switch
{
    ["rules", .. var options] => RulesBenchmark.Run(isShort: options.Contains("--short")),
    ["workflows", .. var options] => WorkflowsBenchmark.Run(isShort: options.Contains("--short")),
    ["durable", .. var options] => await DurableBenchmark.RunAsync(options.Contains("--short"), options.FirstOrDefault(static option => !option.StartsWith('-'))),
    ["suspended", var store, var runs] => await SuspendedRuns.RunOnceAsync(store, int.Parse(runs, CultureInfo.InvariantCulture)),
    ["canvas", var name] => BigCanvases.RunOnce(name),
    ["load", var engine, var rules] => LoadBenchmark.RunOnce(engine, int.Parse(rules, CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Benchmarks of Aurion.Engine. Start with -c Release.
          rules [--short]     rules against events: ours, peers, floor (docs/performance.md, workload R)
          workflows [--short] runs in memory: ours, Stateless, the store alone (docs/performance.md, workloads W and WS)
          durable [STORE] [--short] runs on disk: completed runs, latencies, a million that wait (docs/performance.md); STORE is sqlite
          suspended STORE N   N runs that wait, in this process; `durable` starts it
          canvas NAME         one very large canvas in this process; `workflows` starts it
          load ENGINE RULES   one cold load of a rule set in this process; `rules` starts it
        """);
    return 1;
}
