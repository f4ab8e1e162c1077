using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Patterns;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Canvas;

using Canvas = Aurion.Engine.Canvas.Canvas;

/// <summary>
/// Pictures are compared with files, which <c>AURION_APPROVE=1 dotnet test tests/Aurion.Engine.Tests --filter CanvasPictureTests</c> writes:
/// look at them before they are committed.
/// </summary>
public sealed class CanvasPictureTests
{
    private const string Hostile = "</text><script>alert(1)</script>\"'&]]>--><img src=x onerror=alert(2)>\u0001\u202e{}|;#\n%%";

    public static TheoryData<string> Names => ["everything", "everything-run", "loop", "placed", "hostile", "nested"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Pictures_AreThoseThatWereLookedAt(string name)
    {
        var (canvas, overlay) = Sample(name);

        AssertSame(name + ".svg", CanvasPicture.ToSvg(canvas, overlay, name));
        AssertSame(name + ".mmd", CanvasPicture.ToMermaid(canvas, overlay, name));
    }

    [Theory]
    [MemberData(nameof(PatternTests.Files), MemberType = typeof(PatternTests))]
    public void ToSvg_AnyPattern_IsXmlWithEachNodeInItsContainerAndNoneOnAnother(string name)
    {
        var canvas = PatternFile.Read(name).Canvas;

        var boxes = BoxesOf(CanvasPicture.ToSvg(canvas));

        Assert.Equal(canvas.Nodes.Length, boxes.Count);
        foreach (var node in canvas.Nodes.Where(static node => node.ParentId is not null))
        {
            Assert.True(Contains(boxes[node.ParentId!], boxes[node.Id]), $"{node.Id} sticks out of {node.ParentId}.");
        }

        foreach (var one in canvas.Nodes)
        {
            foreach (var other in canvas.Nodes.Where(other => other.ParentId == one.ParentId && other.Index > one.Index))
            {
                Assert.False(Overlap(boxes[one.Id], boxes[other.Id]), $"{one.Id} lies on {other.Id}.");
            }
        }
    }

    [Fact]
    public void ToSvg_HostileTexts_AreTextsAndNothingElse()
    {
        var canvas = CanvasDefinition.Parse(JsonText.Parse(HostileCanvas()));
        var overlay = new CanvasOverlay
        {
            Nodes = ImmutableDictionary<string, CanvasMark>.Empty.Add(Hostile, new CanvasMark { State = CanvasMarkState.Ran }),
            Summary = Hostile,
        };

        var svg = XDocument.Parse(CanvasPicture.ToSvg(canvas, overlay, Hostile));

        string[] allowed = ["svg", "title", "desc", "rect", "g", "polygon", "path", "text"];
        Assert.All(svg.Descendants(), element => Assert.Contains(element.Name.LocalName, allowed));
        Assert.All(svg.Descendants().Attributes(), static attribute => Assert.False(
            attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || attribute.Name.LocalName is "href" or "style" || attribute.Value.Contains("url(", StringComparison.Ordinal), attribute.ToString()));
        Assert.Contains(svg.Descendants(), static element => element.Name.LocalName == "text" && element.Value.Contains("<script>", StringComparison.Ordinal));
    }

    [Fact]
    public void ToMermaid_HostileTexts_StayInTheirQuotes()
    {
        var text = CanvasPicture.ToMermaid(CanvasDefinition.Parse(JsonText.Parse(HostileCanvas())), new CanvasOverlay { Summary = Hostile }, Hostile);

        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", text, StringComparison.Ordinal);
        Assert.DoesNotContain("%%", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n').Where(static line => line.Contains('"', StringComparison.Ordinal)), static line => Assert.Equal(2, line.Count(static letter => letter == '"')));
    }

    [Fact]
    public void ToMermaid_IdsThatDifferInSigns_StayTwoNodes()
    {
        var text = CanvasPicture.ToMermaid(Canvas.Create().Trigger("a.b").Action("ax2eb", "do").Build());

        Assert.Contains("n_ax2eb --> n_ax2eb__2", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""{"nodes":[],"edges":[]}""")]
    [InlineData("""{"nodes":[{},{"id":"a"},{"id":"a","type":"scope","parent_id":"b"},{"id":"b","type":"scope","parent_id":"a"},{"id":"c","type":"scope","parent_id":"c"}],"edges":[{"from":"a","to":"a"},{"from":"a","to":"nobody"},{}]}""")]
    [InlineData("""{"nodes":[{"id":"a","type":"cancel","config":7},{"id":"s","type":"switch","config":{"cases":[1]}},{"id":"e","type":"approval","config":{"approvers":[1,{}]}},{"id":"p","type":"for_each","position":{"x":"1","y":1e300}}],"edges":[{"from":"a","to":"s"},{"from":"s","to":"a"},{"from":"p","to":"a"}]}""")]
    public void Draw_OddCanvas_IsDrawnAllTheSame(string json)
    {
        var canvas = CanvasDefinition.Parse(JsonText.Parse(json));

        Assert.NotNull(XDocument.Parse(CanvasPicture.ToSvg(canvas)).Root);
        Assert.StartsWith("flowchart LR\n", CanvasPicture.ToMermaid(canvas), StringComparison.Ordinal);
    }

    [Fact]
    public void ToSvg_HugeCanvases_TakeSeconds()
    {
        var started = Stopwatch.GetTimestamp();
        var wide = Canvas.Create().Trigger("t");
        for (var number = 0; number < 2_000; number++)
        {
            wide.From("t").Action($"a{number}", "do").To("t2");
        }

        wide.Apart().Action("t2", "do");
        var deep = Canvas.Create().Trigger("t");
        for (var number = 0; number < 2_000; number++)
        {
            deep.Action($"a{number}", "do").On("error", static way => way.To("a0"));
        }

        Assert.NotNull(XDocument.Parse(CanvasPicture.ToSvg(wide.Build())).Root);
        Assert.NotNull(XDocument.Parse(CanvasPicture.ToSvg(deep.Build())).Root);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), $"{Stopwatch.GetElapsedTime(started)}");
    }

    [Fact]
    public void Of_Steps_LastVisitCountsAndPortsAreTaken()
    {
        var overlay = RunOverlay.Of([Step("t", StepStatus.Completed, "out"), Step("a", StepStatus.Failed, "error"), Step("a", StepStatus.Completed, "out"), Step("ok", StepStatus.Waiting, null), Step("c", StepStatus.Cancelled, null)]);

        Assert.Equal(new CanvasMark { State = CanvasMarkState.Ran, Visits = 2 }, overlay.Nodes["a"]);
        Assert.Equal(CanvasMarkState.Waits, overlay.Nodes["ok"].State);
        Assert.Equal(CanvasMarkState.Cancelled, overlay.Nodes["c"].State);
        Assert.Contains(("a", "error"), overlay.Ports);
        Assert.Equal(
            [("s", "mail"), ("s", "mail, call"), ("s", "call")],
            RunOverlay.Of([Step("s", StepStatus.Completed, "mail, call") with { NodeType = "switch" }]).Ports.OrderByDescending(static port => port.Port == "mail").ThenByDescending(static port => port.Port.Length));
        Assert.DoesNotContain(overlay.Ports, static port => port.NodeId == "ok");
    }

    private static StepRow Step(string node, StepStatus status, string? branch) => new()
    {
        Id = $"run_7/{node}/1",
        NodeId = node,
        NodeType = "action",
        Status = status,
        Branch = branch,
        StartedAt = DateTimeOffset.UnixEpoch,
    };

    private static (CanvasDefinition Canvas, CanvasOverlay? Overlay) Sample(string name) => name switch
    {
        "everything" => (CanvasBuilderTests.EveryKind().Build(), null),
        "everything-run" => (CanvasBuilderTests.EveryKind().Build(), RunOverlay.Of(
            [
                Step("start", StepStatus.Completed, "out"), Step("begin", StepStatus.Completed, "out"), Step("trip", StepStatus.Waiting, null), Step("book", StepStatus.Completed, "out"),
                Step("sure", StepStatus.Waiting, null), Step("people", StepStatus.Cancelled, null), Step("said", StepStatus.Completed, "received"), Step("said", StepStatus.Completed, "received"),
                Step("said", StepStatus.Cancelled, null), Step("room", StepStatus.Failed, "failed"), Step("kind", StepStatus.Completed, "work"), Step("rest", StepStatus.Completed, "out"), Step("both", StepStatus.Waiting, null),
            ],
            "run_7: waiting for role:manager")),
        "loop" => (
            Canvas.Create().Trigger("t").Action("fetch", "fetch_page").Named("Fetch the next page of a rather long list of customers")
                .When("more", "$steps.fetch.output.more", "equals", true).On("true", static again => again.To("fetch")).From("more", "false").Action("z", "send_notification")
                .On("error", static way => way.To("fetch")).On("error", static way => way.To("z")).Build(),
            null),
        "placed" => (
            Canvas.Create().Trigger("t").At(0, 100).Parallel(static way => way.Action("a", "do").At(300, 0), static way => way.Scope("s", static inside => inside.Action("b", "do").At(40, 60).Action("c", "do").At(300, 60)).At(300, 150))
                .Join("j").At(1000, 100).On("out", static way => way.To("a")).Build(),
            null),
        "hostile" => (CanvasDefinition.Parse(JsonText.Parse(HostileCanvas())), null),
        _ => (
            Canvas.Create().Trigger("t").Scope("outer", static outer => outer.ForEach("each", "{{list}}", static each => each.Scope("inner", static inner => inner
                .Action("book", "book").Compensate("book", "unbook", "unbook").Action("pay", "pay").Compensate("pay", "refund", "refund").WaitEvent("ok", "ok", TimeSpan.FromDays(1)).On("timeout", static late => late.End("late", failed: true)))))
                .On("timeout", static way => way.Action("late2", "do")).On("error", static way => way.Action("sorry", "do")).Action("日本語の名前はとても長いので切られます", "do").Build(),
            null),
    };

    private static string HostileCanvas() => new JsonObject
    {
        ["nodes"] = new JsonArray(
            new JsonObject { ["id"] = Hostile, ["type"] = "trigger", ["name"] = Hostile, ["config"] = new JsonObject { ["event"] = Hostile } },
            new JsonObject { ["id"] = "a\" onload=\"x", ["type"] = "action\" onload=\"x", ["config"] = new JsonObject { ["type"] = Hostile } },
            new JsonObject { ["id"] = "s", ["type"] = "scope", ["name"] = Hostile }),
        ["edges"] = new JsonArray(
            new JsonObject { ["from"] = Hostile, ["to"] = "a\" onload=\"x", ["condition"] = Hostile },
            new JsonObject { ["from"] = Hostile, ["to"] = "s", ["condition"] = "end|\"x" }),
    }.ToJsonString();

    private static Dictionary<string, (double X, double Y, double W, double H)> BoxesOf(string svg)
    {
        var boxes = new Dictionary<string, (double, double, double, double)>();
        foreach (var group in XDocument.Parse(svg).Descendants().Where(static element => element.Name.LocalName == "g" && element.Elements().First().Name.LocalName == "title"))
        {
            var id = group.Elements().First().Value.Split(", ")[0];
            var shape = group.Elements().ElementAt(1);
            boxes[id] = shape.Name.LocalName == "rect" ? (Number(shape, "x"), Number(shape, "y"), Number(shape, "width"), Number(shape, "height")) : Around(shape.Attribute("points")!.Value);
        }

        return boxes;
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);

    private static (double X, double Y, double W, double H) Around(string points)
    {
        var all = points.Split(' ').Select(static point => point.Split(',').Select(static number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray()).ToArray();
        return (all.Min(static p => p[0]), all.Min(static p => p[1]), all.Max(static p => p[0]) - all.Min(static p => p[0]), all.Max(static p => p[1]) - all.Min(static p => p[1]));
    }

    private static bool Contains((double X, double Y, double W, double H) outer, (double X, double Y, double W, double H) inner) =>
        inner.X >= outer.X && inner.Y >= outer.Y && inner.X + inner.W <= outer.X + outer.W && inner.Y + inner.H <= outer.Y + outer.H;

    private static bool Overlap((double X, double Y, double W, double H) a, (double X, double Y, double W, double H) b) =>
        a.X < b.X + b.W && b.X < a.X + a.W && a.Y < b.Y + b.H && b.Y < a.Y + a.H;

    private static void AssertSame(string file, string picture)
    {
        var path = Path.Combine(PatternPage.Root(), "tests", "Aurion.Engine.Tests", "Canvas", "Pictures", file);
        if (Environment.GetEnvironmentVariable("AURION_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, picture, new UTF8Encoding(false));
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), picture);
    }
}
