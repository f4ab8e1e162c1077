namespace Aurion.Engine.AspNetCore.Tests;

/// <summary>Who may call what, written down from the reference's table; each route with a request that is allowed to get past the guards.</summary>
internal static class RouteMatrix
{
    public static readonly string[] Roles =
        ["super_admin", "tenant_owner", "tenant_admin", "supervisor", "agent", "tenant_user", "tenant_readonly"];

    private static readonly string[] Everyone = Roles;
    private static readonly string[] Administrators = ["super_admin", "tenant_owner", "tenant_admin"];
    private static readonly string[] Publishers = [.. Administrators, "supervisor"];
    private static readonly string[] AllButReadonly = [.. Roles.Except(["tenant_readonly"])];

    /// <summary>Gets, by method and pattern, the roles that may.</summary>
    public static Dictionary<string, string[]> Allowed { get; } = new()
    {
        ["GET /api/v2/automation-rules"] = Everyone,
        ["POST /api/v2/automation-rules"] = Administrators,
        ["GET /api/v2/automation-rules/{id}"] = Everyone,
        ["PATCH /api/v2/automation-rules/{id}"] = Administrators,
        ["DELETE /api/v2/automation-rules/{id}"] = Administrators,
        ["GET /api/v2/automation-rules/logs"] = Everyone,
        ["POST /api/v2/automation-rules/execute-event"] = AllButReadonly,
        ["POST /api/v2/automation-rules/run-time"] = Administrators,
        ["POST /api/v2/automation-rules/{id}/explain"] = Everyone,
        ["GET /api/v2/workflows"] = Everyone,
        ["POST /api/v2/workflows"] = Publishers,
        ["GET /api/v2/workflows/{id}"] = Everyone,
        ["PATCH /api/v2/workflows/{id}"] = Publishers,
        ["DELETE /api/v2/workflows/{id}"] = Administrators,
        ["POST /api/v2/workflows/{id}/validate"] = Everyone,
        ["POST /api/v2/workflows/{id}/publish"] = Publishers,
        ["GET /api/v2/workflows/{id}/versions"] = Everyone,
        ["GET /api/v2/workflows/{id}/versions/{version}"] = Everyone,
        ["POST /api/v2/workflows/{id}/versions/{version}/restore"] = Publishers,
        ["GET /api/v2/workflows/{id}/versions/{from}/diff/{to}"] = Everyone,
        ["POST /api/v2/workflows/{id}/webhook-secret"] = Publishers,
        ["GET /api/v2/workflows/{id}/impact"] = Everyone,
        ["GET /api/v2/workflows/templates"] = Everyone,
        ["POST /api/v2/workflows/templates"] = Publishers,
        ["DELETE /api/v2/workflows/templates/{id}"] = Administrators,
        ["POST /api/v2/workflows/templates/{id}/install"] = Publishers,
        ["POST /api/v2/workflows/migrate-from-rule/{ruleId}"] = Administrators,
        ["POST /api/v2/workflows/{id}/execute"] = Publishers,
        ["POST /api/v2/workflows/{id}/dry-run"] = Everyone,
        ["GET /api/v2/workflows/{id}/runs"] = Everyone,
        ["GET /api/v2/workflows/{id}/runs/{runId}"] = Everyone,
        ["GET /api/v2/workflows/{id}/runs/{runId}/steps"] = Everyone,
        ["POST /api/v2/workflows/{id}/runs/{runId}/cancel"] = Publishers,
        ["POST /api/v2/workflows/{id}/runs/{runId}/pause"] = Publishers,
        ["POST /api/v2/workflows/{id}/runs/{runId}/resume"] = Publishers,
        ["POST /api/v2/workflows/{id}/runs/{runId}/retry"] = Publishers,
        ["POST /api/v2/workflows/{id}/runs/{runId}/steps/{token}/complete"] = Publishers,
        ["GET /api/v2/workflows/approvals/pending"] = Publishers,
        ["POST /api/v2/workflows/approvals/{id}/decide"] = Publishers,
    };

    private static readonly (string Name, string Value)[] Placeholders =
        [("{id}", "nobody_has_this"), ("{runId}", "run_nobody"), ("{ruleId}", "rule_nobody"), ("{version}", "1"), ("{token}", "none"), ("{from}", "1"), ("{to}", "2")];

    /// <summary>Makes a request of a route: ids that nobody has, and no body.</summary>
    public static (HttpMethod Method, string Path) Request(string route)
    {
        var (method, pattern) = (route[..route.IndexOf(' ', StringComparison.Ordinal)], route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        return (new HttpMethod(method), Placeholders.Aggregate(pattern, static (path, placeholder) => path.Replace(placeholder.Name, placeholder.Value, StringComparison.Ordinal)));
    }
}
