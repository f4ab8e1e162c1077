using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>AI automation as steps of canvases and actions of rules: <c>ai_classify</c>, <c>ai_route</c>, <c>ai_resolve</c>.</summary>
/// <remarks>A step asks for it by itself, so it works where automation by events is switched off; without the host's part it answers that nothing was decided.</remarks>
internal sealed class AiActionHandlers(
    ConversationClassifier classifier, ConversationRouter router, ConversationResolver resolver, IMessageStore messages, TimeProvider time)
{
    private readonly ConversationClassifier _classifier = classifier;
    private readonly ConversationRouter _router = router;
    private readonly ConversationResolver _resolver = resolver;
    private readonly IMessageStore _messages = messages;
    private readonly TimeProvider _time = time;

    public static readonly ActionDescription Classify = new() { Type = "ai_classify", Summary = "Classifies the conversation." };

    public static readonly ActionDescription Resolve = new() { Type = "ai_resolve", Summary = "Answers the conversation from the knowledge base, or suggests an answer." };

    public static readonly ActionDescription Route = new()
    {
        Type = "ai_route",
        Summary = "Routes the conversation by the routing rules, or to the team that is named.",
        Parameters =
        [
            new ActionParameter { Name = "team_id", Type = ActionParameterType.Text, Description = "The team; by the routing rules when left out." },
            new ActionParameter { Name = "required_skills", Type = ActionParameterType.TextList, Description = "What an agent of the named team must know." },
            new ActionParameter { Name = "routing_method", Type = ActionParameterType.Text, AllowedValues = ["balanced", "round_robin", "manual"], Description = "How an agent of the named team is chosen; balanced when left out." },
        ],
    };

    public IActionHandler ClassifyHandler => new Handler(this, async static (own, context, _, token) =>
    {
        var (decided, told) = await own._classifier.ClassifyAsync(context, evenIfOff: true, token).ConfigureAwait(false);
        ImmutableArray<Message> next = told is null ? [] : [FollowUps.MessageOf(told)];
        return (MessageBody.Of(writer =>
        {
            writer.WriteString("outcome", decided is null ? "none" : Word(decided.Decision.Outcome));
            writer.WriteStartObject("fields");
            foreach (var named in decided?.Decision.Fields ?? [])
            {
                writer.WriteStartObject(named.Field);
                writer.WriteString("value", named.Value);
                writer.WriteNumber("confidence", named.Confidence);
                writer.WriteString("outcome", Word(named.Outcome));
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }), next);
    });

    public IActionHandler RouteHandler => new Handler(this, async static (own, context, parameters, token) =>
    {
        var (decided, next) = await own._router.RouteAsync(context, OrderOf(parameters), again: true, token).ConfigureAwait(false);
        return (MessageBody.Of(writer =>
        {
            writer.WriteString("outcome", decided is null ? "none" : Word(decided.Decision.Outcome));
            writer.WriteString("team_id", decided?.Decision.TeamId);
            writer.WriteString("agent_id", decided?.Decision.AgentId);
        }), next);
    });

    public IActionHandler ResolveHandler => new Handler(this, async static (own, context, _, token) =>
    {
        var (decided, next) = await own._resolver.ResolveAsync(context, evenIfOff: true, token).ConfigureAwait(false);
        return (MessageBody.Of(writer =>
        {
            writer.WriteString("outcome", decided is null ? "none" : Word(decided.Decision.Outcome));
            writer.WriteString("reply", decided?.Decision.Reply);
            writer.WriteString("skip_reason", decided?.Decision.SkipReason);
        }), next);
    });

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static RoutingOrder? OrderOf(JsonElement parameters) => parameters.Text("team_id") is { } team
        ? new RoutingOrder(
            team,
            parameters.TryGetProperty("required_skills", out var skills) && skills.ValueKind is JsonValueKind.Array
                ? [.. skills.EnumerateArray().Where(static skill => skill.ValueKind is JsonValueKind.String).Select(static skill => skill.GetString()!)]
                : [],
            parameters.Text("routing_method") switch { "round_robin" => RoutingMethod.RoundRobin, "manual" => RoutingMethod.Manual, _ => RoutingMethod.Balanced })
        : null;

    /// <summary>One of the three; the step's key is the cause, so that a repeat finds what was decided.</summary>
    private sealed class Handler(AiActionHandlers own, Func<AiActionHandlers, FlowContext, JsonElement, CancellationToken, ValueTask<(JsonText Output, ImmutableArray<Message> Next)>> act) : IActionHandler
    {
        public async ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
        {
            if (request.ConversationId is not { } conversationId)
            {
                return ActionResult.Failed($"The action '{request.Type}' needs a conversation, and here is none.");
            }

            var context = new FlowContext(
                request.Tenant, conversationId, request.IdempotencyKey, null, own._time.GetUtcNow(), request.Depth, request.Payload ?? JsonText.EmptyObject);
            var (output, next) = await act(own, context, request.Parameters.Element, cancellationToken).ConfigureAwait(false);
            if (!next.IsEmpty)
            {
                await own._messages.SendAsync(next, cancellationToken).ConfigureAwait(false);
            }

            return ActionResult.Completed(output);
        }
    }
}
