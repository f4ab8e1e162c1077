using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurion.Engine.AspNetCore.Callers;
using Aurion.Engine.Values;

namespace Helpdesk.Conversations;

/// <summary>The helpdesk's own API. What it does to conversations raises the events that rules and workflows listen to.</summary>
internal static class ConversationEndpoints
{
    private const string Writers = "helpdesk:write";

    public static void AddConversationPolicies(this IServiceCollection services) => services.AddAuthorizationBuilder().AddPolicy(
        Writers,
        policy => policy.RequireAuthenticatedUser().RequireAssertion(context => !context.User.IsInRole(AurionRoles.TenantReadonly)));

    public static void MapConversations(this IEndpointRouteBuilder app)
    {
        var conversations = app.MapGroup("/api/v2/conversations").RefuseCrossSite();
        conversations.MapPost("", CreateAsync).RequireAuthorization(Writers);
        conversations.MapGet("", ListAsync).RequireAuthorization();
        conversations.MapGet("/{id}", GetAsync).RequireAuthorization();
        conversations.MapPatch("/{id}", ChangeAsync).RequireAuthorization(Writers);
        conversations.MapPost("/{id}/replies", ReplyAsync).RequireAuthorization(Writers);
    }

    private static async Task<IResult> CreateAsync(
        HttpContext http, TicketDesk desk, TicketEvents events, TicketStore store, TicketEntries entries, CancellationToken cancellationToken)
    {
        if (await Answer.ReadObjectAsync(http) is not { } body)
        {
            return Answer.InvalidJson();
        }

        if (TicketFields.Check(body) is { Count: > 0 } faults)
        {
            return Answer.Invalid(faults);
        }

        var (id, raised) = await desk.CreateAsync(Tenant(http.User), Person(http.User), body, cancellationToken);
        await events.FireAsync(raised, cancellationToken);
        http.Response.Headers.Location = $"/api/v2/conversations/{id}";
        return Answer.Json((await ViewAsync(http.User, id, store, entries, cancellationToken))!, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(HttpContext http, TicketStore store, CancellationToken cancellationToken)
    {
        var list = new JsonArray();
        foreach (var conversation in await store.ListNewestAsync(Tenant(http.User), limit: 50, cancellationToken))
        {
            list.Add(JsonNode.Parse(conversation.Fields.ToString()));
        }

        return Answer.Json(list);
    }

    private static async Task<IResult> GetAsync(
        string id, HttpContext http, TicketStore store, TicketEntries entries, CancellationToken cancellationToken) =>
        await ViewAsync(http.User, id, store, entries, cancellationToken) is { } view ? Answer.Json(view) : Unknown();

    private static async Task<IResult> ChangeAsync(
        string id, HttpContext http, TicketDesk desk, TicketEvents events, TicketStore store, TicketEntries entries, CancellationToken cancellationToken)
    {
        if (await Answer.ReadObjectAsync(http) is not { } body)
        {
            return Answer.InvalidJson();
        }

        if (TicketFields.Check(body) is { Count: > 0 } faults)
        {
            return Answer.Invalid(faults);
        }

        if (await desk.ChangeAsync(Tenant(http.User), id, Person(http.User), body, cancellationToken) is not { } raised)
        {
            return Unknown();
        }

        await events.FireAsync(raised, cancellationToken);
        return Answer.Json((await ViewAsync(http.User, id, store, entries, cancellationToken))!);
    }

    private static async Task<IResult> ReplyAsync(
        string id, HttpContext http, TicketDesk desk, TicketEvents events, TicketStore store, TicketEntries entries, CancellationToken cancellationToken)
    {
        if (await Answer.ReadObjectAsync(http) is not { } body)
        {
            return Answer.InvalidJson();
        }

        if (!body.TryGetProperty("body", out var text) || text.ValueKind is not JsonValueKind.String || string.IsNullOrWhiteSpace(text.GetString()))
        {
            return Answer.Invalid([Answer.Fault(["body"], "missing", "A reply needs a text", text.ValueKind is JsonValueKind.Undefined ? null : text)]);
        }

        var byCustomer = http.User.IsInRole(AurionRoles.TenantUser);
        if (await desk.ReplyAsync(Tenant(http.User), id, Person(http.User), byCustomer, text.GetString()!, cancellationToken) is not { } raised)
        {
            return Unknown();
        }

        await events.FireAsync(raised, cancellationToken);
        return Answer.Json((await ViewAsync(http.User, id, store, entries, cancellationToken))!, StatusCodes.Status201Created);
    }

    private static async Task<JsonObject?> ViewAsync(
        ClaimsPrincipal user, string id, TicketStore store, TicketEntries entries, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(Tenant(user), id, cancellationToken) is not { } conversation)
        {
            return null;
        }

        var view = JsonNode.Parse(conversation.Fields.ToString())!.AsObject();
        foreach (var (kind, list) in await entries.ListAsync(Tenant(user), id, cancellationToken))
        {
            view[kind] = list!.DeepClone();
        }

        return view;
    }

    private static IResult Unknown() => Answer.Error(StatusCodes.Status404NotFound, "Conversation not found");

    private static TenantId Tenant(ClaimsPrincipal user) => new(user.FindFirstValue(AurionClaimTypes.Tenant)!);

    private static string Person(ClaimsPrincipal user) => user.FindFirstValue(AurionClaimTypes.UserId)!;
}
