using System.Globalization;
using System.Text;
using System.Text.Json;
using Aurion.Engine.AspNetCore.Bodies;
using Aurion.Engine.AspNetCore.Errors;
using Aurion.Engine.AspNetCore.Guards;
using Aurion.Engine.AspNetCore.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>Versions of workflows: what differs, what depends on them, going back.</summary>
internal static class VersionEndpoints
{
    private const string Draft = "draft";

    private static readonly Refusal VersionNotFound = Refusal.NotFound("Version not found");

    public static async Task<Results<JsonHttpResult<VersionView>, Refusal>> GetAsync(
        string id, string version, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var faults = new List<RequestFault>();
        var number = Number("version", version, mayBeDraft: false, faults);
        if (faults.Count > 0)
        {
            return Refusal.Invalid(faults);
        }

        var tenant = http.Caller().Tenant;
        return await workflows.FindVersionAsync(tenant, id, number!.Value, cancellationToken).ConfigureAwait(false) is { } found
            ? Reply.With(VersionView.Of(found), Reply.Json.VersionView)
            : await UnknownAsync(tenant, id, workflows, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<Results<JsonHttpResult<VersionView>, Refusal>> RestoreAsync(
        string id, string version, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var faults = new List<RequestFault>();
        var number = Number("version", version, mayBeDraft: false, faults);
        if (faults.Count > 0)
        {
            return Refusal.Invalid(faults);
        }

        var caller = http.Caller();
        var expected = await RevisionTag.Demanded(http).ExpectAsync(async () =>
            (await workflows.FindAsync(caller.Tenant, id, cancellationToken).ConfigureAwait(false))?.Revision).ConfigureAwait(false);
        var result = await workflows.RestoreAsync(caller.Tenant, id, number!.Value, caller.UserId, expected, cancellationToken).ConfigureAwait(false);
        return result switch
        {
            { IsPublished: true } => Reply.With(VersionView.Of(result.Version), Reply.Json.VersionView),
            { Status: PublishStatus.Invalid } => Refusal.Invalid(result.Findings.Select(RequestFault.Canvas)),
            { Status: PublishStatus.Stale } => Refusal.StalePrecondition,
            { Status: PublishStatus.UnknownVersion } => VersionNotFound,
            _ => WorkflowEndpoints.NotFound,
        };
    }

    public static async Task<Results<JsonHttpResult<DiffView>, Refusal>> DiffAsync(
        string id, string from, string to, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken)
    {
        var faults = new List<RequestFault>();
        var earlier = Number("from", from, mayBeDraft: true, faults);
        var later = Number("to", to, mayBeDraft: true, faults);
        if (faults.Count > 0)
        {
            return Refusal.Invalid(faults);
        }

        var tenant = http.Caller().Tenant;
        return await workflows.DiffAsync(tenant, id, earlier, later, cancellationToken).ConfigureAwait(false) is { } diff
            ? Reply.With(DiffView.Of(diff), Reply.Json.DiffView)
            : await UnknownAsync(tenant, id, workflows, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<Results<JsonHttpResult<ImpactView>, Refusal>> ImpactAsync(
        string id, HttpContext http, WorkflowEngine workflows, CancellationToken cancellationToken) =>
        await workflows.FindImpactAsync(http.Caller().Tenant, id, cancellationToken).ConfigureAwait(false) is { } impact
            ? Reply.With(ImpactView.Of(impact), Reply.Json.ImpactView)
            : WorkflowEndpoints.NotFound;

    private static async ValueTask<Refusal> UnknownAsync(TenantId tenant, string id, WorkflowEngine workflows, CancellationToken cancellationToken) =>
        await workflows.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) is null ? WorkflowEndpoints.NotFound : VersionNotFound;

    private static int? Number(string name, string text, bool mayBeDraft, List<RequestFault> faults)
    {
        if (mayBeDraft && text == Draft)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        faults.Add(new RequestFault("path", new Fault
        {
            Path = FaultPath.Root.Member(name),
            Type = "int_parsing",
            Message = mayBeDraft ? "Input should be the number of a version, or draft" : "Input should be a valid integer",
            Input = StrictJson.Parse(Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text)}\"")),
        }));
        return null;
    }
}
