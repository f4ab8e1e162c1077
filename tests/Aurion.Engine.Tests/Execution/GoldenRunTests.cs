using System.Text.Json;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution;

/// <summary>
/// Canvases with what happens to them and what they do then, one file each: the canvas, the script of inputs, the trace.
/// A change of a trace is a change of what stored canvases mean.
/// </summary>
public sealed class GoldenRunTests
{
    public static TheoryData<string> Files => [.. Names];

    internal static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Execution", "Golden");

    [Theory]
    [MemberData(nameof(Files))]
    public void Run_GoldenCanvas_LeavesItsTrace(string name)
    {
        var expected = Read(name).GetProperty("trace").EnumerateArray().Select(static line => line.GetString()!);

        Assert.Equal(string.Join('\n', expected), string.Join('\n', Run(name).Trace));
    }

    [Fact]
    public void Files_OfThisFolder_AreFound() => Assert.True(Files.Count >= 12);

    internal static TestRun Run(string name)
    {
        var golden = Read(name);
        var run = new TestRun(CanvasDefinition.Parse(JsonText.From(golden.GetProperty("canvas"))));

        run.Start(
            golden.TryGetProperty("payload", out var payload) ? payload.GetRawText() : "{}",
            golden.TryGetProperty("event", out var type) ? type.GetString() : null);
        foreach (var step in golden.GetProperty("script").EnumerateArray())
        {
            Perform(run, step.EnumerateObject().ToDictionary(static member => member.Name, static member => member.Value));
        }

        return run;
    }

    private static JsonElement Read(string name) => JsonText.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json"))).Element;

    private static void Perform(TestRun run, Dictionary<string, JsonElement> step)
    {
        var output = step.TryGetValue("output", out var value) ? value.GetRawText() : null;
        switch (step.Keys.First())
        {
            case "complete":
                run.Complete(step["complete"].GetString()!, output);
                break;
            case "fail":
                run.Fail(step["fail"].GetString()!, step["error"].GetString()!);
                break;
            case "try_again":
                run.TryAgain(step["try_again"].GetString()!, step["error"].GetString()!);
                break;
            case "pend":
                run.Pend(step["pend"].GetString()!);
                break;
            case "elapse":
                Assert.True(DurationText.TryRead(step["elapse"], out var time, out _));
                run.Elapse(time);
                break;
            case "vote":
                run.Vote(step["vote"].GetString()!, Enum.Parse<ApprovalStatus>(step["outcome"].GetString()!, ignoreCase: true), output);
                break;
            case "cancel":
                run.Cancel();
                break;
            default:
                Assert.Fail($"No such step: {step.Keys.First()}");
                break;
        }
    }
}
