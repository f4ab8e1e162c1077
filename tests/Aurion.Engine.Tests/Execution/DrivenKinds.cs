namespace Aurion.Engine.Tests.Execution;

/// <summary>The kinds of nodes that only an engine with stores can drive, and the handlers of its host.</summary>
/// <param name="Called">The workflows that may be called; none are when it is empty.</param>
/// <param name="Loops">Whether edges may lead back: such a run may have no end.</param>
internal sealed record DrivenKinds(string[] Called, bool Loops)
{
    private const string Kind = "\"type\":\"x\"";

    /// <summary>Draws a node that hears of something, says something, calls, chooses, or does its work in a way of its own.</summary>
    public (string Type, string Config, string[] Ports) Draw(Random random) => random.Next(14) switch
    {
        0 or 1 => ("wait_event", """{"event_type":"ticket.replied","timeout":"P1D"}""", random.Next(2) == 0 ? ["received", "timeout"] : ["received"]),
        2 => ("emit_event", """{"event_type":"ticket.replied","payload":{"text":"{{n}}"}}""", ["out"]),
        3 or 4 when Called.Length > 0 => (
            "sub_workflow",
            $$$"""{"workflow_id":"{{{Called[random.Next(Called.Length)]}}}","input":{"n":"{{n}}"}{{{(random.Next(4) == 0 ? ",\"wait\":false" : string.Empty)}}}}""",
            random.Next(2) == 0 ? ["completed", "failed"] : ["completed"]),
        5 => ("switch", """{"cases":[{"name":"a","conditions":[{"field":"n","operator":"equals","value":1}]},{"name":"b","conditions":[{"field":"n","operator":"less_than","value":4}]}]}""", ["a", "b", "default"]),
        6 or 7 => ("approval", Approval(random), ["approved", "rejected", "expired"]),
        8 => ("action", """{"type":"pay"}""", ["out", "error"]),
        9 => ("action", """{"type":"look"}""", ["out"]),
        10 => ("action", """{"type":"do","pends":true}""", ["out"]),
        11 => ("action", """{"type":"set_field","field":"n","mode":"increment"}""", ["out"]),
        12 => ("delay", """{"duration":"PT7H"}""", ["out"]),
        _ => ("end", """{"ends":"run","output":"{{n}}"}""", []),
    };

    /// <summary>Gives an action a handler that the host has, which succeeds, fails, or succeeds in the end.</summary>
    public static string Perform(Random random, string config) => config.Replace(
        Kind,
        random.Next(8) switch
        {
            0 => "\"type\":\"do\",\"fails\":true",
            1 => "\"type\":\"do\",\"fails_until\":2",
            2 => "\"type\":\"do\",\"throws_until\":2",
            3 => "\"type\":\"look\"",
            4 when !config.Contains("retry", StringComparison.Ordinal) => "\"type\":\"pay\"",
            _ => "\"type\":\"do\"",
        },
        StringComparison.Ordinal);

    private static string Approval(Random random) => random.Next(5) switch
    {
        0 => """{"approvers":["role:a"],"required":2,"expires_in":"PT8H"}""",
        1 => """{"approvers":["role:a","user:b"],"required":"all","expires_in":"PT30H","remind_every":"PT2H"}""",
        2 => """{"approvers":["role:a"],"required":2,"reject_on":2,"expires_in":"P2D","on_expire":"approved"}""",
        3 => """{"approvers":["user:b"],"expires_in":"PT9H","escalate_after":"PT1H","escalate_to":["role:a"],"on_expire":"rejected"}""",
        _ => """{"approvers":["role:a"],"expires_in":"PT20H","remind_every":"PT30M"}""",
    };
}
