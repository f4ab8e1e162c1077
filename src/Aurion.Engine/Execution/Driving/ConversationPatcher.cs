using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Brings a field action of a canvas to the host's conversation, once per step.</summary>
internal sealed class ConversationPatcher(IConversationStore? conversations, ILogger<ConversationPatcher> logger)
{
    private const int Attempts = 3;

    /// <summary>Changes the conversation; without one, or where the host does not know it, the action works on the run's copy alone.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The conversation store is host code: what it throws is a failed attempt, not a broken engine.")]
    public async ValueTask<ActionResult> ApplyAsync(Marking marking, Effect.Perform effect, CancellationToken cancellationToken)
    {
        try
        {
            var conversation = conversations is null || marking.ConversationId is null
                ? null
                : await conversations.FindAsync(marking.Tenant, marking.ConversationId, cancellationToken).ConfigureAwait(false);
            for (var attempt = 1; attempt <= Attempts; attempt++)
            {
                var copy = new WorkingCopy(marking.Payload, conversation?.Fields);
                var outcome = FieldActions.Apply(copy, effect.ActionType, effect.Parameters.Element);
                if (outcome.Status is FieldActionStatus.Failed)
                {
                    return ActionResult.Failed(outcome.Error ?? "The action failed.");
                }

                var changes = copy.Changes;
                if (outcome.Status is FieldActionStatus.Unchanged || changes.IsEmpty)
                {
                    return ActionResult.Unchanged();
                }

                if (conversation is null)
                {
                    return ActionResult.Completed(Describe(changes));
                }

                var answer = await conversations!.ApplyAsync(PatchOf(conversation, effect.Key, changes), cancellationToken).ConfigureAwait(false);
                switch (answer.Status)
                {
                    case PatchStatus.Applied:
                        return ActionResult.Completed(Describe(changes));
                    case PatchStatus.Refused:
                        return ActionResult.Failed(answer.Reason ?? "The host refused the change.");
                    default:
                        conversation = answer.Current;
                        break;
                }
            }

            return ActionResult.TryAgain("The conversation was changed by others each time the step tried to change it.");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.ConversationPatchThrew(exception, marking.Run, effect.Key);
            return ActionResult.TryAgain($"Changing the conversation threw {exception.GetType().Name}.");
        }
    }

    private static ConversationPatch PatchOf(Conversation conversation, string key, ImmutableArray<FieldChange> changes) => new()
    {
        Tenant = conversation.Tenant,
        ConversationId = conversation.Id,
        Key = key,
        ExpectedVersion = conversation.Version,
        Changes = changes,
    };

    private static JsonText Describe(ImmutableArray<FieldChange> changes)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var change in changes)
            {
                writer.WritePropertyName(change.Field);
                writer.WriteRawValue(change.Value.Utf8.Span, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return new JsonText(buffer.WrittenMemory);
    }
}
