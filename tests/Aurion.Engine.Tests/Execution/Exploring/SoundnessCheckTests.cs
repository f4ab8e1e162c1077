using Aurion.Engine.Canvas;
using Aurion.Engine.Execution;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Exploring;

/// <summary>Faults that were planted are found, each with the way that shows it.</summary>
public sealed class SoundnessCheckTests(ITestOutputHelper output)
{
    public static TheoryData<string, string, string, string> Faults => new()
    {
        {
            """
            {"nodes":[{"id":"t","type":"trigger"},{"id":"c","type":"condition","config":{"field":"x","operator":"is_present"}},
              {"id":"a","type":"action","config":{"type":"x"}},{"id":"b","type":"action","config":{"type":"x"}},{"id":"j","type":"join","config":{"mode":"all"}}],
             "edges":[{"from":"t","to":"a"},{"from":"t","to":"c"},{"from":"c","to":"b","condition":"true"},{"from":"a","to":"j"},{"from":"b","to":"j"}]}
            """, "join_starved", "j", "t → a → c:false → j"
        },
        {
            """
            {"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","config":{"type":"x"}},{"id":"b","type":"action","config":{"type":"x"}},{"id":"m","type":"action","config":{"type":"x"}}],
             "edges":[{"from":"t","to":"a"},{"from":"t","to":"b"},{"from":"a","to":"m"},{"from":"b","to":"m"}]}
            """, "doubled_token", "m", "t → a → m → b → m"
        },
        {
            """
            {"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","config":{"type":"x"}},{"id":"b","type":"set","config":{"assign":{"n":1}}}],
             "edges":[{"from":"t","to":"a"},{"from":"a","to":"b"},{"from":"b","to":"a"}]}
            """, "endless_loop", "a", "t → a"
        },
        {
            """
            {"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","config":{"type":"x"}},{"id":"w","type":"delay","config":{"duration":"P1D"}}],
             "edges":[{"from":"t","to":"a"},{"from":"a","to":"w"},{"from":"w","to":"a"}]}
            """, "never_ends", "a", "t → a"
        },
        {
            """
            {"nodes":[{"id":"t","type":"trigger"},{"id":"s","type":"action","config":{"type":"x"}},{"id":"a","type":"action","config":{"type":"x"}},{"id":"b","type":"action","config":{"type":"x"}}],
             "edges":[{"from":"t","to":"s"},{"from":"s","to":"a"},{"from":"s","to":"b"},{"from":"a","to":"s"}]}
            """, "unbounded_tokens", "b", "t → s → a → s"
        },
        {
            """
            {"nodes":[{"id":"t","type":"trigger"},{"id":"w","type":"wait_event","config":{"event_type":"x.y"}},{"id":"a","type":"action","config":{"type":"x"}}],
             "edges":[{"from":"t","to":"w"},{"from":"w","to":"a","condition":"timeout"}]}
            """, "never_reached", "a", ""
        },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Run_OnPlantedFault_FindsItWithTheWay(string canvas, string code, string node, string way)
    {
        var graph = new TestRun(canvas).Graph;

        var report = SoundnessCheck.Run(graph);

        output.WriteLine(string.Join('\n', report.Findings.Select(static finding => $"{finding.Code} {finding.Message} {finding.Suggestion}")));
        Assert.Equal(SoundnessVerdict.Faulty, report.Verdict);
        var finding = Assert.Single(report.Findings, finding => finding.Code == code);
        Assert.Equal(node, finding.NodeId);
        Assert.Equal(way, string.Join(" → ", finding.Trace));
    }

    [Fact]
    public void Run_OnPatterns_SaysWhatItSees()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Execution", "Patterns"), "*.json").Order())
        {
            using var text = System.Text.Json.JsonDocument.Parse(File.ReadAllText(file));
            var graph = new TestRun(text.RootElement.GetProperty("canvas").GetRawText()).Graph;
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var report = SoundnessCheck.Run(graph);
            output.WriteLine($"{Path.GetFileName(file)} {report.Verdict} {report.States} {watch.ElapsedMilliseconds} ms {report.CutOff} {string.Join(" | ", report.Findings.Select(static finding => $"{finding.Severity} {finding.Code} {finding.Message}"))}");
            Assert.DoesNotContain(report.Findings, static finding => finding.Severity is FindingSeverity.Error);
        }
    }
}
