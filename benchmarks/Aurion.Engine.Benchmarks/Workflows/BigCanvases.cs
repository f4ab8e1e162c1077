using System.Diagnostics;
using System.Globalization;
using Aurion.Engine.Benchmarks.Measuring;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Benchmarks.Workflows;

/// <summary>Canvases at the edge of what anybody draws, each compiled and run once in a new process: time and the most memory that it had.</summary>
internal static class BigCanvases
{
    private static readonly Dictionary<string, Func<string>> All = new()
    {
        ["line-10000"] = static () => Canvases.Line(10_000),
        ["diamonds-20"] = static () => Canvases.Diamonds(20),
        ["fan-out-900"] = static () => Canvases.FanOut(900),
        ["fan-out-10000"] = static () => Canvases.FanOut(10_000),
    };

    /// <summary>Compiles and runs one in this process and writes what it took.</summary>
    public static int RunOnce(string name)
    {
        var text = All[name]();
        var started = Environment.CpuUsage.TotalTime;
        var graph = Graph.Compile(Canvases.ToVersion(text));
        var compiled = Environment.CpuUsage.TotalTime - started;
        var outcome = "completed";
        started = Environment.CpuUsage.TotalTime;
        try
        {
            MemoryWorld.Run(graph, new RunId("run_1"), Canvases.Payload);
        }
        catch (InvalidOperationException exception)
        {
            outcome = exception.Message;
        }

        var ran = Environment.CpuUsage.TotalTime - started;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-16} {graph.Version.Canvas.Nodes.Length,6:N0} nodes: compiled in {compiled.TotalMilliseconds,7:N0} ms, run in {ran.TotalMilliseconds,7:N0} ms, peak {process.PeakWorkingSet64 / 1048576,5:N0} MB: {outcome}"));
        return 0;
    }

    /// <summary>Runs each in a new process.</summary>
    public static void Measure()
    {
        foreach (var name in All.Keys)
        {
            Console.Write(OwnProgram.Run("canvas", name));
        }
    }
}
