using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving.Harness;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>The stories that are told with a crash, one for each shape of a canvas.</summary>
internal static class CrashScenarios
{
    private const string Approval = """{"id":"ok","type":"approval","config":{"approvers":["role:boss"],"expires_in":"P1D"}}""";
    private const string Delay = """{"id":"d","type":"delay","config":{"duration":"PT2M"}}""";
    private const string Patch = """{"id":"p","type":"action","config":{"type":"set_priority","priority":"high"}}""";
    private const string Retried = "\"fails_until\":2,\"retry\":{\"max_attempts\":3,\"backoff\":\"fixed\",\"initial\":\"PT30S\"}";

    private static string In(string parent, string id, string type, string config) => $$$"""{"id":"{{{id}}}","type":"{{{type}}}","parent_id":"{{{parent}}}","config":{{{{config}}}}}""";

    public static readonly IReadOnlyDictionary<string, CrashScenario> All = new Dictionary<string, CrashScenario>(StringComparer.Ordinal)
    {
        ["line"] = new(Canvases.Line(Canvases.Do("a"), Canvases.Do("b")), "a b t", 2),
        ["split"] = new(
            Canvases.Of(
                [Canvases.Do("a"), Canvases.Do("b"), Canvases.Do("c"), Canvases.Do("d")],
                """{"from":"t","to":"a"}""", """{"from":"t","to":"b"}""", """{"from":"b","to":"c"}""", """{"from":"b","to":"d"}"""),
            "a b c d t",
            4),
        ["condition"] = new(
            Canvases.Of(
                ["""{"id":"if","type":"condition","config":{"field":"priority","equals":"low"}}""", Canvases.Do("a"), Canvases.Do("b")],
                """{"from":"t","to":"if"}""", """{"from":"if","to":"a","condition":"true"}""", """{"from":"if","to":"b","condition":"false"}"""),
            "a if t",
            1),
        ["approval"] = new(Canvases.Line(Approval, Canvases.Do("a")), "a ok t", 1),
        ["delay"] = new(Canvases.Line(Delay, Canvases.Do("a")), "a d t", 1),
        ["retry"] = new(Canvases.Line(Canvases.Do("a", Retried), Canvases.Do("b")), "a b t", 2),
        ["error port"] = new(
            Canvases.Of([Canvases.Do("a", "\"fails\":true"), Canvases.Do("b")], """{"from":"t","to":"a"}""", """{"from":"a","to":"b","condition":"error"}"""),
            "a b t",
            1),
        ["failure"] = new(Canvases.Line(Canvases.Do("a"), Canvases.Do("b", "\"fails\":true"), Canvases.Do("c")), "a b t", 1, RunStatus.Failed),
        ["patch"] = new(Canvases.Line(Patch, Canvases.Do("a")), "a p t", 1),
        ["event"] = new(Canvases.Line(Canvases.Do("a"), Patch), "a p t", 1, ByEvent: true),
        ["approval told"] = new(Canvases.Line(Approval, Canvases.Do("a")), "a ok t", 1, Told: "requested"),
        ["approval reminded and expired"] = new(
            Canvases.Approval("\"approvers\":[\"user:nobody\"],\"remind_every\":\"PT2M\",\"escalate_after\":\"PT3M\",\"escalate_to\":\"user:no one\",\"expires_in\":\"PT5M\""),
            "late ok t",
            1,
            Told: "escalated reminder/1 reminder/2 requested"),
        ["approval escalated"] = new(
            Canvases.Approval("\"approvers\":[\"user:nobody\"],\"escalate_after\":\"PT3M\",\"escalate_to\":[\"role:boss\"],\"expires_in\":\"P1D\""),
            "ok t yes",
            1,
            Told: "escalated requested"),
        ["approval delegated"] = new(Canvases.Approval("\"approvers\":[\"user:ada\"]"), "ok t yes", 1, Told: "delegated/1 requested"),
        ["approval beside action"] = new(
            Canvases.Of([Approval, Canvases.Do("a"), Canvases.Do("b")], """{"from":"t","to":"ok"}""", """{"from":"t","to":"a"}""", """{"from":"ok","to":"b","condition":"approved"}"""),
            "a b ok t",
            2),
        ["containers"] = new(
            Canvases.Of(
                [
                    """{"id":"each","type":"for_each","config":{"items":[["x","y"],[]],"mode":"parallel"}}""", In("each", "inner", "for_each", "\"items\":\"{{$item}}\""), In("inner", "a", "action", "\"type\":\"do\",\"text\":\"{{$item}}\""),
                    In("each", "s", "scope", "\"timeout\":\"PT1M\""), In("s", "b", "action", "\"type\":\"do\""), In("s", "d", "delay", "\"duration\":\"PT2M\""), In("each", "late", "action", "\"type\":\"do\""), Canvases.Do("z"),
                ],
                """{"from":"t","to":"each"}""", """{"from":"s","to":"late","condition":"timeout"}""", """{"from":"each","to":"z"}"""),
            "a a b b d d each inner inner late late s s t z",
            7),
        ["compensation"] = new(
            Canvases.Of(
                [
                    """{"id":"trip","type":"scope"}""", In("trip", "a", "action", "\"type\":\"do\""), In("trip", "b", "action", "\"type\":\"do\""), In("trip", "c", "action", "\"type\":\"do\",\"fails\":true"),
                    In("trip", "ua", "action", "\"type\":\"do\",\"compensates\":\"a\""), In("trip", "ub", "action", "\"type\":\"do\",\"compensates\":\"b\"," + Retried), Canvases.Do("tell"),
                ],
                """{"from":"t","to":"trip"}""", """{"from":"a","to":"b"}""", """{"from":"b","to":"c"}""", """{"from":"trip","to":"tell","condition":"error"}"""),
            "a b c t tell trip ua ub",
            5),
        ["event waited for"] = new(Canvases.Line(Canvases.Do("a"), """{"id":"w","type":"wait_event","config":{"event_type":"ticket.replied"}}""", Canvases.Do("b")), "a b t w", 2) { Event = "ticket.replied" },
        ["event raised"] = new(Canvases.Line("""{"id":"e","type":"emit_event","config":{"event_type":"order.ready"}}""", Canvases.Do("a")), "a e t", 2)
        {
            Other = Canvases.Line(Canvases.Do("x")),
            OtherTrigger = """{"type":"event","event_types":["order.ready"]}""",
        },
        ["call"] = new(Canvases.Line("""{"id":"s","type":"sub_workflow","config":{"workflow_id":"{called}"}}""", Canvases.Do("b")), "b s t", 2) { Other = Canvases.Line(Canvases.Do("x")) },
        ["everything"] = new(Canvases.Line(Canvases.Do("a", Retried), Approval, Delay, Patch, Canvases.Do("b")), "a b d ok p t", 2),
    };
}
