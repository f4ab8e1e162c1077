namespace Aurion.Engine.Tests.Execution.Driving.Harness;

/// <summary>Canvases that the tests drive.</summary>
internal static class Canvases
{
    /// <summary>The reference's own example, to the letter.</summary>
    public const string Onboarding = """
        {
            "nodes": [
              {"id": "start", "type": "trigger", "config": {"event": "ticket.created"}},
              {"id": "check", "type": "condition", "config": {"field": "category", "equals": "Onboarding"}},
              {"id": "create_accounts", "type": "action", "config": {"type": "create_ticket", "subject": "Create accounts for new hire"}},
              {"id": "notify", "type": "action", "config": {"type": "send_notification"}}
            ],
            "edges": [
              {"from": "start", "to": "check"},
              {"from": "check", "to": "create_accounts", "condition": "true"},
              {"from": "create_accounts", "to": "notify"}
            ],
            "viewport": {"x": 0, "y": 0, "zoom": 1}
        }
        """;

    /// <summary>An approval whose outcomes lead to three actions.</summary>
    public static string Approval(string config = "\"approvers\":[\"user:boss\"]") => Of(
        ["""{"id":"ok","type":"approval","config":{%}}""".Replace("%", config, StringComparison.Ordinal), Do("yes"), Do("no"), Do("late")],
        """{"from":"t","to":"ok"}""",
        """{"from":"ok","to":"yes","condition":"approved"}""",
        """{"from":"ok","to":"no","condition":"rejected"}""",
        """{"from":"ok","to":"late","condition":"expired"}""");

    public static string Line(params string[] nodes)
    {
        var ids = nodes.Select(static node => System.Text.Json.JsonDocument.Parse(node).RootElement.GetProperty("id").GetString()).ToArray();
        return Of(nodes, [.. ids.Select((id, index) => $$$"""{"from":"{{{(index == 0 ? "t" : ids[index - 1])}}}","to":"{{{id}}}"}""")]);
    }

    public static string Of(string[] nodes, params string[] edges) =>
        $$$"""{"nodes":[{"id":"t","type":"trigger","config":{}},{{{string.Join(',', nodes)}}}],"edges":[{{{string.Join(',', edges)}}}]}""";

    public static string Do(string id, string more = "") => $$$"""{"id":"{{{id}}}","type":"action","config":{"type":"do"{{{(more.Length > 0 ? "," + more : string.Empty)}}} }}""";
}
