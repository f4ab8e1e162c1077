using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Nodes;

/// <summary>Waits for an event; leaves by <c>received</c> with the event's payload, or by <c>timeout</c>.</summary>
internal static class WaitEventNode
{
    private const int ReceivedPort = 0;
    private const int TimeoutPort = 1;

    public static Step Enter(Turn turn, int slot)
    {
        ref var token = ref turn.Token(slot);
        var settings = (WaitEventSettings)turn.Graph.Settings[token.Node];
        var correlation = turn.ConversationId;
        if (settings.Correlation is { } template)
        {
            if (!TryCorrelate(turn, template, out correlation, out var error))
            {
                return Step.Fail(error);
            }
        }
        else if (correlation is null)
        {
            return Step.Fail("The run has no conversation, so nothing says which event is meant. Give \"correlate\".");
        }

        DateTimeOffset? due = settings.Timeout is { } timeout ? DelaySettings.After(turn.Now, timeout) : null;
        var wait = new Wait.Event(turn.KeyOf(token), settings.EventType, correlation, turn.Since, due);
        return Step.WaitFor(wait) with { Input = Describe(wait) };
    }

    /// <summary>Takes an event that is meant.</summary>
    public static Step Resume(RunInput.Received received) => received.Payload.Utf8.Length > RunLimits.OutputBytes
        ? Step.Fail($"The event's payload has {received.Payload.Utf8.Length} bytes; a step may produce {RunLimits.OutputBytes}.")
        : Step.Leave(ReceivedPort, received.Payload);

    public static Step Elapse() => Step.Leave(TimeoutPort);

    /// <summary>Fills in what an event is about.</summary>
    public static bool TryCorrelate(Turn turn, JsonTemplate template, [NotNullWhen(true)] out string? correlation, [NotNullWhen(false)] out string? error)
    {
        correlation = null;
        if (turn.Resolve(template, out error) is not { } value)
        {
            error = $"\"correlate\" can't be filled in: {error}";
            return false;
        }

        correlation = value.Element.ValueKind switch
        {
            JsonValueKind.String => value.Element.GetString(),
            JsonValueKind.Number => value.ToString(),
            _ => null,
        };
        if (!string.IsNullOrWhiteSpace(correlation))
        {
            return true;
        }

        error = $"\"correlate\" came out as {JsonKinds.Describe(value.Element)}; it must be a text that is not blank, or a number.";
        return false;
    }

    private static JsonText Describe(Wait.Event wait)
    {
        var output = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("event_type", wait.EventType);
            writer.WriteString("correlate", wait.Correlation);
            writer.WriteEndObject();
        }

        return new JsonText(output.WrittenMemory);
    }
}
