using System.Globalization;
using System.Runtime.InteropServices;
using Aurion.Engine.Benchmarks.Measuring;
using Aurion.Engine.Rules;

namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>Workload R: N rules against ticket events of about 1 KB.</summary>
internal sealed class RulesBenchmark
{
    private static readonly int[] Sizes = [10, 100, 1_000, 10_000];
    private readonly ClosingLines _lines = new();
    private readonly Race _race;
    private readonly bool _isShort;

    private RulesBenchmark(bool isShort)
    {
        _isShort = isShort;
        _race = isShort ? new Race(rounds: 5, TimeSpan.FromMilliseconds(250)) : new Race(rounds: 15, TimeSpan.FromSeconds(1));
    }

    public static int Run(bool isShort)
    {
        Print($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSArchitecture}");
        var benchmark = new RulesBenchmark(isShort);
        foreach (var size in Sizes)
        {
            benchmark.MeasureMatching(size);
        }

        benchmark.MeasureGrowth("rules", "rules-growth-100-to-10000", hard: false);
        benchmark.MeasureGrowth("rules, 3,000 words, long texts", "rules-hard-growth-100-to-10000", hard: true);
        benchmark.MeasurePass();
        benchmark.MeasureAllocation();
        benchmark.MeasureEdits();
        benchmark.MeasureLoading();
        Print($"");
        benchmark._lines.Print();
        return 0;
    }

    private void MeasureMatching(int size)
    {
        var workload = Workload.Make(size, 0.01);
        var figures = Race(
            $"{size:N0} rules",
            workload,
            new AurionContender(workload),
            new RulesEngineContender(workload, parsing: true),
            new RulesEngineContender(workload, parsing: false),
            new LambdaContender(workload, parsing: true),
            new LambdaContender(workload, parsing: false),
            new ReaderWalk());
        var target = size switch
        {
            10 => 4,
            100 => 14,
            1_000 => 120,
            _ => 3_000,
        };
        _lines.Ratio($"rules-{size}", figures[0].PerSecond / figures[1].PerSecond, target);
        if (size == 1_000)
        {
            _lines.Ratio("rules-1000-floor", figures[0].PerSecond / figures[3].PerSecond, 15);
        }
    }

    private void MeasureGrowth(string what, string name, bool hard)
    {
        var few = Workload.Make(100, 10.0 / 100, hard);
        var many = Workload.Make(10_000, 10.0 / 10_000, hard);
        var figures = new[]
        {
            Race($"100 {what}, about 10 match", few, new AurionContender(few))[0],
            Race($"10,000 {what}, about 10 match", many, new AurionContender(many))[0],
        };
        _lines.Bound(name, figures[1].Microseconds / figures[0].Microseconds, 4);
    }

    private void MeasurePass()
    {
        var workload = Workload.Make(1_000, 0.01);
        var figures = Race("1,000 rules, every tenth writes a field", workload, new AurionPassContender(workload), new RulesEngineContender(workload, parsing: true));
        _lines.Ratio("pass-1000", figures[0].PerSecond / figures[1].PerSecond, 40);
    }

    private void MeasureAllocation()
    {
        var misses = Workload.Make(1_000, 0.01);
        var set = RuleSet.Compile(misses.Rules.Select(AurionRules.Make));
        var matched = new List<AutomationRule>(1024);
        var missing = misses.Events.Where(utf8 => set.Match("ticket.updated", utf8, AurionRules.Now, matched) == 0 && set.Match(AurionRules.EventType, utf8, AurionRules.Now, matched) == 0).ToArray();
        if (missing.Length == 0)
        {
            var few = Workload.Make(10, 0.01);
            set = RuleSet.Compile(few.Rules.Select(AurionRules.Make));
            missing = [.. few.Events.Where(utf8 => set.Match(AurionRules.EventType, utf8, AurionRules.Now, matched) == 0)];
        }

        var perMiss = BytesPer(set, missing, matched, out _);
        var perEvent = BytesPer(RuleSet.Compile(misses.Rules.Select(AurionRules.Make)), misses.Events, matched, out var matches);
        _lines.Bound("rules-bytes-per-miss", perMiss, 0);
        _lines.Bound("rules-bytes-per-match", perEvent / matches, 64);
    }

    private static double BytesPer(RuleSet set, byte[][] events, List<AutomationRule> matched, out double matches)
    {
        long before = 0;
        var count = 0L;
        const int Rounds = 20;
        for (var round = 0; round < 2 * Rounds; round++)
        {
            if (round == Rounds)
            {
                count = 0;
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            foreach (var utf8 in events)
            {
                matched.Clear();
                count += set.Match(AurionRules.EventType, utf8, AurionRules.Now, matched);
            }
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        matches = (double)count / (Rounds * events.Length);
        return (double)bytes / (Rounds * events.Length);
    }

    private void MeasureEdits()
    {
        var (median, p99) = EditBenchmark.Measure(10_000, _isShort ? 2_000 : 10_000);
        Print($"\nEdit of one of 10,000 rules: median {median:N3} ms, 99th percentile {p99:N3} ms");
        _lines.Bound("rules-edit-one-of-10000-p99-ms", p99, 1);
    }

    private void MeasureLoading()
    {
        Print($"\nCold load, each in a new process");
        foreach (var size in Sizes)
        {
            var (ours, oursBytes) = LoadBenchmark.Measure("aurion", size, times: 3);
            var (peer, peerBytes) = LoadBenchmark.Measure("rulesengine", size, times: _isShort ? 1 : 3);
            Print($"  {size,6:N0} rules: Aurion.Engine {ours,10:N1} ms {oursBytes / 1024,8:N0} KB kept, RulesEngine 6.0.1 {peer,10:N1} ms {peerBytes / 1024,8:N0} KB kept");
            if (size == 10_000)
            {
                _lines.Ratio("load-10000", peer / ours, 60);
            }
        }
    }

    private Figures[] Race(FormattableString what, Workload workload, params Contender[] contenders) =>
        Race(what.ToString(CultureInfo.InvariantCulture), workload, contenders);

    private Figures[] Race(string what, Workload workload, params Contender[] contenders)
    {
        var matches = Agreement.Check(workload, contenders);
        Print($"\n{what}, {workload.Events.Average(static utf8 => utf8.Length):N0} bytes of JSON, {matches:N1} matches an event");
        var figures = _race.Run([.. contenders.Select(contender => ToOperation(contender, workload))]);
        for (var at = 0; at < contenders.Length; at++)
        {
            Print($"  {contenders[at].Name,-48} {figures[at].PerSecond,12:N0} events/s {figures[at].BytesPerOperation,12:N0} bytes/event");
        }

        return figures;
    }

    private static Action<int> ToOperation(Contender contender, Workload workload)
    {
        var events = workload.Events;
        var matched = new List<int>(1024);
        return number =>
        {
            matched.Clear();
            var at = number & (events.Length - 1);
            contender.Handle(at, events[at], matched);
        };
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
