using System.Globalization;
using System.Text.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Execution;
using Aurion.Engine.Values;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Exploring;

/// <summary>Real canvases of six tools, beside the repository where there are any: what playing every run of them says.</summary>
public sealed class SharedSoundnessTests(ITestOutputHelper output)
{
    private static readonly string[] Files = ["dify", "elsa", "flowise", "n8n", "nodered", "stepfunctions"];

    [Fact]
    public void Run_OnCanvasesOfOtherTools_SaysWhatItSees()
    {
        var (all, played, proved, notProved, faulty, slowest) = (0, 0, 0, 0, 0, 0.0);
        var codes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in Files.Select(static name => SharedData.Find($"canvases/{name}.jsonl")).OfType<string>().SelectMany(File.ReadLines).Where(static line => line.Length > 0))
        {
            all++;
            using var document = JsonDocument.Parse(line);
            Graph graph;
            try
            {
                graph = new TestRun(document.RootElement.GetProperty("canvas").GetRawText()).Graph;
            }
            catch (InvalidDefinitionException)
            {
                continue; // a kind of node that only its own tool has, mostly
            }

            played++;
            var before = Environment.CpuUsage.UserTime;
            var report = SoundnessCheck.Run(graph);
            slowest = Math.Max(slowest, (Environment.CpuUsage.UserTime - before).TotalMilliseconds);
            proved += report.Verdict is SoundnessVerdict.Sound ? 1 : 0;
            notProved += report.Verdict is SoundnessVerdict.NotProved ? 1 : 0;
            faulty += report.Verdict is SoundnessVerdict.Faulty ? 1 : 0;
            foreach (var finding in report.Findings)
            {
                codes[finding.Code] = codes.GetValueOrDefault(finding.Code) + 1;
                output.WriteLine($"{document.RootElement.GetProperty("id").GetString()}: {finding.Severity} {finding.Code} {finding.Message}");
            }

            Assert.True(report.Findings.All(finding => graph.NodeById.ContainsKey(finding.NodeId!)), "A finding names a node that is not there.");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all} canvases, {played} could be played: {proved} proved sound, {faulty} faulty, {notProved} not proved; the slowest took {slowest:0} ms of processor time. {string.Join(", ", codes.Select(static code => $"{code.Key} {code.Value}"))}"));
    }

    /// <summary>The nodes of other tools are not ours, but the shape of their canvases is: each node becomes the kind of ours that leaves by as many ways.</summary>
    [Fact]
    public void Run_OnTheShapesOfThoseCanvases_SaysWhatItSees()
    {
        var (all, played, proved, notProved, faulty, slowest, largest) = (0, 0, 0, 0, 0, 0.0, 0);
        var codes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in Files.Select(static name => SharedData.Find($"canvases/{name}.jsonl")).OfType<string>().SelectMany(File.ReadLines).Where(static line => line.Length > 0))
        {
            all++;
            using var document = JsonDocument.Parse(line);
            Graph graph;
            try
            {
                graph = new TestRun(CanvasShape.Of(document.RootElement.GetProperty("canvas"))).Graph;
            }
            catch (InvalidDefinitionException exception)
            {
                output.WriteLine($"{document.RootElement.GetProperty("id").GetString()}: refused: {exception.Message.Split('\n')[0]}");
                continue;
            }

            played++;
            var before = Environment.CpuUsage.UserTime;
            var report = SoundnessCheck.Run(graph);
            slowest = Math.Max(slowest, (Environment.CpuUsage.UserTime - before).TotalMilliseconds);
            proved += report.Verdict is SoundnessVerdict.Sound ? 1 : 0;
            largest = Math.Max(largest, report.Verdict is SoundnessVerdict.Sound ? graph.Nodes.Length : 0);
            notProved += report.Verdict is SoundnessVerdict.NotProved ? 1 : 0;
            faulty += report.Verdict is SoundnessVerdict.Faulty ? 1 : 0;
            foreach (var finding in report.Findings)
            {
                codes[finding.Code] = codes.GetValueOrDefault(finding.Code) + 1;
                output.WriteLine($"{document.RootElement.GetProperty("id").GetString()}: {finding.Severity} {finding.Code} {finding.Message}");
                Assert.True(graph.NodeById.ContainsKey(finding.NodeId!), finding.Message);
                Assert.True(finding.Code is not ("join_starved" or "doubled_token") || finding.Trace[^1].NodeId == finding.NodeId, finding.Message);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all} canvases, {played} shapes could be played: {proved} proved sound (the largest {largest} nodes), {faulty} faulty, {notProved} not proved; the slowest took {slowest:0} ms of processor time. {string.Join(", ", codes.Select(static code => $"{code.Key} {code.Value}"))}"));
        Assert.True(all == 0 || played > all / 2, $"Only {played} of {all} shapes could be played.");
    }
}
