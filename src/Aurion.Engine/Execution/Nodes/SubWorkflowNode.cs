using System.Text.Json;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Nodes;

/// <summary>Calls another workflow; leaves by <c>completed</c> with its output, or by <c>failed</c>. Without waiting it leaves at once, with the run's id.</summary>
internal static class SubWorkflowNode
{
    private const int CompletedPort = 0;
    private const int FailedPort = 1;

    public static Step Enter(Turn turn, int slot)
    {
        ref var token = ref turn.Token(slot);
        var settings = (SubWorkflowSettings)turn.Graph.Settings[token.Node];
        if (RunLimits.DepthExceeded(turn) is { } tooDeep)
        {
            return Failed(turn, token.Node, tooDeep);
        }

        var input = turn.Payload;
        if (settings.Input is { } template)
        {
            if (turn.Resolve(template, out var error) is not { } filled)
            {
                return Failed(turn, token.Node, $"The input can't be filled in: {error}");
            }

            if (filled.Element.ValueKind is not JsonValueKind.Object)
            {
                return Failed(turn, token.Node, $"The input came out as {JsonKinds.Describe(filled.Element)}; it must be an object.");
            }

            input = filled;
        }

        var key = turn.KeyOf(token);
        var child = ChildIds.Of(turn.Tenant, key, turn.Now);
        var step = settings.Waits ? Step.WaitFor(new Wait.Child(key, child)) : Step.Leave(CompletedPort, JsonElements.ObjectOf("run_id", child.Value));
        return step with
        {
            Input = input,
            Happened = new RunEvent.ChildStarted
            {
                Key = key,
                Child = child,
                WorkflowId = settings.WorkflowId,
                Version = settings.Version,
                Input = input,
                IsAwaited = settings.Waits,
            },
        };
    }

    public static Step Resume(Turn turn, int slot, RunInput.ChildEnded ended)
    {
        var node = turn.Token(slot).Node;
        if (ended.Status is RunStatus.Completed)
        {
            return Step.Leave(CompletedPort, ended.Output);
        }

        var id = ((SubWorkflowSettings)turn.Graph.Settings[node]).WorkflowId;
        return Failed(turn, node, ended.Status is RunStatus.Cancelled
            ? $"The run {ended.Child} of the workflow \"{id}\" was cancelled."
            : $"The workflow \"{id}\" failed: {ended.Error ?? "it did not say why."}");
    }

    private static Step Failed(Turn turn, int node, string error) =>
        turn.Graph.Targets(node, FailedPort).IsEmpty ? Step.Fail(error) : Step.Leave(FailedPort, output: null, error);
}
