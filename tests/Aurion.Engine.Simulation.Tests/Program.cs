using System.Globalization;
using Aurion.Engine.Simulation.Tests.World;

namespace Aurion.Engine.Simulation.Tests;

/// <summary>Plays seeds in a process that has one thread for all work: <c>first count bug store [trace]</c>. <see cref="SimulationProcess"/> starts it.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        // Whatever would run side by side is queued for the one thread, in one order.
        if (!ThreadPool.SetMinThreads(1, 1) || !ThreadPool.SetMaxThreads(1, 1))
        {
            Console.WriteLine("error: this needs DOTNET_PROCESSOR_COUNT=1, so that all work has one thread and one order.");
            return 2;
        }

        Task.Run(() => PlayAsync(args)).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task PlayAsync(string[] args)
    {
        var (first, count) = (Number(args[0]), Number(args[1]));
        var (bug, isFile, isTraced) = (Enum.Parse<PlantedBug>(args[2]), args[3] == "sqlite", args.Length > 4);
        for (var seed = first; seed < first + count; seed++)
        {
            var story = await Story.PlayAsync(seed, bug, isFile);
            Console.WriteLine(story.ToLine());
            if (isTraced)
            {
                Console.WriteLine(story.Trace);
            }

            if (bug is not PlantedBug.None && story.Violation is not null)
            {
                return;
            }
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
