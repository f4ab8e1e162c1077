using Aurion.Engine.Actions;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Nodes;

/// <summary>Asks for an action and waits for its result; leaves by <c>out</c>, or by <c>error</c> when it has failed for good.</summary>
internal static class ActionNode
{
    private const int OutPort = 0;
    private const int ErrorPort = 1;

    public static Step Enter(Turn turn, int slot)
    {
        ref var token = ref turn.Token(slot);
        var settings = (ActionSettings)turn.Graph.Settings[token.Node];
        if (turn.Resolve(settings.Parameters, out var error) is not { } parameters)
        {
            return Failed(turn, token.Node, settings, $"The parameters can't be filled in: {error}");
        }

        var wait = new Wait.Result(turn.KeyOf(token), parameters);
        return Step.WaitFor(wait, EffectOf(turn.Graph.Nodes[token.Node].Id, settings, wait, token.Attempt)) with { Input = settings.Describe(parameters) };
    }

    /// <summary>Takes the result of the attempt that is being made.</summary>
    public static Step Resume(Turn turn, int slot, RunInput.Completed result)
    {
        ref var token = ref turn.Token(slot);
        var settings = (ActionSettings)turn.Graph.Settings[token.Node];
        var parameters = ParametersOf(token.Wait!);
        switch (result.Status)
        {
            case ActionStatus.Completed:
                return Complete(turn, token.Node, settings, parameters, result.Output);
            case ActionStatus.Pending:
                return Step.WaitFor(new Wait.Pending(result.Key, parameters));
            case ActionStatus.TryAgain when token.Attempt < settings.Retry.MaxAttempts:
                var due = DelaySettings.After(turn.Now, settings.Retry.PauseAfter(result.Key, token.Attempt, result.RetryAfter));
                return Step.TryAgain(new Wait.Retry(result.Key, due, parameters), ErrorOf(result));
            default:
                return Failed(turn, token.Node, settings, ErrorOf(result));
        }
    }

    /// <summary>Begins the next attempt: the same key, the same parameters, one attempt more.</summary>
    public static Effect.Perform Retry(Turn turn, int slot)
    {
        ref var token = ref turn.Token(slot);
        var wait = new Wait.Result(token.Wait!.Key, ParametersOf(token.Wait)) { Since = token.Wait.Since };
        token.Attempt++;
        turn.SetWait(slot, wait);
        return EffectOf(turn.Graph.Nodes[token.Node].Id, (ActionSettings)turn.Graph.Settings[token.Node], wait, token.Attempt);
    }

    public static Effect.Perform EffectOf(string nodeId, ActionSettings settings, Wait.Result wait, int attempt)
    {
        var plan = settings.PlanOf(nodeId);
        return new()
        {
            Plan = plan, // the members after it are its own
            NodeId = plan.NodeId,
            ActionType = plan.ActionType,
            Key = wait.Key,
            Parameters = wait.Parameters,
            Attempt = attempt,
            IsBegun = wait.IsBegun,
        };
    }

    private static Step Complete(Turn turn, int node, ActionSettings settings, JsonText parameters, JsonText? output)
    {
        if (output is not null && output.Utf8.Length > RunLimits.OutputBytes)
        {
            return Step.Fail($"The output has {output.Utf8.Length} bytes; a step may produce {RunLimits.OutputBytes}.");
        }

        if (FieldActions.IsFieldAction(settings.Type))
        {
            // The host's conversation has been changed by now; the run's own copy of the fields follows.
            var copy = new WorkingCopy(turn.Payload, turn.Conversation);
            var outcome = FieldActions.Apply(copy, settings.Type, parameters.Element);
            if (outcome.Status is FieldActionStatus.Failed)
            {
                return Failed(turn, node, settings, outcome.Error ?? "The field could not be changed.");
            }

            turn.SetFields(copy.Payload, copy.Conversation);
        }

        if (settings.OutputAs is { } variable)
        {
            turn.SetVariable(variable, output ?? JsonText.Null);
        }

        return Step.Leave(OutPort, output);
    }

    private static Step Failed(Turn turn, int node, ActionSettings settings, string error)
    {
        if (!turn.Graph.Targets(node, ErrorPort).IsEmpty)
        {
            return Step.Leave(ErrorPort, output: null, error);
        }

        return settings.ContinuesOnError ? Step.Leave(OutPort, output: null, error) : Step.Fail(error);
    }

    private static string ErrorOf(RunInput.Completed result) =>
        string.IsNullOrWhiteSpace(result.Error) ? "The action failed and did not say why." : result.Error;

    private static JsonText ParametersOf(Wait wait) => wait switch
    {
        Wait.Result result => result.Parameters,
        Wait.Pending pending => pending.Parameters,
        Wait.Retry retry => retry.Parameters,
        _ => throw new InvalidOperationException($"An action does not wait for {wait.GetType().Name}."),
    };
}
