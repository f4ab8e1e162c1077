using System.Diagnostics;

namespace Aurion.Engine.Benchmarks.Measuring;

/// <summary>This program, started once more, so that nothing is warm.</summary>
internal static class OwnProgram
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>What it wrote.</returns>
    public static string Run(params string[] arguments)
    {
        // Started as `dotnet X.dll`, this process is the host of the library, which must be named to it once more.
        var assembly = Path.Combine(AppContext.BaseDirectory, $"{typeof(OwnProgram).Assembly.GetName().Name}.dll");
        string[] host = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [assembly] : [];
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. host, .. arguments]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"The benchmarks, started with {string.Join(' ', arguments)}, ended with exit code {process.ExitCode}.");
    }
}
