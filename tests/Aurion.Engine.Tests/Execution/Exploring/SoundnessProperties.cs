using System.Diagnostics;
using System.Globalization;
using Aurion.Engine.Canvas;
using Aurion.Engine.Execution;
using Aurion.Engine.Values;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Exploring;

/// <summary>What is said of random canvases: held against <see cref="PlainSoundness"/>, and against how they are put together.</summary>
/// <remarks><c>AURION_SOUNDNESS=n</c> tries n times as many.</remarks>
public sealed class SoundnessProperties(ITestOutputHelper output)
{
    private static readonly int Times = int.TryParse(Environment.GetEnvironmentVariable("AURION_SOUNDNESS"), NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times > 0 ? times : 1;

    [Theory]
    [InlineData("mutated", 400)]
    [InlineData("random", 400)]
    [InlineData("containers", 60)]
    [InlineData("joins", 20)]
    public void Run_OnAnyCanvas_SaysWhatEveryRunShows(string kind, int count)
    {
        var (compared, refused, cut, faulty, states, reduced) = (0, 0, 0, 0, 0L, 0L);
        var codes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var wrong = new List<string>();
        var (shortest, longer) = (0, 0);
        for (var seed = 0; seed < count * Times; seed++)
        {
            var random = new Random(seed);
            var canvas = kind switch
            {
                "mutated" => SoundBlock.DrawMutated(random, random.Next(3, 8)),
                "random" => RandomCanvas.Draw(random),
                "containers" => RandomScopes.Draw(random),
                _ => RandomScopes.DrawWithJoins(random),
            };
            Graph graph;
            try
            {
                graph = new TestRun(canvas).Graph;
            }
            catch (InvalidDefinitionException)
            {
                refused++;
                continue;
            }

            var plain = PlainSoundness.Of(graph, 300);
            var report = SoundnessCheck.Run(graph);
            if (plain.IsCut || report.Verdict is SoundnessVerdict.NotProved || report.CutOff is not null)
            {
                cut++;
                continue;
            }

            compared++;
            states += plain.States;
            reduced += report.States;
            faulty += report.Verdict is SoundnessVerdict.Faulty ? 1 : 0;
            foreach (var finding in report.Findings)
            {
                codes[finding.Code] = codes.GetValueOrDefault(finding.Code) + 1;
                if (plain.Faults.TryGetValue((finding.Code, finding.NodeId!), out var least))
                {
                    var length = finding.Trace.Length - 1;
                    shortest += length == least ? 1 : 0;
                    longer += length > least ? 1 : 0;
                }
            }

            if (Compare(graph, plain, report) is { } difference)
            {
                wrong.Add($"seed {seed}: {difference}\n{canvas}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {compared} compared ({faulty} faulty), {refused} refused by the validator, {cut} too large; {states} states of every run, {reduced} looked at; {shortest} ways are the shortest, {longer} longer; {string.Join(", ", codes.Select(static code => $"{code.Key} {code.Value}"))}"));
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n{string.Join("\n", wrong.Take(6))}");
        Assert.True(compared >= count / 4, $"Only {compared} of {count} could be compared.");
    }

    [Fact]
    public void Run_OnBlocksThatAreSound_FindsNothing()
    {
        var (proved, notProved, nodes, states, slowest) = (0, 0, 0, 0, 0.0);
        var wrong = new List<string>();
        var watch = Stopwatch.StartNew();
        for (var seed = 0; seed < 200 * Times; seed++)
        {
            var random = new Random(seed);
            var canvas = SoundBlock.Draw(random, random.Next(2, 60));
            var graph = new TestRun(canvas).Graph;
            var before = Environment.CpuUsage.UserTime;
            var report = SoundnessCheck.Run(graph);
            slowest = Math.Max(slowest, (Environment.CpuUsage.UserTime - before).TotalMilliseconds);
            proved += report.Verdict is SoundnessVerdict.Sound ? 1 : 0;
            notProved += report.Verdict is SoundnessVerdict.NotProved ? 1 : 0;
            nodes = Math.Max(nodes, report.Verdict is SoundnessVerdict.Sound ? graph.Nodes.Length : 0);
            states = Math.Max(states, report.States);
            if (!report.Findings.IsEmpty)
            {
                wrong.Add($"seed {seed}: {string.Join(" | ", report.Findings.Select(static finding => finding.Message))}\n{canvas}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{proved} proved sound, {notProved} not proved, {wrong.Count} accused; the largest proved has {nodes} nodes; at most {states} states; {watch.ElapsedMilliseconds} ms in all, the slowest {slowest:0} ms of processor time"));
        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Take(5)));
        Assert.True(proved > 140 * Times, $"Only {proved} were proved.");
    }

    private static string? Compare(Graph graph, PlainSoundness plain, SoundnessReport report)
    {
        // A run that has failed at a join goes on no more, so what else it would have shown is seen once that is mended.
        var failed = plain.FailsAtJoins;
        foreach (var code in (string[])["join_starved", "doubled_token"])
        {
            var found = report.Findings.Where(finding => finding.Code == code).Select(static finding => finding.NodeId!).Order(StringComparer.Ordinal).ToList();
            var expected = plain.Faults.Keys.Where(fault => fault.Code == code).Select(static fault => fault.Node).Order(StringComparer.Ordinal).ToList();
            if (failed ? found.Except(expected).Any() || (code == "join_starved" && found.Count == 0) : !found.SequenceEqual(expected))
            {
                return $"{code} at {string.Join(", ", found)}; every run shows it at {string.Join(", ", expected)}";
            }
        }

        if (report.Findings.FirstOrDefault(static finding => finding.Code is "unbounded_tokens") is { } unbounded)
        {
            return $"{unbounded.Message} But the runs have an end.";
        }

        if (report.Findings.FirstOrDefault(finding => finding.Code is "never_reached" && plain.Reached.Contains(finding.NodeId!)) is { } reached)
        {
            return $"{reached.Message} But one does.";
        }

        var isCaught = report.Findings.Any(static finding => finding.Code is "endless_loop" or "never_ends");
        return isCaught == plain.CanGetCaught || (failed && !isCaught) ? null : $"caught: {isCaught}, by every run {plain.CanGetCaught}";
    }
}
