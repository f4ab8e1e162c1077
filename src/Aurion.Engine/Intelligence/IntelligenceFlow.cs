using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Intelligence;

/// <summary>AI automation on events: classified, then routed, then answered, each step a message that is delivered until it is done.</summary>
internal sealed class IntelligenceFlow(
    ConversationClassifier classifier, ConversationRouter router, ConversationResolver resolver, IntelligenceConfiguration configuration, TimeProvider time, ILogger<IntelligenceFlow> logger) : IEventListener, IMessageReceiver
{
    private const string ClassifyKind = "ai.classify";
    private const string RouteKind = "ai.route";
    private const string ResolveKind = "ai.resolve";

    /// <summary>Tried so often, a quarter of a minute in all, before a conversation is routed without being classified.</summary>
    private const int MaxClassifyAttempts = 5;

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<Message>> MessagesForAsync(AutomationEvent automationEvent, string eventId, DateTimeOffset acceptedAt, CancellationToken cancellationToken)
    {
        if (automationEvent.ConversationId is not { } conversationId || automationEvent.Depth >= AutomationChain.MaxDepth)
        {
            return [];
        }

        var context = new FlowContext(automationEvent.Tenant, conversationId, eventId, automationEvent.Type, acceptedAt, automationEvent.Depth, automationEvent.Payload);
        try
        {
            var cached = await configuration.GetAsync(automationEvent.Tenant, cancellationToken).ConfigureAwait(false);
            return IsConcerned(automationEvent.Type, cached) ? [MessageOf(ClassifyKind, context, isAnew: false)] : [];
        }
        catch (AurionEngineException)
        {
            // Settings that this build can't read must not keep the event from being accepted: whoever delivers the message finds out.
            return [MessageOf(ClassifyKind, context, isAnew: false)];
        }
    }

    private bool IsConcerned(string eventType, IntelligenceConfiguration.Cached configured)
    {
        var settings = configured.Settings;
        var isListenedTo = eventType is not IntelligenceEvents.Classified && settings.Classification.ClassifyOn.Contains(eventType);
        var classifies = isListenedTo && classifier.Exists && settings.Classification.Enabled;
        var routes = isListenedTo && settings.Routing.Enabled && !configured.Rules.IsEmpty;
        var resolves = (isListenedTo || eventType is IntelligenceEvents.CustomerReplied) && resolver.Exists && settings.Resolution.Enabled;
        return classifies || routes || resolves;
    }

    /// <inheritdoc/>
    public async ValueTask<Delivery?> DeliverAsync(ClaimedMessage claimed, CancellationToken cancellationToken)
    {
        if (claimed.Message.Kind is RoutingQueue.RetryKind)
        {
            return await RetryAsync(claimed, cancellationToken).ConfigureAwait(false);
        }

        if (claimed.Message.Kind is not (ClassifyKind or RouteKind or ResolveKind))
        {
            return null;
        }

        if (ContextOf(claimed.Message) is not { } context)
        {
            return RunMessages.Dead(claimed, $"A message of kind '{claimed.Message.Kind}' with this body can't be read.");
        }

        var isAnew = claimed.Message.Body.Element.Number("anew") != 0;
        ImmutableArray<Message> next = claimed.Message.Kind switch
        {
            ClassifyKind => await ClassifyAsync(context, claimed.Attempt, cancellationToken).ConfigureAwait(false),
            RouteKind => await RouteAsync(context, isAnew, cancellationToken).ConfigureAwait(false),
            _ => (await resolver.ResolveAsync(context, evenIfOff: false, cancellationToken).ConfigureAwait(false)).Next,
        };
        return RunMessages.DeliveryOf(claimed, DeliveryOutcome.Delivered) with { Next = next };
    }

    private async ValueTask<ImmutableArray<Message>> ClassifyAsync(FlowContext context, int attempt, CancellationToken cancellationToken)
    {
        ImmutableArray<Message> undone = context.IsReply ? await resolver.ReverseAsync(context, cancellationToken).ConfigureAwait(false) : [];
        var (decided, told) = await TryClassifyAsync(context, attempt, cancellationToken).ConfigureAwait(false);
        var settings = (await configuration.GetAsync(context.Tenant, cancellationToken).ConfigureAwait(false)).Settings.Routing;
        var isAnew = decided?.Decision.Reclassifications > 0 && !settings.RouteOnFirstClassificationOnly;
        ImmutableArray<Message> news = told is null ? [] : [FollowUps.MessageOf(told)];
        return [.. undone, .. news, MessageOf(RouteKind, context with { At = time.GetUtcNow() }, isAnew)];
    }

    /// <summary>Classifies; a classifier that fails again and again keeps no conversation from its team.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A classifier is host code: whatever it throws, the conversation must be routed.")]
    private async ValueTask<(DecisionEntry<ClassificationDecision>? Decided, AutomationEvent? Event)> TryClassifyAsync(FlowContext context, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await classifier.ClassifyAsync(context, evenIfOff: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (attempt >= MaxClassifyAttempts && !cancellationToken.IsCancellationRequested)
        {
            logger.ClassificationGivenUp(exception, context.ConversationId, attempt);
            return (null, null);
        }
    }

    private async ValueTask<ImmutableArray<Message>> RouteAsync(FlowContext context, bool isAnew, CancellationToken cancellationToken)
    {
        var settings = (await configuration.GetAsync(context.Tenant, cancellationToken).ConfigureAwait(false)).Settings;
        ImmutableArray<Message> next = settings.Routing.Enabled
            ? (await router.RouteAsync(context, order: null, isAnew, cancellationToken).ConfigureAwait(false)).Next
            : [];
        return settings.Resolution.Enabled ? [.. next, MessageOf(ResolveKind, context, isAnew: false)] : next;
    }

    private async ValueTask<Delivery> RetryAsync(ClaimedMessage claimed, CancellationToken cancellationToken)
    {
        var body = claimed.Message.Body.Element;
        if (body.Text("conversation_id") is not { } conversationId || body.Text("team_id") is not { } teamId || body.Text("decision_id") is not { } decisionId)
        {
            return RunMessages.Dead(claimed, $"A message of kind '{claimed.Message.Kind}' with this body can't be read.");
        }

        var next = await router.RetryAsync(claimed.Message.Tenant, conversationId, teamId, decisionId, body.Number("number"), cancellationToken).ConfigureAwait(false);
        return RunMessages.DeliveryOf(claimed, DeliveryOutcome.Delivered) with { Next = next is null ? [] : [next] };
    }

    private static Message MessageOf(string kind, FlowContext context, bool isAnew) => new()
    {
        Id = $"{kind.Replace('.', '/')}/{context.Cause}",
        Tenant = context.Tenant,
        Kind = kind,
        Body = MessageBody.Of(writer =>
        {
            writer.WriteString("conversation_id", context.ConversationId);
            writer.WriteString("cause", context.Cause);
            writer.Text("event_type", context.EventType);
            writer.WriteString("at", context.At);
            writer.Number("depth", context.Depth);
            writer.Number("anew", isAnew ? 1 : 0);
            writer.Json("payload", context.Payload);
        }),
    };

    private static FlowContext? ContextOf(Message message)
    {
        var body = message.Body.Element;
        return body.Text("conversation_id") is { } conversationId && body.Text("cause") is { } cause && body.TryGetProperty("at", out var at) && at.TryGetDateTimeOffset(out var instant)
            ? new FlowContext(message.Tenant, conversationId, cause, body.Text("event_type"), instant, body.Number("depth"), body.Json("payload") ?? JsonText.EmptyObject)
            : null;
    }
}
