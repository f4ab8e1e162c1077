using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>The machine's hands: does to a token what its node wants, and records it. Only <see cref="Machine"/> calls it.</summary>
internal static class MachineMoves
{
    /// <summary>Does what a node wants.</summary>
    /// <param name="turn">The decision.</param>
    /// <param name="slot">The token.</param>
    /// <param name="key">The step's key as its wait has it; null when it did not wait.</param>
    /// <param name="step">What the node wants.</param>
    /// <param name="isFrozen">Whether the run is held, so that the token stays.</param>
    public static void Apply(Turn turn, int slot, string? key, in Step step, bool isFrozen)
    {
        switch (step.Kind)
        {
            case StepKind.Leave:
                Leave(turn, slot, key, step, isFrozen);
                break;
            case StepKind.Wait:
                Rest(turn, slot, key, step);
                break;
            case StepKind.Open:
                MachineScopes.Open(turn, slot, key ?? turn.KeyOf(turn.Token(slot)), step);
                break;
            case StepKind.Cancel:
                MachineCancel.Apply(turn, slot, key ?? turn.KeyOf(turn.Token(slot)));
                break;
            case StepKind.EndBranch or StepKind.EndRun:
                End(turn, slot, key, step);
                break;
            default:
                Fail(turn, slot, key, step.Error!, isFrozen);
                break;
        }
    }

    /// <summary>Fails the run for a reason that is no step's own. Its tokens stay where they are.</summary>
    public static void FailRun(Turn turn, string error, JsonText? output)
    {
        turn.Status = RunStatus.Failed;
        turn.Error = error;
        turn.Add(new RunEvent.RunEnded { Status = RunStatus.Failed, Error = error, Output = output });
    }

    /// <summary>Ends every token that is left and closes the approvals that they wait for.</summary>
    public static void EndAll(Turn turn)
    {
        for (var slot = 0; slot < turn.TokenCount; slot++)
        {
            if (turn.Token(slot).Node != MachineToken.Ended)
            {
                Cancel(turn, slot);
            }
        }

        if (turn.HasScopes)
        {
            turn.Scopes.Clear();
        }
    }

    /// <summary>Ends a token before its step is done, and closes the approval that it waits for.</summary>
    public static void Cancel(Turn turn, int slot)
    {
        ref var token = ref turn.Token(slot);
        if (MachineJoins.StepToCancel(turn, slot) is { } key)
        {
            turn.SetStep(token.Scope, token.Node, StepStatus.Cancelled, branch: null, output: null, error: null);
            turn.Add(new RunEvent.NodeCancelled { Key = key });
            if (!TakeBack(turn, key) && token.Wait is Wait.Vote vote)
            {
                turn.Ask(new Effect.CloseApproval { Id = vote.Approval });
            }
            else if (token.Wait is Wait.Child child)
            {
                turn.Add(new RunEvent.ChildCancelled { Key = child.Key, Child = child.Run });
            }
        }

        turn.EndToken(slot);
    }

    // What this very decision has asked for is not begun, and a request that was not stored is not to be closed.
    private static bool TakeBack(Turn turn, string key)
    {
        for (var at = turn.Asked.Count - 1; at >= 0; at--)
        {
            if (turn.Asked[at] is Effect.Perform perform && perform.Key == key || turn.Asked[at] is Effect.RequestApproval request && request.Approval.StepKey == key)
            {
                turn.Asked.RemoveAt(at);
                return true;
            }
        }

        return false;
    }

    public static void Leave(Turn turn, int slot, string? key, in Step step, bool isFrozen)
    {
        ref var token = ref turn.Token(slot);
        var node = token.Node;
        var ports = turn.Graph.Ports[node];
        var several = !step.Ports.IsDefault;
        if (!isFrozen && turn.Live - 1 + CountTargets(turn, node, step) is var live and > RunLimits.Tokens)
        {
            Fail(turn, slot, key, $"The run would have {live} branches at once; {RunLimits.Tokens} are allowed.", isFrozen);
            return;
        }

        var branch = several ? NamesOf(ports, step.Ports) : ports[step.Port];
        turn.SetStep(token.Scope, node, step.Error is null ? StepStatus.Completed : StepStatus.Failed, branch, step.Output, step.Error);
        if (several || step.Error is not null)
        {
            turn.Add(new RunEvent.NodeLeft { Key = key ?? turn.KeyOf(token), Port = branch, Output = step.Output, Error = step.Error });
        }
        else
        {
            turn.AddLeft(token, key, step.Port, step.Output);
        }

        if (token.Scope != 0)
        {
            MachineScopes.Completed(turn, slot, branch, step);
        }

        if (isFrozen)
        {
            turn.SetWait(slot, new Wait.Held(key ?? turn.KeyOf(token), step.Port));
            return;
        }

        Follow(turn, slot, step);
    }

