using System.Diagnostics;
using System.Globalization;
using Aurion.Engine.Simulation.Tests.World;

namespace Aurion.Engine.Simulation.Tests;

/// <summary>Plays seeds in a process of its own, which has one thread for all work.</summary>
internal static class SimulationProcess
{
    /// <summary>Plays seeds; with a planted bug only until it is found.</summary>
    /// <returns>How each went.</returns>
    public static async Task<List<Story>> PlayAsync(int first, int count, PlantedBug bug = PlantedBug.None, string store = "memory")
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(SimulationProcess).Assembly.Location, Text(first), Text(count), bug.ToString(), store },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"The simulation ended with {process.ExitCode}: {lines[..Math.Min(lines.Length, 2_000)]} {await errors}");
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Story.FromLine)];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
