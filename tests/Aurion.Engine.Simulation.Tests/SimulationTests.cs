using System.Globalization;
using Aurion.Engine.Simulation.Tests.World;
using Xunit.Abstractions;

namespace Aurion.Engine.Simulation.Tests;

/// <summary>Whole engines in a random world (docs/simulation.md).</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    /// <summary>A bug that is put in is found within so many seeds.</summary>
    private const int Bound = 10;

    private static readonly Lazy<Task<List<Story>>> Clean = new(static () => SimulationProcess.PlayAsync(1, Bound));

    private static int First => Number("AURION_SIMULATION_FIRST", 1);

    /// <summary>Whatever dies, stalls, gets lost or comes twice: no promise is broken.</summary>
    [Theory]
    [InlineData("memory", 40)]
    [InlineData("sqlite", 2)]
    public async Task Play_AnySeed_BreaksNoPromise(string store, int usual)
    {
        var stories = await SimulationProcess.PlayAsync(First, Number("AURION_SIMULATION_SEEDS", usual), store: store);
        var tally = new Tally();
        stories.ForEach(story => tally.Add(story.Tally));
        var broken = stories.Where(static story => story.Violation is not null).ToList();

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{store}: {stories.Count} seeds, {stories.Sum(static story => story.Days):F1} simulated days, {broken.Count} violations"));
        output.WriteLine(tally.ToString());
        Assert.True(broken.Count == 0, string.Join(Environment.NewLine, broken.Take(10).Select(story => Report(story, store))));
    }

    /// <summary>A seed is one story to the last call, whatever process plays it.</summary>
    [Theory]
    [InlineData("memory", 6)]
    [InlineData("sqlite", 1)]
    public async Task Play_SameSeed_GivesTheSameTrace(string store, int seeds)
    {
        var stories = await SimulationProcess.PlayAsync(First, seeds, store: store);
        var again = await SimulationProcess.PlayAsync(First, seeds, store: store);

        Assert.Equal(stories.Select(static story => (story.Seed, story.TraceHash, story.Days)), again.Select(static story => (story.Seed, story.TraceHash, story.Days)));
        Assert.Equal(seeds, stories.Select(static story => story.TraceHash).Distinct().Count());
    }

    /// <summary>A bug that is put in is found, by the promise that it breaks; without it the same seeds are clean.</summary>
    [Theory]
    [InlineData(nameof(PlantedBug.AcceptsStaleRevision), nameof(Fault.Records), nameof(Fault.Steps))]
    [InlineData(nameof(PlantedBug.ConsumesWholeInbox), nameof(Fault.Stuck))]
    [InlineData(nameof(PlantedBug.LosesMessages), nameof(Fault.Accepted), nameof(Fault.Stuck), nameof(Fault.Once))]
    [InlineData(nameof(PlantedBug.HasFastClock), nameof(Fault.Early))]
    [InlineData(nameof(PlantedBug.DropsIdempotencyKey), nameof(Fault.Keys))]
    [InlineData(nameof(PlantedBug.ForgetsOnceKeys), nameof(Fault.Once))]
    public async Task Play_PlantedBug_IsFoundByThePromiseThatItBreaks(string bug, params string[] faults)
    {
        // A seed's first violation counts; where a consequence shows before the promise itself, the next seeds are played.
        var found = (await SimulationProcess.PlayAsync(1, Bound, Enum.Parse<PlantedBug>(bug)))[^1];
        while (found.Violation is { } other && !faults.Contains(other.Fault.ToString()) && found.Seed < Bound)
        {
            output.WriteLine($"{bug}: seed {found.Seed} shows {other}");
            found = (await SimulationProcess.PlayAsync(found.Seed + 1, Bound - found.Seed, Enum.Parse<PlantedBug>(bug)))[^1];
        }

        Assert.True(found.Violation is not null, $"{bug} was not found in {Bound} seeds.");
        Assert.Contains(found.Violation.Fault.ToString(), faults);
        Assert.All((await Clean.Value).Take(found.Seed), static story => Assert.Null(story.Violation));
        output.WriteLine($"{bug}: found with seed {found.Seed}: {found.Violation}");
    }

    private static string Report(Story story, string store) => $"""
        seed {story.Seed} on {store}: {story.Violation}
          again:      AURION_SIMULATION_FIRST={story.Seed} AURION_SIMULATION_SEEDS=1 dotnet test tests/Aurion.Engine.Simulation.Tests --filter Play_AnySeed
          its trace:  DOTNET_PROCESSOR_COUNT=1 dotnet {typeof(SimulationTests).Assembly.Location} {story.Seed} 1 None {store} trace
        """;

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
