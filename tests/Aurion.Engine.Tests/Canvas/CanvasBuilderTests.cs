using System.Text.Json.Nodes;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Tests.Execution.Patterns;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Canvas;

using Canvas = Aurion.Engine.Canvas.Canvas;

public sealed class CanvasBuilderTests
{
    [Fact]
    public void Build_Onboarding_IsTheCanvasThatJsonGives()
    {
        var canvas = Canvas.Create()
            .Trigger("start", on: "ticket.created")
            .When("check", new JsonObject { ["field"] = "category", ["equals"] = "Onboarding" })
            .Action("create_accounts", "create_ticket", ("subject", "Create accounts for new hire"))
            .Action("notify", "send_notification")
            .Build();

        var json = CanvasDefinition.Parse(JsonText.Parse("""
            {"nodes":[
              {"id":"start","type":"trigger","config":{"event":"ticket.created"}},
              {"id":"check","type":"condition","config":{"field":"category","equals":"Onboarding"}},
              {"id":"create_accounts","type":"action","config":{"type":"create_ticket","subject":"Create accounts for new hire"}},
              {"id":"notify","type":"action","config":{"type":"send_notification"}}],
             "edges":[{"from":"start","to":"check"},{"from":"check","to":"create_accounts","condition":"true"},{"from":"create_accounts","to":"notify"}],
             "viewport":{"x":0,"y":0,"zoom":1}}
            """));
        Assert.Equal(json.ContentHash, canvas.ContentHash);
        Assert.Equal(canvas.ContentHash, CanvasDefinition.Parse(canvas.Text).ContentHash);
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Build_PatternInCode_HasTheHashOfItsFile(string name) =>
        Assert.Equal(PatternFile.Read(name).Canvas.ContentHash, PatternsInCode.All[name]().Build().ContentHash);

    [Fact]
    public void Patterns_InCode_AreManyAndOfEveryKindThatPatternsHave() => Assert.True(PatternsInCode.All.Count >= 20, $"{PatternsInCode.All.Count}");

    [Theory]
    [MemberData(nameof(PatternTests.Files), MemberType = typeof(PatternTests))]
    public void From_CanvasOfJson_GivesItBackAndGoesOn(string name)
    {
        var canvas = PatternFile.Read(name).Canvas;

        Assert.Equal(canvas.ContentHash, Canvas.From(canvas).Build().ContentHash);

        var longer = Canvas.From(canvas).From(canvas.Nodes[0].Id).Action("and_more", "do").Build();
        Assert.Equal(canvas.Nodes.Length + 1, longer.Nodes.Length);
        Assert.Equal("and_more", longer.Edges[^1].To);
        Assert.NotEqual(canvas.ContentHash, longer.ContentHash);
    }

    [Fact]
    public void From_UnknownMembers_Survive()
    {
        var text = """{"nodes":[{"id":"t","type":"trigger","selected":true,"position":{"x":1,"y":2}}],"edges":[],"viewport":{"zoom":2},"our":"own"}""";

        Assert.Equal(text, Canvas.From(CanvasDefinition.Parse(JsonText.Parse(text))).Build().Text.ToString());
    }

    [Fact]
    public void From_NoCanvas_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Canvas.From(CanvasDefinition.Parse(JsonText.Parse("""{"nodes":[1],"edges":[]}"""))));

