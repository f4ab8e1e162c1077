using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aurion.Engine.Simulation.Tests.World;
using Aurion.Engine.Sqlite;
using Aurion.Engine.Sqlite.Tests;
using Aurion.Engine.Tests.Execution.Driving.Harness;

namespace Aurion.Engine.Simulation.Tests;

/// <summary>How one seed went.</summary>
internal sealed record Story(int Seed, string TraceHash, double Days, Violation? Violation)
{
    /// <summary>Gets all that happened; empty when only the result is known.</summary>
    public string Trace { get; init; } = string.Empty;

    /// <summary>Gets what happened how often.</summary>
    public Tally Tally { get; init; } = new();

    public static async Task<Story> PlayAsync(int seed, PlantedBug bug, bool isFile)
    {
        using var file = isFile ? new DatabaseFile() : null;
        await using var world = new SimulatedWorld(seed, file is null ? StoreSet.MemoryPlace : time => () => Open(file, time), bug);
        Violation? violation;
        try
        {
            violation = await world.PlayAsync();
        }
        catch (Exception exception)
        {
            violation = new Violation(Fault.Broken, exception.ToString());
        }

        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(world.Trace)));
        return new Story(seed, hash, world.Passed.TotalDays, violation) { Trace = world.Trace, Tally = world.Tally };
    }

    public string ToLine() => string.Join('\t', Seed.ToString(CultureInfo.InvariantCulture), TraceHash, Days.ToString("F3", CultureInfo.InvariantCulture), Violation?.Fault.ToString() ?? "clean", Tally.ToString(), Violation?.Text.ReplaceLineEndings(" ") ?? string.Empty);

    public static Story FromLine(string line)
    {
        var parts = line.Split('\t');
        return new Story(
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            parts[1],
            double.Parse(parts[2], CultureInfo.InvariantCulture),
            parts[3] == "clean" ? null : new Violation(Enum.Parse<Fault>(parts[3]), parts[5]))
        {
            Tally = Tally.Parse(parts[4]),
        };
    }

    private static StoreSet Open(DatabaseFile file, TimeProvider time)
    {
        var stores = new SqliteStores(file.Options, time);
        return new StoreSet(stores.Runs, stores.Queue, stores.Reader, stores.Approvals, stores.Events, stores.Messages, stores.Documents) { Owner = stores };
    }
}
