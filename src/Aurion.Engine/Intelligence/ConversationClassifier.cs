using System.Collections.Immutable;
using System.Security.Cryptography;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>Classifies conversations: asks the host's classifier, records the decision, sets the fields, says so. Each cause counts once.</summary>
internal sealed class ConversationClassifier(
    IClassifier? classifier, IFieldValues? values, ConversationFields conversations, DecisionLog<ClassificationDecision> log, IntelligenceConfiguration configuration)
{
    private const int MaxAttempts = 10;

    /// <summary>Gets a value indicating whether the host has a classifier.</summary>
    public bool Exists => classifier is not null;

    /// <summary>Classifies, or goes on where a crash stopped it.</summary>
    /// <param name="context">The conversation.</param>
    /// <param name="evenIfOff">Whether a step of a canvas asks, which counts also where classification by events is switched off.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The decision made for this cause, null when none was made, and the event that tells of it, null when no field was set.</returns>
    public async ValueTask<(DecisionEntry<ClassificationDecision>? Decided, AutomationEvent? Event)> ClassifyAsync(FlowContext context, bool evenIfOff, CancellationToken cancellationToken)
    {
        var settings = (await configuration.GetAsync(context.Tenant, cancellationToken).ConfigureAwait(false)).Settings.Classification;
        settings = evenIfOff ? settings with { Enabled = true, ExcludeChannels = [] } : settings;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var history = await log.HistoryAsync(context.Tenant, context.ConversationId, cancellationToken).ConfigureAwait(false);
            var conversation = await conversations.FindAsync(context, cancellationToken).ConfigureAwait(false);
            if (history.FindLast(entry => entry.Decision.Cause == context.Cause) is { } before)
            {
                return (before, await ApplyAsync(context, before, conversation, cancellationToken).ConfigureAwait(false));
            }

            var standing = history.Find(static entry => entry.IsCurrent);
            var fields = context.FieldsOf(conversation);
            var obstacle = ClassificationRules.ObstacleTo(
                settings, standing?.Decision, FlowContext.Text(fields, "channel"), context.IsReply || evenIfOff, isAssigned: FlowContext.Text(fields, "agent_id") is not null);
            if (classifier is null || obstacle is not null)
            {
                return (null, null);
            }

            var said = await classifier.ClassifyAsync(
                new ClassificationRequest { Tenant = context.Tenant, ConversationId = context.ConversationId, Fields = fields, Payload = context.Payload }, cancellationToken).ConfigureAwait(false) ?? new Classification();
            var allowed = await AllowedAsync(context.Tenant, said, cancellationToken).ConfigureAwait(false);
            if (ClassificationRules.Decide(settings, said, field => allowed.GetValueOrDefault(field), standing?.Decision) is not { } decided)
            {
                return (null, null);
            }

            decided = decided with
            {
                Cause = context.Cause,
                InputHash = Convert.ToHexStringLower(SHA256.HashData([.. fields.Utf8.Span, .. context.Payload.Utf8.Span])),
                Fields = [.. decided.Fields.Select(field => field.Outcome is FieldOutcome.Applied ? field with { Previous = ConversationFields.ValueOf(fields, field.Field) } : field)],
            };
            if (await log.AppendAsync(context.Tenant, context.ConversationId, decided, standing, isNote: false, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                return (entry, await ApplyAsync(context, entry, conversation, cancellationToken).ConfigureAwait(false));
            }
        }

        throw new AurionEngineException($"The conversation '{context.ConversationId}' was decided about by others each of {MaxAttempts} times it was to be classified.");
    }

    /// <summary>Takes note of fields that an agent has set.</summary>
    /// <returns>The decision that stands from now on; null when nothing changed by it.</returns>
    public async ValueTask<DecisionEntry<ClassificationDecision>?> LockAsync(
        TenantId tenant, string conversationId, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var standing = await log.FindAsync(tenant, conversationId, cancellationToken).ConfigureAwait(false);
            if (ClassificationRules.Lock(standing?.Decision, changes) is not { } locked)
            {
                return null;
            }

            if (await log.AppendAsync(tenant, conversationId, locked, standing, isNote: true, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                return entry;
            }
        }

        throw new AurionEngineException($"The conversation '{conversationId}' was decided about by others each of {MaxAttempts} times an agent's change was to be noted.");
    }

    private async ValueTask<AutomationEvent?> ApplyAsync(FlowContext context, DecisionEntry<ClassificationDecision> entry, Conversation? conversation, CancellationToken cancellationToken)
    {
        var applied = entry.Decision.Fields.Where(static field => field.Outcome is FieldOutcome.Applied).ToArray();
        if (applied.Length == 0)
        {
            return null;
        }

        // What others set in the meantime was set by somebody who knew better: an agent, or a rule.
        bool IsStillRight(Conversation current) => Array.TrueForAll(applied, field => ConversationFields.ValueOf(current.Fields, field.Field).Equals(field.Previous ?? JsonText.Null));
        var standing = await log.FindAsync(context.Tenant, context.ConversationId, cancellationToken).ConfigureAwait(false);
        var isOurs = standing?.Id == entry.Id && await conversations.ApplyAsync(
            conversation, $"ai/{entry.Id}/fields", [.. applied.Select(static field => new FieldChange(field.Field, ConversationFields.Json(field.Value)))], IsStillRight, cancellationToken).ConfigureAwait(false);
        if (!isOurs && standing?.Id == entry.Id)
        {
            await RetractAsync(context, entry, applied, cancellationToken).ConfigureAwait(false);
        }

        return isOurs
            ? context.Follow(
                IntelligenceEvents.Classified,
                "classified",
                ConversationFields.Payload(context.FieldsOf(conversation), applied.Select(static field => (field.Field, ConversationFields.Json(field.Value), field.Previous ?? JsonText.Null))))
            : null;
    }

    /// <summary>A field that could not be set is suggested instead.</summary>
    private async ValueTask RetractAsync(FlowContext context, DecisionEntry<ClassificationDecision> entry, FieldDecision[] applied, CancellationToken cancellationToken)
    {
        var retracted = entry.Decision with
        {
            Outcome = ClassificationOutcome.Suggested,
            Fields = [.. entry.Decision.Fields.Select(field => applied.Contains(field) ? field with { Outcome = FieldOutcome.Suggested } : field)],
            Reason = "The fields were changed by others before they could be set, or the host refused.",
        };
        await log.AppendAsync(context.Tenant, context.ConversationId, retracted, entry, isNote: true, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Dictionary<string, ImmutableArray<string>?>> AllowedAsync(TenantId tenant, Classification said, CancellationToken cancellationToken)
    {
        var allowed = new Dictionary<string, ImmutableArray<string>?>(StringComparer.Ordinal);
        foreach (var field in said.Fields.Select(static field => field.Field).Distinct(StringComparer.Ordinal))
        {
            allowed[field] = values is null ? null : await values.ListAsync(tenant, field, cancellationToken).ConfigureAwait(false);
        }

        return allowed;
    }
}
