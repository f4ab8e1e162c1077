using System.Text.Json;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Nodes;

/// <summary>Raises an event whose id is the step's key; leaves by <c>out</c> with that id.</summary>
internal static class EmitEventNode
{
    private const int OutPort = 0;

    public static Step Enter(Turn turn, int slot)
    {
        ref var token = ref turn.Token(slot);
        var settings = (EmitEventSettings)turn.Graph.Settings[token.Node];
        if (RunLimits.DepthExceeded(turn) is { } tooDeep)
        {
            return Step.Fail(tooDeep);
        }

        if (turn.Resolve(settings.Payload, out var error) is not { } payload)
        {
            return Step.Fail($"The payload can't be filled in: {error}");
        }

        if (payload.Element.ValueKind is not JsonValueKind.Object)
        {
            return Step.Fail($"The payload came out as {JsonKinds.Describe(payload.Element)}; it must be an object.");
        }

        if (payload.Utf8.Length > RunLimits.OutputBytes)
        {
            return Step.Fail($"The payload has {payload.Utf8.Length} bytes; a step may produce {RunLimits.OutputBytes}.");
        }

        string? correlation = null;
        if (settings.Correlation is { } template && !WaitEventNode.TryCorrelate(turn, template, out correlation, out error))
        {
            return Step.Fail(error!);
        }

        var key = turn.KeyOf(token);
        return Step.Leave(OutPort, JsonElements.ObjectOf("event_id", key)) with
        {
            Input = payload,
            Happened = new RunEvent.EventEmitted { Key = key, EventType = settings.EventType, Correlation = correlation, Payload = payload },
        };
    }
}
