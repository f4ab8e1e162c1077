using System.Globalization;

namespace Aurion.Engine.FaultRig.Tests;

/// <summary>The worker that is killed, and the full sizes for people; see <c>docs/guarantees.md</c>.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["work", var database, var oracle, var runs]:
                return await Worker.RunAsync(database, oracle, Number(runs)).ConfigureAwait(false);
            case ["kill", var runs, var kills]:
                return Tell(await Rig.KillAsync(Number(runs), Number(kills), seed: 1).ConfigureAwait(false));
            case ["stop", var runs, var stops]:
                return Tell(await Rig.StopAndGoOnAsync(Number(runs), Number(stops), seed: 1).ConfigureAwait(false));
            default:
                await Console.Error.WriteLineAsync("""
                    Faults at full size. Start with -c Release.
                      kill RUNS KILLS   kill -9 of a worker process at random moments while it starts and drives so many runs, on SQLite
                      stop RUNS STOPS   SIGSTOP of one of two worker processes for two leases, then SIGCONT, on SQLite
                    """).ConfigureAwait(false);
                return 1;
        }
    }

    private static int Tell(Verdict verdict)
    {
        Console.WriteLine(verdict);
        return verdict.IsClean ? 0 : 1;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
