using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The events by which rules that react to automation learn of its changes: made from the decision, sent once the host has the patch.</summary>
internal static class FollowUps
{
    public const string Kind = "event.follow_up";

    /// <summary>Makes the event that follows from a decision; its id is the same whenever the decision is made again.</summary>
    public static AutomationEvent Of(StoredEvent cause, Conversation before, JsonText after, ImmutableArray<RuleVerdict> verdicts, string eventType)
    {
        var root = cause.Event.Chain?.Root ?? cause.EventId;
        var depth = (cause.Event.Chain?.Depth ?? 0) + 1;
        return new AutomationEvent
        {
            Tenant = cause.Event.Tenant,
            Id = $"chain/{depth}/{root}",
            Type = eventType,
            ConversationId = before.Id,
            Payload = PayloadOf(before.Fields.Element, after.Element),
            Actor = cause.Event.Actor,
            Chain = new AutomationChain
            {
                Root = root,
                Depth = depth,
                Rules = [.. cause.Event.Chain?.Rules ?? [], .. verdicts.Where(static verdict => verdict.IsRun).Select(static verdict => verdict.RuleId)],
            },
        };
    }

    /// <summary>Writes the message that brings the event.</summary>
    public static Message MessageOf(AutomationEvent followUp) => new()
    {
        Id = $"fire/{followUp.Id}",
        Tenant = followUp.Tenant,
        Kind = Kind,
        Body = new JsonText(StoredFormat.Write(followUp)),
    };

    /// <summary>Reads the event that a message brings.</summary>
    /// <returns>False when the message brings none.</returns>
    public static bool TryRead(Message message, [NotNullWhen(true)] out AutomationEvent? followUp)
    {
        followUp = null;
        try
        {
            followUp = message.Kind == Kind ? StoredFormat.Read<AutomationEvent>(message.Body.Utf8.Span) : null;
        }
        catch (AurionEngineException)
        {
            // Whoever asks says so.
        }

        return followUp is not null;
    }

    /// <summary>The fields as they are after the change, and under <c>previous</c> the members that it changed, as they were.</summary>
    private static JsonText PayloadOf(JsonElement before, JsonElement after)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, TemplateJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var member in after.EnumerateObject())
            {
                if (!member.NameEquals("previous"u8))
                {
                    Write(writer, member.Name, member.Value);
                }
            }

            writer.WriteStartObject("previous");
            foreach (var member in after.EnumerateObject())
            {
                var isNew = !before.TryGetProperty(member.Name, out var was);
                if (isNew || !JsonElement.DeepEquals(was, member.Value))
                {
                    Write(writer, member.Name, isNew ? JsonText.Null.Element : was);
                }
            }

            foreach (var member in before.EnumerateObject())
            {
                if (!after.TryGetProperty(member.Name, out _))
                {
                    Write(writer, member.Name, member.Value);
                }
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return new JsonText(buffer.WrittenMemory);
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
    }
}
