using System.Collections.Immutable;
using System.Security.Cryptography;
using Aurion.Engine.Actions;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>Answers conversations: finds an article, has a reply written, suggests or sends it, and undoes it when the customer comes back. Each cause counts once.</summary>
internal sealed class ConversationResolver(
    IKnowledgeBase? knowledge, IReplyDrafter? drafter, Lazy<ActionInvoker> invoker, ActionCatalog catalog, ConversationFields conversations, DecisionLog<ResolutionDecision> log,
    DecisionLog<ClassificationDecision> classifications, IntelligenceConfiguration configuration, IntelligenceOptions options, TimeProvider time)
{
    /// <summary>The action of the host that sends a reply; without it replies are suggested at most.</summary>
    public const string SendAction = "send_reply";

    private const int MaxAttempts = 10;

    /// <summary>Gets a value indicating whether the host has a knowledge base.</summary>
    public bool Exists => knowledge is not null;

    /// <summary>Attempts to answer, or goes on where a crash stopped it.</summary>
    /// <returns>The decision made for this cause, null when none was made, with the messages that follow.</returns>
    public async ValueTask<(DecisionEntry<ResolutionDecision>? Decided, ImmutableArray<Message> Next)> ResolveAsync(FlowContext context, bool evenIfOff, CancellationToken cancellationToken)
    {
        var settings = (await configuration.GetAsync(context.Tenant, cancellationToken).ConfigureAwait(false)).Settings.Resolution;
        settings = evenIfOff ? settings with { Enabled = true } : settings;
        if (!settings.Enabled || knowledge is null)
        {
            return (null, []);
        }

        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var history = await log.HistoryAsync(context.Tenant, context.ConversationId, cancellationToken).ConfigureAwait(false);
            var conversation = await conversations.FindAsync(context, cancellationToken).ConfigureAwait(false);
            if (history.Find(entry => entry.Decision.Cause == context.Cause) is { } before)
            {
                return (before, before.IsCurrent ? await FinishAsync(context, before, conversation, cancellationToken).ConfigureAwait(false) : []);
            }

            var decided = await DecideAsync(context, settings, history, context.FieldsOf(conversation), cancellationToken).ConfigureAwait(false);
            if (await log.AppendAsync(context.Tenant, context.ConversationId, decided, history.Find(static entry => entry.IsCurrent), isNote: false, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                return (entry, await FinishAsync(context, entry, conversation, cancellationToken).ConfigureAwait(false));
            }
        }

        throw new AurionEngineException($"The conversation '{context.ConversationId}' was decided about by others each of {MaxAttempts} times it was to be answered.");
    }

    /// <summary>Undoes a resolution because the customer came back in time, or goes on where a crash stopped it.</summary>
    /// <returns>The messages that follow.</returns>
    public async ValueTask<ImmutableArray<Message>> ReverseAsync(FlowContext context, CancellationToken cancellationToken)
    {
        var cause = $"{context.Cause}/reverse";
        var history = await log.HistoryAsync(context.Tenant, context.ConversationId, cancellationToken).ConfigureAwait(false);
        var reversed = history.Find(entry => entry.Decision.Cause == cause);
        if (reversed is null)
        {
            var standing = history.Find(static entry => entry.IsCurrent);
            if (standing is null || !ResolutionRules.IsReversible(standing.Decision, context.At) || context.At < standing.Decision.ResolvedAt || standing.Decision.Cause == context.Cause)
            {
                return [];
            }

            reversed = await log.AppendAsync(
                context.Tenant, context.ConversationId, standing.Decision with { Outcome = ResolutionOutcome.Reversed, Cause = cause }, standing, isNote: true, cancellationToken).ConfigureAwait(false);
            if (reversed is null)
            {
                throw new AurionEngineException($"The resolution of '{context.ConversationId}' was changed by others while it was to be undone.");
            }
        }

        var conversation = await conversations.FindAsync(context, cancellationToken).ConfigureAwait(false);
        await SetStatusAsync(conversation, reversed.Id, options.ReopenedStatus, cancellationToken).ConfigureAwait(false);
        return [FollowUps.MessageOf(context.Follow(IntelligenceEvents.ResolutionReversed, "reversed", PayloadOf(context, conversation, options.ReopenedStatus, reversed.Decision)))];
    }

    /// <summary>Takes note of what an agent did with a suggestion.</summary>
    /// <returns>The decision that stands from now on; null when no suggestion waits.</returns>
    public async ValueTask<DecisionEntry<ResolutionDecision>?> JudgeAsync(TenantId tenant, string conversationId, string agent, ResolutionOutcome judgement, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var standing = await log.FindAsync(tenant, conversationId, cancellationToken).ConfigureAwait(false);
            if (standing?.Decision.Outcome == judgement && standing.Decision.Agent == agent)
            {
                return standing; // the same again
            }

            if (standing is not { Decision.Outcome: ResolutionOutcome.Suggested })
            {
                return null;
            }

            if (await log.AppendAsync(tenant, conversationId, standing.Decision with { Outcome = judgement, Agent = agent }, standing, isNote: true, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                return entry;
            }
        }

        throw new AurionEngineException($"The suggestion for '{conversationId}' was changed by others each of {MaxAttempts} times it was to be judged.");
    }

    private async ValueTask<ResolutionDecision> DecideAsync(
        FlowContext context, ResolutionSettings settings, List<DecisionEntry<ResolutionDecision>> history, JsonText fields, CancellationToken cancellationToken)
    {
        var match = await knowledge!.FindAsync(new KnowledgeQuery { Tenant = context.Tenant, ConversationId = context.ConversationId, Fields = fields }, cancellationToken).ConfigureAwait(false);
        double? score = match is null ? null : Share(match.Score);
        var draft = drafter is null || match is null || !(score >= settings.KbMatchThreshold)
            ? null
            : await drafter.DraftAsync(new DraftRequest { Tenant = context.Tenant, ConversationId = context.ConversationId, Fields = fields, Article = match }, cancellationToken).ConfigureAwait(false);
        var classification = (await classifications.FindAsync(context.Tenant, context.ConversationId, cancellationToken).ConfigureAwait(false))?.Decision;
        var input = new ResolutionInput
        {
            IsHighPriority = FlowContext.Text(fields, "priority") is { } priority && options.HighPriorities.Contains(priority, StringComparer.OrdinalIgnoreCase),
            Attempts = history.Count(static entry => entry.Decision is { Outcome: ResolutionOutcome.AutoResolved }),
            ClassificationConfidence = classification is null or { Outcome: ClassificationOutcome.None } ? null : classification.Confidence,
            KbMatch = score,
            Coherence = draft is null ? null : Share(draft.Coherence),
            CanSend = catalog.TryGet(SendAction, out _),
        };
        var decided = ResolutionRules.Decide(settings, input, options.CombineConfidence)!;
        return decided with
        {
            ArticleId = match?.ArticleId,
            Reply = draft?.Text,
            ModelUsed = draft?.Model,
            InputHash = Convert.ToHexStringLower(SHA256.HashData(fields.Utf8.Span)),
            ResolvedAt = decided.Outcome is ResolutionOutcome.AutoResolved ? time.GetUtcNow() : null,
            Cause = context.Cause,
        };
    }

    private async ValueTask<ImmutableArray<Message>> FinishAsync(FlowContext context, DecisionEntry<ResolutionDecision> entry, Conversation? conversation, CancellationToken cancellationToken)
    {
        if (entry.Decision.Outcome is not ResolutionOutcome.AutoResolved)
        {
            return [];
        }

        var sent = await invoker.Value.InvokeAsync(
            new ActionRequest
            {
                IdempotencyKey = $"ai/{entry.Id}/send",
                Tenant = context.Tenant,
                Type = SendAction,
                ConversationId = context.ConversationId,
                EventId = context.Cause,
                Parameters = MessageBody.Of(writer =>
                {
                    writer.WriteString("text", entry.Decision.Reply);
                    writer.Text("article_id", entry.Decision.ArticleId);
                }),
            },
            cancellationToken).ConfigureAwait(false);
        if (sent.Status is ActionStatus.TryAgain)
        {
            throw new AurionEngineException($"The reply to '{context.ConversationId}' could not be sent: {sent.Error}");
        }

        if (sent.IsFailure)
        {
            var held = entry.Decision with { Outcome = ResolutionOutcome.Suggested, HeldBackBy = "sending_failed", ResolvedAt = null };
            await log.AppendAsync(context.Tenant, context.ConversationId, held, entry, isNote: true, cancellationToken).ConfigureAwait(false);
            return [];
        }

        await SetStatusAsync(conversation, entry.Id, options.ResolvedStatus, cancellationToken).ConfigureAwait(false);
        return [FollowUps.MessageOf(context.Follow(IntelligenceEvents.AutoResolved, "resolved", PayloadOf(context, conversation, options.ResolvedStatus, entry.Decision)))];
    }

    private async ValueTask SetStatusAsync(Conversation? conversation, string decisionId, string status, CancellationToken cancellationToken) =>
        _ = await conversations.ApplyAsync(conversation, $"ai/{decisionId}/status", [new FieldChange("status", ConversationFields.Json(status))], static _ => true, cancellationToken).ConfigureAwait(false);

    private static JsonText PayloadOf(FlowContext context, Conversation? conversation, string status, ResolutionDecision decision)
    {
        var fields = context.FieldsOf(conversation);
        return ConversationFields.Payload(
            fields, [("status", ConversationFields.Json(status), ConversationFields.ValueOf(fields, "status"))], [("reply", ConversationFields.Json(decision.Reply)), ("article_id", ConversationFields.Json(decision.ArticleId))]);
    }

    private static double Share(double value) => value is >= 0 and <= 1 ? value : 0;
}
