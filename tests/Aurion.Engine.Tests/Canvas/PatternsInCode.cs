using System.Text.Json.Nodes;
using Aurion.Engine.Canvas;

namespace Aurion.Engine.Tests.Canvas;

using Canvas = Aurion.Engine.Canvas.Canvas;

/// <summary>Patterns of the folder <c>Execution/Patterns</c>, written in code.</summary>
internal static class PatternsInCode
{
    public static Dictionary<string, Func<CanvasBuilder>> All { get; } = new()
    {
        ["01-sequence"] = static () => Start().Do("a").Do("b"),
        ["02-parallel-split"] = static () => Start().Do("s").Parallel(Do("a"), Do("b")),
        ["03-synchronization"] = static () => Start().Do("s").Parallel(Do("a"), Do("b")).JoinAll("j").Do("z"),
        ["04-exclusive-choice"] = static () => Start()
            .Switch("which", static cases => cases.Case("urgent", ("priority", "equals", "urgent")).Case("vip", ("vip", "equals", true)))
            .On("urgent", Do("a")).On("vip", Do("b")).Otherwise(Do("c")),
        ["05-simple-merge"] = static () => Start().When("urgent", "priority", "equals", "urgent").Branch(("true", Do("a")), ("false", Do("b"))).Do("z"),
        ["06-multi-choice"] = static () => Start()
            .Switch("how", static cases => cases.Case("mail", ("mail", "equals", true)).Case("call", ("call", "equals", true)), all: true)
            .On("mail", Do("a")).On("call", Do("b")).Otherwise(Do("c")),
        ["08-multi-merge"] = static () => Start().Do("s").Parallel(Do("a"), Do("b")).Do("z"),
        ["09-structured-discriminator"] = static () => Start().Do("s").Parallel(Do("a"), Do("b"), Do("c")).JoinFirst("j").Do("z").On("error", static way => way.To("s")),
        ["10-arbitrary-cycles"] = static () => Start()
            .When("drafted", "drafted", "equals", true)
            .On("false", Do("write"))
            .Approval("review", "role:editor")
            .From("write").To("review")
            .From("write", "error").Do("drop")
            .From("review", "rejected").To("write")
            .From("review", "approved").Do("publish"),
        ["12-multiple-instances-without-synchronization"] = static () => Start()
            .Parallel(static way => way.ForEach("each", "{{people}}", Do("tell"), parallel: true), Do("go_on")),
        ["13-multiple-instances-with-design-time-knowledge"] = static () => Start()
            .ForEach("each", new JsonArray("legal", "price"), Do("check"), parallel: true).Do("sign"),
        ["16-deferred-choice"] = static () => Start()
            .Parallel(
                static way => way.WaitEvent("paid", "paid"),
                static way => way.WaitEvent("refused", "refused"),
                static way => way.Delay("late", TimeSpan.FromDays(7)))
            .From("paid").Cancel("only_paid", "refused", "late")
            .From("refused").Cancel("only_refused", "paid", "late")
            .From("late").Cancel("only_late", "paid", "refused")
            .From("only_paid").Do("ship")
            .From("only_refused").Do("close")
            .From("only_late").Do("remind"),
        ["19-cancel-activity"] = static () => Start()
            .Do("work").Do("next")
            .From("t").WaitEvent("recalled", "recalled").From("recalled").Cancel("stop", "work").Do("tell"),
        ["20-cancel-case"] = static () => Start()
            .Do("a").Do("b")
            .From("t").Do("c")
            .From("t").WaitEvent("withdrawn", "withdrawn").From("withdrawn").End("stop", failed: true, endsRun: true),
        ["21-structured-loop"] = static () => Start()
            .Do("fetch").When("more", "$steps.fetch.output.more", "equals", true).On("true", static again => again.To("fetch")).From("more", "false").Do("z"),
        ["22-recursion"] = static () => Start()
            .When("deeper", "part", "is_present").On("true", static way => way.SubWorkflow("inner", "wf_1", "{{part}}")).From("deeper", "false").Do("build")
            .From("inner", "completed").To("build"),
        ["24-persistent-trigger"] = static () => Start()
            .Parallel(Do("pack"), static way => way.WaitEvent("paid", "paid").From("paid")).JoinAll("j").Do("ship"),
        ["25-cancel-region"] = static () => Start()
            .To("order", "recalled")
            .Scope("order", static inside => inside.Parallel(
                static way => way.Do("pick").Do("wrap"),
                static way => way.Approval("book", "role:carrier").Do("bill")))
            .Apart().WaitEvent("recalled", "recalled").From("recalled").CancelScope("stop", "order")
            .From("order", "done").Do("done")
            .From("order", "cancelled").Do("sorry"),
        ["26-cancel-multiple-instance-activity"] = static () => Start()
            .To("each", "enough")
            .ForEach("each", new JsonArray("ann", "bob", "cem"), Do("ask"), parallel: true).Do("count")
            .Apart().WaitEvent("enough", "enough").From("enough").Cancel("stop", "each").Do("tell"),
        ["30-structured-partial-join"] = static () => Start()
            .Do("s").Parallel(Do("a"), Do("b"), Do("c")).JoinFirst("j", 2).Do("z").On("error", static way => way.To("s")),
        ["34-static-partial-join-for-multiple-instances"] = static () => Start()
            .To("first", "each")
            .ForEach("each", new JsonArray("ann", "bob", "cem"), static inside => inside.Do("ask").EmitEvent("say", "answered"), parallel: true)
            .Apart().WaitEvent("first", "answered").From("first").WaitEvent("second", "answered").From("second").Do("count"),
        ["35-cancelling-partial-join-for-multiple-instances"] = static () => Start()
            .ForEach("each", new JsonArray("ann", "bob", "cem"), Do("ask"), parallel: true, completeWhen: 2).Do("count"),
        ["37-local-synchronizing-merge"] = static () => Start()
            .Switch(
                "what",
                static cases => cases.Case("a", ("a", "equals", true)).Case("b", ("b", "equals", true)).Case("c", ("c", "equals", true)),
                all: true)
            .On("a", Do("a")).On("b", static way => way.Approval("b", "role:x")).On("c", Do("c"))
            .From("a").Join("j1").From("b", "approved").To("j1")
            .From("b", "rejected").Do("other")
            .From("j1").Do("m").Join("j2").From("c").To("j2").From("j2").Do("z"),
        ["43-explicit-termination"] = static () => Start().Parallel(Do("a"), Do("b")).From("a").End("e", endsRun: true).From("b").Do("c"),
    };

    private static CanvasBuilder Start() => Canvas.Create().Trigger("t");

    private static Action<CanvasBuilder> Do(string id) => way => way.Do(id);

    private static CanvasBuilder Do(this CanvasBuilder builder, string id) => builder.Action(id, "do");
}