    /// <summary>Moves a token on that has left its node by a port while the run was held.</summary>
    public static void Follow(Turn turn, int slot, int port)
    {
        if (turn.Live - 1 + turn.Graph.Targets(turn.Token(slot).Node, port).Length is var live and > RunLimits.Tokens)
        {
            FailRun(turn, $"The run would have {live} branches at once; {RunLimits.Tokens} are allowed.", turn.Output);
            return;
        }

        turn.TryGetStep(turn.Token(slot).Scope, turn.Token(slot).Node, out var state);
        Follow(turn, slot, Step.Leave(port, state.Output));
    }

    /// <summary>Lets the failure of a step count that was recorded while the run was held.</summary>
    public static void FailHeld(Turn turn, int slot, string key)
    {
        ref var token = ref turn.Token(slot);
        turn.TryGetStep(token.Scope, token.Node, out var state);
        var reason = $"Node \"{turn.Graph.Nodes[token.Node].Id}\" failed: {state.Error ?? key}";
        if (!MachineScopes.TryTakeOver(turn, slot, reason))
        {
            FailRun(turn, reason, turn.Output);
        }
    }

    private static void Follow(Turn turn, int slot, in Step step)
    {
        ref var token = ref turn.Token(slot);
        var node = token.Node;
        var several = !step.Ports.IsDefault;
        var fork = token.Fork = MachineJoins.ForkOf(turn, token);
        var scope = token.Scope;
        var moved = 0;
        for (var at = 0; at < (several ? step.Ports.Length : 1); at++)
        {
            foreach (var edge in turn.Graph.Edges(node, several ? step.Ports[at] : step.Port))
            {
                // The first edge takes the token itself, each other one a new token.
                MachineJoins.Arrive(turn, moved > 0 ? turn.AddToken(scope, fork) : slot, turn.Graph.Target(edge), edge);
                moved++;
            }
        }

        turn.MayStarve |= moved < turn.Graph.Edges(node, turn.Graph.Ports[node].Length - 1).End - turn.Graph.Edges(node, 0).First;
        if (moved == 0)
        {
            turn.EndBranch(slot, step.Output);
        }
    }

    private static string NamesOf(ImmutableArray<string> names, ImmutableArray<int> ports) => string.Join(", ", ports.Select(port => names[port]));

    private static int CountTargets(Turn turn, int node, in Step step)
    {
        if (step.Ports.IsDefault)
        {
            return turn.Graph.Targets(node, step.Port).Length;
        }

        var count = 0;
        foreach (var port in step.Ports)
        {
            count += turn.Graph.Targets(node, port).Length;
        }

        return count;
    }

    private static void Rest(Turn turn, int slot, string? key, in Step step)
    {
        key ??= step.Wait!.Key;
        turn.SetWait(slot, turn.Graph.WaitsForEvents ? step.Wait! with { Since = turn.Token(slot).Wait?.Since ?? turn.Now } : step.Wait);
        if (step.NextAt is { } next)
        {
            turn.Add(new RunEvent.AttemptFailed { Key = key, Attempt = turn.Token(slot).Attempt, Error = step.Error!, NextAt = next });
        }
        else if (step.Wait is not Wait.Result)
        {
            // What is due at an approval first may be a reminder: it waits until it expires.
            turn.Add(new RunEvent.NodeWaits { Key = key, Until = step.Effect is Effect.RequestApproval request ? request.Approval.ExpiresAt : step.Wait!.DueAt });
        }

        if (step.Effect is { } effect)
        {
            turn.Ask(effect);
        }
    }

    private static void End(Turn turn, int slot, string? key, in Step step)
    {
        ref var token = ref turn.Token(slot);
        turn.SetStep(token.Scope, token.Node, StepStatus.Completed, branch: null, step.Output, error: null);
        turn.AddLeft(token, key, port: -1, step.Output);
        var scope = token.Scope;
        if (scope == 0 || step.Kind is StepKind.EndRun)
        {
            turn.Output = step.Output ?? turn.Output;
        }

        turn.EndBranch(slot, step.Output);
        if (step.Kind is StepKind.EndRun)
        {
            EndAll(turn);
        }

        if (step.Error is { } error && (step.Kind is StepKind.EndRun || !MachineScopes.TryFail(turn, scope, error)))
        {
            FailRun(turn, error, turn.Output);
        }
    }

    /// <summary>Fails a step that nothing at its node handles: the nearest scope that can does, else the run has failed.</summary>
    public static void Fail(Turn turn, int slot, string? key, string error, bool isFrozen)
    {
        ref var token = ref turn.Token(slot);
        key ??= turn.KeyOf(token);
        turn.SetStep(token.Scope, token.Node, StepStatus.Failed, branch: null, output: null, error);
        turn.Add(new RunEvent.NodeFailed { Key = key, Error = error });
        var reason = $"Node \"{turn.Graph.Nodes[token.Node].Id}\" failed: {error}";
        if (isFrozen || !MachineScopes.TryTakeOver(turn, slot, reason))
        {
            if (token.Wait is not Wait.Siblings)
            {
                turn.SetWait(slot, new Wait.Held(key, Port: null)); // the branches at a join stay there together
            }

            if (!isFrozen)
            {
                FailRun(turn, reason, turn.Output);
            }
        }
    }
}
