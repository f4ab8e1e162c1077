using System.Globalization;
using System.Runtime.InteropServices;
using Aurion.Engine.Benchmarks.Measuring;

namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>Workload R: N rules against ticket events of about 1 KB.</summary>
internal static class RulesBenchmark
{
    private static readonly int[] Sizes = [10, 100, 1_000, 10_000];

    public static int Run(bool isShort)
    {
        var race = isShort ? new Race(rounds: 5, TimeSpan.FromMilliseconds(250)) : new Race(rounds: 15, TimeSpan.FromSeconds(1));
        Print($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSArchitecture}");
        foreach (var size in Sizes)
        {
            Measure(race, size);
        }

        MeasureLoading(isShort ? 1 : 3);
        return 0;
    }

    private static void Measure(Race race, int size)
    {
        var workload = Workload.Make(size, 0.01);
        Contender[] contenders =
        [
            new RulesEngineContender(workload, parsing: true),
            new RulesEngineContender(workload, parsing: false),
            new LambdaContender(workload, parsing: true),
            new LambdaContender(workload, parsing: false),
            new ReaderWalk(),
        ];
        var matches = Agreement.Check(workload, contenders);
        Print($"\n{size:N0} rules, {workload.Events.Average(static utf8 => utf8.Length):N0} bytes of JSON, {matches:N1} matches an event");
        var figures = race.Run([.. contenders.Select(contender => ToOperation(contender, workload))]);
        for (var at = 0; at < contenders.Length; at++)
        {
            Print($"  {contenders[at].Name,-48} {figures[at].PerSecond,12:N0} events/s {figures[at].BytesPerOperation,12:N0} bytes/event");
        }
    }

    private static void MeasureLoading(int times)
    {
        Print("\nCold load, each in a new process");
        foreach (var size in Sizes)
        {
            var (milliseconds, bytes) = LoadBenchmark.Measure("rulesengine", size, times);
            Print($"  {"RulesEngine 6.0.1",-30} {size,6:N0} rules {milliseconds,10:N1} ms {bytes / 1024,12:N0} KB kept");
        }
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

    private static void Print(string line) => Console.WriteLine(line);
}
