using System.Text.Json;
using Aurion.Engine.Execution;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Tests.Execution.Patterns;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution;

/// <summary>A run is its inputs: written as a store writes them and read back, they decide the same again, byte for byte, after each of them.</summary>
public sealed class ReplayTests(ITestOutputHelper output)
{
    private const int Seeds = 300;
    private const int MaxInputs = 40;

    [Fact]
    public void Decide_RecordedInputsOfAThousandRuns_GivesTheSameMarkings()
    {
        var runs = GoldenRunTests.Names.Select(GoldenRunTests.Run)
            .Concat(PatternFile.List().Select(PatternFile.Read).SelectMany(static pattern => pattern.Scenarios.SelectMany(scenario => PatternRun.Of(pattern, scenario).Runs)))
            .Concat(Enumerable.Range(0, Seeds).SelectMany(static seed => new[]
            {
                Drive(RandomCanvas.Draw, new Random(seed)), Drive(RandomScopes.Draw, new Random(seed)), Drive(RandomScopes.DrawWithJoins, new Random(seed)),
            }));
        var (count, inputs) = (0, 0);
        foreach (var run in runs)
        {
            Replay(run);
            count++;
            inputs += run.Inputs.Count;
        }

        output.WriteLine($"{count} runs, {inputs} inputs");
        Assert.True(count >= 1_000, $"{count} runs");
    }

    /// <summary>The comparison is worth the name: an input that is left out, or comes at another time, is found.</summary>
    [Fact]
    public void Decide_InputsThatAreNotTheRecordedOnes_GivesOtherMarkings()
    {
        var run = new TestRun("""{"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","config":{"type":"x"}},{"id":"d","type":"delay","config":{"duration":"PT1H"}}],"edges":[{"from":"t","to":"a"},{"from":"a","to":"d"}]}""").Start();
        run.Complete("a", "1");
        run.Inputs[1] = (RunInput.Completed)run.Inputs[1] with { At = run.Now.AddSeconds(1) };

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Replay(run));
    }

    private static TestRun Drive(Func<Random, string> draw, Random random)
    {
        var run = new TestRun(draw(random)).Start($$"""{"n":{{random.Next(6)}},"pause":"PT{{random.Next(3)}}S"}""");
        for (var at = 0; at < MaxInputs && RandomRunTests.Draw(run, random) is { } input; at++)
        {
            run.Decide(input);
        }

        return run;
    }

    private static void Replay(TestRun run)
    {
        var marking = Marking.Empty;
        for (var at = 0; at < run.Inputs.Count; at++)
        {
            var stored = JsonSerializer.SerializeToUtf8Bytes(run.Inputs[at], StoredFormatContext.Default.RunInput);
            marking = Machine.Decide(run.Graph, marking, JsonSerializer.Deserialize(stored, StoredFormatContext.Default.RunInput)!).Marking;
            Assert.Equal(run.Markings[at], TestRun.Text(marking));
        }
    }
}