    [Fact]
    public void Build_EveryKindOfNode_IsValid()
    {
        var canvas = EveryKind().Build();

        Assert.Equal(
            ["action", "approval", "cancel", "condition", "delay", "emit_event", "end", "for_each", "http_request", "join", "scope", "script", "set", "sub_workflow", "switch", "trigger", "wait_event"],
            canvas.Nodes.Select(static node => node.Type).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(
            CanvasValidator.Validate(canvas, null, new ActionCatalog([Of("book"), Of("unbook"), Of("send_notification"), Of("close")]) { RunsScripts = true, SendsRequests = true }),
            static finding => finding.Severity is FindingSeverity.Error);
        var unbook = canvas.Nodes.Single(static node => node.Id == "unbook");
        Assert.Equal(("trip", "book"), (unbook.ParentId, unbook.Config.GetProperty("compensates").GetString()));
        Assert.Equal("""{"type":"send_notification","template":"x","retry":{"max_attempts":3,"initial":"PT5S"},"timeout":"PT30S","on_error":"continue","output_as":"told"}""", Config(canvas, "send_notification"));
        Assert.Contains(canvas.Edges, static edge => edge is { From: "room", To: "both", Condition: null });
        Assert.Contains(canvas.Edges, static edge => edge is { From: "kind", To: "both", Condition: "default" });

        static ActionDescription Of(string type) => new() { Type = type };
    }

    [Fact]
    public void Build_NoIds_DerivesThem() => Assert.Equal(
        ["trigger", "send_notification", "send_notification_2", "delay", "end"],
        Canvas.Create().Trigger().Action("send_notification", ("template", "a")).Action("send_notification").Delay(null, TimeSpan.FromHours(1)).End().Build().Nodes.Select(static node => node.Id));

    [Fact]
    public void Build_Twice_GivesTheSameTextAndLeavesTheFirstAlone()
    {
        var builder = Canvas.Create().Trigger("t").Action("a", "do");
        var first = builder.Build();
        var text = first.Text.ToString();

        Assert.Equal(first.Text, builder.Build().Text);
        Assert.Equal(3, builder.Action("b", "do").Build().Nodes.Length);
        Assert.Equal(text, first.Text.ToString());
    }

    [Fact]
    public void Build_ValueUsedTwice_IsCopied()
    {
        var fields = new JsonObject { ["team"] = "it" };

        var canvas = Canvas.Create().Trigger("t").Action("a", "do", ("fields", fields)).Action("b", "do", ("fields", fields)).Build();

        Assert.Equal(Config(canvas, "a"), Config(canvas, "b"));
    }

    [Fact]
    public void Build_Layout_IsKeptAndMeansNothing()
    {
        var plain = Canvas.Create().Trigger("t").Action("a", "do").Build();
        var placed = Canvas.Create().Trigger("t").At(0, 0).Action("a", "do").At(200, 10.5).Build();

        Assert.Equal(plain.ContentHash, placed.ContentHash);
        Assert.Contains("""{"x":200,"y":10.5}""", placed.Text.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(plain.ContentHash, Canvas.Create().Trigger("t").Action("a", "do").Named("Tell them").Build().ContentHash);
    }

    [Theory]
    [InlineData("duplicate", "nodes[2]: There are two nodes 'a'. Each needs an id of its own.")]
    [InlineData("unknown", "From(\"nobody\") names a node that has not been written yet")]
    [InlineData("to_unknown", "\"nobody\"")]
    [InlineData("unreached", "Nothing leads to the node 'b'. Write it behind the node that it follows, or say From(…) before it or To(\"b\") at that node.")]
    [InlineData("after_end", "Nothing leads to the node 'b'")]
    [InlineData("switch", "Nothing says which case of the switch 's' leads on. Say On(case, …), Otherwise(…), Branch((case, …)) or From(\"s\", case).")]
    [InlineData("port", "The edge from \"c\" to \"a\"")]
    [InlineData("on_nothing", "On(…) is about the node before it, and here there is none")]
    [InlineData("to_nothing", "To(\"a\") follows no node")]
    [InlineData("empty_scope", "scope")]
    [InlineData("out_of_scope", "inner")]
    [InlineData("nobody_asked", "An approval needs \"approvers\"")]
    [InlineData("no_trigger", "trigger")]
    public void Build_WrongUse_SaysWhatAndWhere(string mistake, string expected)
    {
        var builder = Canvas.Create();
        _ = mistake switch
        {
            "duplicate" => builder.Trigger("t").Action("a", "do").Action("a", "do"),
            "unknown" => builder.Trigger("t").From("nobody").Action("a", "do"),
            "to_unknown" => builder.Trigger("t").To("nobody"),
            "unreached" => builder.Trigger("t").Action("a", "do").To("t2").Trigger("t2").End().Action("b", "do"),
            "after_end" => builder.Trigger("t").End().Action("b", "do"),
            "switch" => builder.Trigger("t").Switch("s", static cases => cases.Case("x", ("f", "equals", 1))).Action("a", "do"),
            "port" => builder.Trigger("t").When("c", "f", "equals", 1).On("maybe", static way => way.Action("a", "do")),
            "on_nothing" => builder.Trigger("t").Parallel(static way => way.Action("a", "do")).On("error", static way => way.Action("b", "do")),
            "to_nothing" => builder.Trigger("t").Action("a", "do").End().To("a"),
            "empty_scope" => builder.Trigger("t").Scope("scope", static _ => { }),
            "out_of_scope" => builder.Trigger("t").Scope("scope", static inside => inside.Action("inner", "do")).From("inner").Action("b", "do"),
            "nobody_asked" => builder.Trigger("t").Approval("ok", new CanvasApproval { Approvers = [] }),
            "no_trigger" => builder,
            _ => throw new ArgumentOutOfRangeException(nameof(mistake)),
        };

        var refused = Assert.Throws<InvalidDefinitionException>(() => builder.Build());

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_SeveralMistakes_NamesThemAll() => Assert.Equal(
        2,
        Assert.Throws<InvalidDefinitionException>(() => Canvas.Create().Trigger("t").End().Action("a", "do").End().Action("b", "do").Build()).Faults.Length);

    public static TheoryData<string> Patterns => [.. PatternsInCode.All.Keys];

    private static string Config(CanvasDefinition canvas, string id) => canvas.Nodes.Single(node => node.Id == id).Config.GetRawText();

    internal static CanvasBuilder EveryKind() => Canvas.Create()
        .Trigger("start", on: "trip.asked", testData: new JsonObject { ["kind"] = "work" })
        .Set("begin", ("booked", false))
        .Parallel(
            static way => way.Scope(
                "trip",
                static inside => inside
                    .Action("book", "book").Compensate("book", "unbook", "unbook")
                    .Approval("sure", "role:manager", expiresIn: TimeSpan.FromDays(1)).On("rejected", static no => no.End("no", failed: true)),
                timeout: TimeSpan.FromDays(9)).On("timeout", static late => late.CancelScope("stop", "trip")),
            static way => way.ForEach("people", "{{people}}", static each => each.WaitEvent("said", "person.said", TimeSpan.FromDays(1), correlate: "{{$item}}"), parallel: true, maxParallel: 3),
            static way => way.SubWorkflow("room", "wf_room", wait: false).From("room"),
            static way => way.Switch("kind", static cases => cases.Case("work", ("kind", "equals", "work"), ("days", "less_than", 30)))
                .Branch(("work", static work => work.Delay("rest", TimeSpan.FromHours(2))), ("default", static _ => { }
            )))
        .Join("both")
        .When("fine", ("booked", "equals", true), ("cost", "less_than", 1000)).Otherwise(static no => no.Cancel("drop", "people").End("dropped", endsRun: true))
        .HttpRequest("tell", "https://example.com", "POST", new JsonObject { ["a"] = 1 })
        .Script("count", "1 + 1")
        .EmitEvent("booked", "trip.booked", ("by", "{{$steps.sure.by}}"))
        .Action("send_notification", ("template", "x")).Retry(3, TimeSpan.FromSeconds(5)).Timeout(TimeSpan.FromSeconds(30)).ContinueOnError().OutputAs("told")
        .Action("close")
        .End("done", output: "{{booked}}");
}
