using System.Globalization;
using System.Runtime.InteropServices;
using Aurion.Engine.Benchmarks.Measuring;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage.Memory;
using Aurion.Engine.Values;

namespace Aurion.Engine.Benchmarks.Workflows;

/// <summary>Workloads W and WS in memory: runs a second, bytes a run, the cost of a node, what a run that waits keeps.</summary>
internal sealed class WorkflowsBenchmark
{
    // Stores keep what is committed: a new one now and then keeps the heap the size of a day's, not of a year's.
    private const int RunsPerStore = 4_096;
    private const int Suspended = 20_000;
    private readonly ClosingLines _lines = new();
    private readonly Race _race;

    private WorkflowsBenchmark(bool isShort) =>
        _race = isShort ? new Race(rounds: 5, TimeSpan.FromMilliseconds(250)) : new Race(rounds: 15, TimeSpan.FromSeconds(1));

    public static int Run(bool isShort)
    {
        Print($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSArchitecture}");
        var benchmark = new WorkflowsBenchmark(isShort);
        benchmark.MeasureMachine();
        benchmark.MeasureOverStore();
        benchmark.MeasureNodes();
        benchmark.MeasureSuspended();
        Print($"\nVery large canvases, each in a new process");
        BigCanvases.Measure();
        Print($"");
        benchmark._lines.Print();
        return 0;
    }

    private void MeasureMachine()
    {
        var work = Graph.Compile(Canvases.ToVersion(Canvases.Work));
        var withApproval = Graph.Compile(Canvases.ToVersion(Canvases.WorkWithApproval));
        var stateless = new StatelessTicket();
        var run = new RunId("run_1");
        CheckThatBothPerform(work, stateless, run);
        Print($"\nRuns by one thread, actions that do nothing, no store");
        var figures = _race.Run(
            _ => MemoryWorld.Run(work, run, Canvases.Payload),
            _ => MemoryWorld.Run(withApproval, run, Canvases.Payload),
            _ => stateless.Run());
        PrintRuns("Aurion.Engine, W", figures[0]);
        PrintRuns("Aurion.Engine, WS", figures[1]);
        PrintRuns("Stateless 5.20.1, four fires", figures[2]);
        _lines.Ratio("w-memory", figures[0].PerSecond / figures[2].PerSecond, 1.5);
        _lines.Ratio("ws-memory", figures[1].PerSecond / figures[2].PerSecond, 1.2);
        _lines.Bound("w-bytes", figures[0].BytesPerOperation, 1536);
    }

    private static void CheckThatBothPerform(Graph work, StatelessTicket stateless, RunId run)
    {
        var before = MemoryWorld.Performed;
        MemoryWorld.Run(work, run, Canvases.Payload);
        stateless.Run();
        if (MemoryWorld.Performed - before != 2 || stateless.Performed != 2)
        {
            throw new InvalidOperationException($"Two actions each were to be performed; ours were {MemoryWorld.Performed - before}, Stateless's {stateless.Performed}.");
        }
    }

    private void MeasureOverStore()
    {
        var ready = ReadyMadeCommits.Of(Canvases.Work, Canvases.Payload);
        var engine = new EngineOverMemory(Canvases.Work);
        if (engine.Head(engine.Run(Canvases.Payload)).Status is not RunStatus.Completed)
        {
            throw new InvalidOperationException("The run did not complete.");
        }

        var stores = new MemoryStores(TimeProvider.System);
        Print($"\nW through the whole engine over the stores in memory, one after another; a run is {ready.Count} commits");
        var figures = _race.Run(
            number =>
            {
                if (number % RunsPerStore == RunsPerStore - 1)
                {
                    engine.Dispose();
                    engine = new EngineOverMemory(Canvases.Work);
                }

                engine.Run(Canvases.Payload);
            },
            number =>
            {
                if (number % RunsPerStore == 0)
                {
                    stores = new MemoryStores(TimeProvider.System);
                }

                ready.Hand(stores, number);
            });
        engine.Dispose();
        PrintRuns("Aurion.Engine", figures[0]);
        PrintRuns("the same commits, ready-made", figures[1]);
        _lines.Ratio("w-over-store", figures[0].PerSecond / figures[1].PerSecond, 0.5);
    }

    private void MeasureNodes()
    {
        int[] sizes = [10, 1_000, 10_000];
        var graphs = sizes.Select(static size => Graph.Compile(Canvases.ToVersion(Canvases.Line(size)))).ToArray();
        var run = new RunId("run_1");
        var figures = _race.Run([.. graphs.Select(graph => (Action<int>)(_ => MemoryWorld.Run(graph, run, Canvases.Payload)))]);
        Print($"\nA line of conditions and actions in turn, each action a decision of its own");
        for (var at = 0; at < sizes.Length; at++)
        {
            Print($"  {sizes[at],6:N0} nodes: {NanosecondsPerNode(figures[at], sizes[at]),8:N0} ns a node, {figures[at].BytesPerOperation / sizes[at],8:N0} bytes a node");
        }

        _lines.Bound("node-cost-10-to-1000", NanosecondsPerNode(figures[1], 1_000) / NanosecondsPerNode(figures[0], 10), 1.3);
    }

    private void MeasureSuspended()
    {
        using var engine = new EngineOverMemory(Canvases.WorkWithApproval);
        var first = engine.Run(Canvases.Payload200);
        if (engine.Head(first).Status is not RunStatus.Waiting)
        {
            throw new InvalidOperationException("The run does not wait.");
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var run = 0; run < Suspended; run++)
        {
            // Each its own payload, as they come from outside.
            engine.Run(new JsonText(Canvases.Payload200.Utf8.ToArray()));
        }

        var bytes = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / Suspended;
        Print($"\n{Suspended:N0} WS runs that wait for their approval, payload {Canvases.Payload200.Utf8.Length} bytes: {bytes:N0} bytes each, history and request included");
        _lines.Bound("suspended-bytes", bytes, 1024);
    }

    private static double NanosecondsPerNode(Figures figures, int nodes) => 1_000_000_000 / figures.PerSecond / nodes;

    private static void PrintRuns(string name, Figures figures) =>
        Print($"  {name,-32} {figures.PerSecond,12:N0} runs/s {figures.BytesPerOperation,12:N0} bytes/run");

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
