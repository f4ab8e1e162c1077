using Aurion.Engine.AspNetCore.Bodies;
using Aurion.Engine.AspNetCore.Errors;
using Aurion.Engine.AspNetCore.Guards;
using Aurion.Engine.AspNetCore.Json;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aurion.Engine.AspNetCore.Rules;

/// <summary>Automation rules, their log, and firing an event.</summary>
internal static class RuleEndpoints
{
    public const string Prefix = "/api/v2/automation-rules";

    private const int LongestEventType = 200;
    private const int LongestRuleId = 100;
    private const int MostRules = 1_000;
    private const int LongestConversationId = 200;

    private static readonly Refusal NotFound = Refusal.NotFound("Automation rule not found");

    public static async Task<JsonHttpResult<IEnumerable<JsonText>>> ListAsync(HttpContext http, RuleEngine rules, CancellationToken cancellationToken)
    {
        var states = await rules.ListAsync(http.Caller().Tenant, cancellationToken).ConfigureAwait(false);
        return Reply.With(states.Select(RuleView.Of), Reply.Json.IEnumerableJsonText);
    }

    public static async Task<Results<JsonHttpResult<JsonText>, Refusal>> CreateAsync(HttpContext http, RuleEngine rules, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http, BodyLimit.Plain, optional: false, cancellationToken).ConfigureAwait(false);
        if (body.IsRefused)
        {
            return body.Refusal;
        }

        var state = await rules.CreateAsync(http.Caller().Tenant, body.Json, cancellationToken).ConfigureAwait(false);
        http.Response.Headers.Location = $"{Prefix}/{state.Rule.Id}";
        return Show(http, state, StatusCodes.Status201Created);
    }

    public static async Task<Results<JsonHttpResult<JsonText>, Refusal>> GetAsync(
        string id, HttpContext http, RuleEngine rules, CancellationToken cancellationToken) =>
        await rules.FindAsync(http.Caller().Tenant, id, cancellationToken).ConfigureAwait(false) is { } state ? Show(http, state) : NotFound;

    public static async Task<Results<JsonHttpResult<JsonText>, Refusal>> UpdateAsync(
        string id, HttpContext http, RuleEngine rules, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http, BodyLimit.Plain, optional: false, cancellationToken).ConfigureAwait(false);
        if (body.IsRefused)
        {
            return body.Refusal;
        }

        var expected = await ExpectedAsync(http, rules, id, cancellationToken).ConfigureAwait(false);
        var change = await rules.UpdateAsync(http.Caller().Tenant, id, body.Json, expected, cancellationToken).ConfigureAwait(false);
        return change switch
        {
            { IsChanged: true } => Show(http, change.State),
            { Status: RuleChangeStatus.Stale } => Refusal.StalePrecondition,
            _ => NotFound,
        };
    }

    public static async Task<Results<NoContent, Refusal>> DeleteAsync(string id, HttpContext http, RuleEngine rules, CancellationToken cancellationToken)
    {
        var expected = await ExpectedAsync(http, rules, id, cancellationToken).ConfigureAwait(false);
        return await rules.DeleteAsync(http.Caller().Tenant, id, expected, cancellationToken).ConfigureAwait(false) switch
        {
            RuleChangeStatus.Changed => TypedResults.NoContent(),
            RuleChangeStatus.Stale => Refusal.StalePrecondition,
            _ => NotFound,
        };
    }

    public static async Task<Results<JsonHttpResult<IEnumerable<LogView>>, Refusal>> ListLogAsync(
        HttpContext http, RuleEngine rules, CancellationToken cancellationToken)
    {
        var query = new QueryMembers(http.Request.Query);
        var limit = query.Limit();
        if (query.Faults.Count > 0)
        {
            return Refusal.Invalid(query.Faults);
        }

        var entries = await rules.ListLogAsync(http.Caller().Tenant, limit, cancellationToken).ConfigureAwait(false);
        return Reply.With(entries.Select(LogView.Of), Reply.Json.IEnumerableLogView);
    }

    public static async Task<Results<JsonHttpResult<FiredEventView>, Refusal>> ExecuteEventAsync(
        HttpContext http, RuleEngine rules, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http, BodyLimit.Plain, optional: false, cancellationToken).ConfigureAwait(false);
        if (body.IsRefused)
        {
            return body.Refusal;
        }

        var members = new BodyMembers(body.Json);
        var raised = ReadEvent(http, members);
        var key = IdempotencyKey.Read(http, "execute-event", members.Faults);
        if (members.Faults.Count > 0)
        {
            return Refusal.Invalid(members.Faults);
        }

        var options = new FireOptions { IdempotencyKey = key, KeepKeyFor = IdempotencyKey.KeptFor };
        var fired = await rules.FireAsync(raised, options, cancellationToken).ConfigureAwait(false);
        return Reply.With(FiredEventView.Of(fired), Reply.Json.FiredEventView);
    }

    public static async Task<Results<JsonHttpResult<TimeRuleRunView>, Refusal>> RunTimeRulesAsync(
        HttpContext http, RuleEngine rules, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http, BodyLimit.Plain, optional: true, cancellationToken).ConfigureAwait(false);
        if (body.IsRefused)
        {
            return body.Refusal;
        }

        var members = new BodyMembers(body.Json);
        var ids = members.OptionalTexts("rule_ids", LongestRuleId, MostRules);
        if (members.Faults.Count > 0)
        {
            return Refusal.Invalid(members.Faults);
        }

        var run = await rules.RunTimeRulesAsync(http.Caller().Tenant, ids, cancellationToken).ConfigureAwait(false);
        return Reply.With(TimeRuleRunView.Of(run), Reply.Json.TimeRuleRunView);
    }

    public static async Task<Results<JsonHttpResult<JsonText>, Refusal>> ExplainAsync(
        string id, HttpContext http, RuleEngine rules, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(http, BodyLimit.Plain, optional: false, cancellationToken).ConfigureAwait(false);
        if (body.IsRefused)
        {
            return body.Refusal;
        }

        var members = new BodyMembers(body.Json);
        var raised = ReadEvent(http, members);
        if (members.Faults.Count > 0)
        {
            return Refusal.Invalid(members.Faults);
        }

        return await rules.ExplainAsync(id, raised, cancellationToken).ConfigureAwait(false) is { } explanation
            ? Reply.With(WireJson.Write(writer => ExplanationJson.Write(writer, explanation)), Reply.Json.JsonText)
            : NotFound;
    }

    private static AutomationEvent ReadEvent(HttpContext http, BodyMembers members)
    {
        var caller = http.Caller();
        return new AutomationEvent
        {
            Type = members.RequiredText("event_type", LongestEventType),
            ConversationId = members.OptionalText("conversation_id", LongestConversationId, allowBlank: false),
            Payload = members.OptionalObject("payload") ?? JsonText.EmptyObject,
            Tenant = caller.Tenant,
            Actor = caller.UserId,
        };
    }

    private static JsonHttpResult<JsonText> Show(HttpContext http, RuleState state, int status = StatusCodes.Status200OK)
    {
        RevisionTag.Write(http, state.Revision);
        return Reply.With(RuleView.Of(state), Reply.Json.JsonText, status);
    }

    private static ValueTask<long?> ExpectedAsync(HttpContext http, RuleEngine rules, string id, CancellationToken cancellationToken) =>
        RevisionTag.Demanded(http).ExpectAsync(async () =>
            (await rules.FindAsync(http.Caller().Tenant, id, cancellationToken).ConfigureAwait(false))?.Revision);
}
