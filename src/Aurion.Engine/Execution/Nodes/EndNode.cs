using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Nodes;

/// <summary>Ends its branch, or the run with all its branches; with the status <c>failed</c> the run has failed.</summary>
internal static class EndNode
{
    public static Step Enter(Turn turn, int slot)
    {
        var node = turn.Token(slot).Node;
        var settings = (EndSettings)turn.Graph.Settings[node];
        JsonText? output = null;
        if (settings.Output is not null)
        {
            output = turn.Resolve(settings.Output, out var reason);
            if (output is null)
            {
                return Step.Fail($"The output can't be filled in: {reason}");
            }

            if (output.Utf8.Length > RunLimits.OutputBytes)
            {
                return Step.Fail($"The output has {output.Utf8.Length} bytes; a step may produce {RunLimits.OutputBytes}.");
            }
        }

        return Step.End(settings.EndsRun, output, settings.IsFailure ? $"The run came to the node \"{turn.Graph.Nodes[node].Id}\", whose status is failed." : null);
    }
}
