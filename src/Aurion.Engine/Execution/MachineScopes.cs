using System.Collections.Immutable;
using System.Globalization;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Execution.Nodes;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>The machine's way with containers: opens them, closes them when nothing is left inside. Only <see cref="Machine"/> and <see cref="MachineMoves"/> call it.</summary>
/// <remarks>
/// A token that enters a container stays at it and waits for its inside; the tokens inside belong to a scope instance: the container's
/// activation, or for a <c>for_each</c> an instance of its own for each item. How a scope ends that did not succeed: <see cref="MachineUndo"/>.
/// </remarks>
internal static class MachineScopes
{
    /// <summary>Opens a container for a token that has entered it.</summary>
    public static void Open(Turn turn, int slot, string key, in Step step)
    {
        var (node, visit, outer, owner) = (turn.Token(slot).Node, turn.Token(slot).Visit, turn.Token(slot).Scope, turn.Token(slot).Id);
        var entries = turn.Graph.Containers.Entries(node).Length;
        var (items, due) = step.Opening!;
        var count = items?.Element.GetArrayLength() ?? 1;
        var parallel = turn.Graph.Settings[node] is ForEachSettings { MaxParallel: { } most } ? Math.Min(most, count) : count;
        if (turn.Live + ((long)entries * parallel) > RunLimits.Tokens)
        {
            MachineMoves.Fail(turn, slot, key, TooManyTokens(turn.Live + ((long)entries * parallel)), isFrozen: false);
            return;
        }

        var scope = turn.Scopes.Add(node, visit, outer) with { Owner = owner };
        if (items is not null)
        {
            scope = scope with { Items = items, Outputs = ImmutableArray.CreateRange(Enumerable.Repeat<JsonText?>(null, count)) };
        }

        turn.Scopes.Set(scope);
        turn.SetWait(slot, new Wait.Inside(key, scope.Id, due));
        if (items is null)
        {
            Begin(turn, scope, scope.Id);
        }
        else
        {
            MachineItems.Begin(turn, scope.Id);
        }
    }

    /// <summary>Takes the next instance in which a token has ended, and goes on with its container if nothing is left inside.</summary>
    /// <param name="turn">The decision.</param>
    /// <param name="slot">A token that may be ready now; new ones may be too.</param>
    /// <returns>False when there is no such instance.</returns>
    public static bool TryAdvance(Turn turn, out int slot)
    {
        slot = 0;
        while (turn.HasScopes && turn.Status is RunStatus.Running or RunStatus.Waiting && turn.Scopes.TryTake(out var id))
        {
            if (turn.Scopes.Find(id) is not { } scope)
            {
                continue;
            }

            if (RunLimits.Exceeded(turn) is { } error)
            {
                MachineMoves.FailRun(turn, error, output: null);
                return false;
            }

            var changed = MachineUndo.ClosingAround(turn, scope) is { } closing
                ? MachineUndo.GoOn(turn, closing, out slot)
                : !scope.IsClosed && !HasTokens(turn, id) && Finish(turn, scope, out slot);
            if (changed)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Notes a step that was completed inside a container, if a handler can undo it.</summary>
    public static void Completed(Turn turn, int slot, string branch, in Step step)
    {
        ref var token = ref turn.Token(slot);
        var isDone = step.Error is null && !(turn.Graph.Kinds[token.Node] is NodeKind.ForEach or NodeKind.Scope && step.Port != ScopeNode.DonePort);
        if (isDone && turn.Graph.Containers.HandlerOf(token.Node) >= 0)
        {
            turn.Scopes.AddCompleted(token.Scope, token.Node, token.Visit, branch, step.Output);
        }
    }

    /// <summary>Lets the container take over that a step in it has failed.</summary>
    /// <param name="turn">The decision.</param>
    /// <param name="slot">The token of the failed step; it ends.</param>
    /// <param name="error">What went wrong.</param>
    /// <returns>False when no container around does: the run has failed.</returns>
    public static bool TryTakeOver(Turn turn, int slot, string error)
    {
        ref var token = ref turn.Token(slot);
        var scope = token.Scope;
        if (turn.Graph.Containers.UndoneBy(token.Node) >= 0)
        {
            // What could not be undone is on record; the rest is undone all the same.
            turn.EndToken(slot);
            return true;
        }

        if (CatcherOf(turn, scope) is not { } catcher)
        {
            return false;
        }

        turn.EndToken(slot);
        MachineUndo.Close(turn, catcher, ScopeEnd.Error, error);
        return true;
    }

    /// <summary>Fails the nearest container that can take it.</summary>
    /// <returns>False when none can.</returns>
    public static bool TryFail(Turn turn, int scope, string error)
    {
        if (CatcherOf(turn, scope) is not { } catcher)
        {
            return false;
        }

        MachineUndo.Close(turn, catcher, ScopeEnd.Error, error);
        return true;
    }

    /// <summary>Ends a container whose time is up.</summary>
    public static void TimeOut(Turn turn, int scope)
    {
        var open = turn.Scopes.Find(scope)!;
        var seconds = ((ScopeSettings)turn.Graph.Settings[open.Node]).Timeout.GetValueOrDefault().TotalSeconds;
        MachineUndo.Close(turn, open, ScopeEnd.Timeout, string.Create(CultureInfo.InvariantCulture, $"The scope took longer than the {seconds:0.###} s it has."));
    }

    /// <summary>Forgets what a container held, except what an outer scope may have to undo.</summary>
    public static void Forget(Turn turn, ScopeInstance scope)
    {
        var isInside = scope.Outer != 0;
        for (var at = turn.Scopes.All.Count - 1; at >= 0; at--)
        {
            var inner = turn.Scopes.All[at];
            if (!turn.Scopes.IsWithin(inner.Id, scope.Id))
            {
                continue;
            }

            // From the innermost out: what is kept keeps what it lies in.
            if (isInside && (!inner.Completed.IsEmpty || turn.Scopes.All.Any(kept => kept.Outer == inner.Id)))
            {
                turn.Scopes.Set(inner with { IsClosed = true, Owner = 0, Closing = null, Output = null, Outputs = [] });
            }
            else
            {
                turn.Scopes.Remove(inner.Id);
            }
        }
    }

    public static string TooManyTokens(long tokens) => $"The run would have {tokens} branches at once; {RunLimits.Tokens} are allowed.";

    /// <summary>Begins an instance: its variables, and a token at each node where the container is entered.</summary>
    /// <param name="turn">The decision.</param>
    /// <param name="activation">The container's activation.</param>
    /// <param name="id">The instance: the activation or one of its items.</param>
    /// <returns>False when the container has failed instead.</returns>
    public static bool Begin(Turn turn, ScopeInstance activation, int id)
    {
        var variables = turn.Graph.Settings[activation.Node] switch
        {
            ForEachSettings items => items.Variables.Values,
            ScopeSettings scope => scope.Variables.Values,
            _ => null,
        };
        turn.Scope = id;
        if (variables is not null)
        {
            if (turn.Resolve(variables, out var error) is not { } values)
            {
                MachineUndo.Close(turn, turn.Scopes.Find(activation.Id)!, ScopeEnd.Error, $"The variables can't be filled in: {error}");
                return false;
            }

            var declared = values.Element.EnumerateObject().ToImmutableSortedDictionary(static member => member.Name, static member => JsonText.Copy(member.Value), StringComparer.Ordinal);
            turn.Scopes.Set(turn.Scopes.Find(id)! with { Variables = declared });
        }

        foreach (var entry in turn.Graph.Containers.Entries(activation.Node))
        {
            MachineJoins.Arrive(turn, turn.AddToken(id, fork: null), entry, edge: -1);
        }

        return true;
    }

    private static bool Finish(Turn turn, ScopeInstance scope, out int slot)
    {
        if (scope.Index < 0 && scope.Items is null)
        {
            slot = turn.FindToken(scope.Owner);
            Leave(turn, scope, slot, scope.Output);
            return true;
        }

        var each = scope.Index < 0 ? scope : MachineItems.Finish(turn, scope);
        slot = turn.FindToken(each.Owner);
        var settings = (ForEachSettings)turn.Graph.Settings[each.Node];
        if (each.Finished < each.Outputs.Length && each.Finished != settings.CompleteAt)
        {
            MachineItems.Begin(turn, each.Id);
            return true;
        }

        EndInside(turn, each);
        if (!MachineUndo.TryFinishUndoing(turn, each))
        {
            LeaveWithItems(turn, each, slot);
        }

        return true;
    }

    /// <summary>Lets a <c>for_each</c> leave with what its items produced.</summary>
    public static void LeaveWithItems(Turn turn, ScopeInstance each, int slot)
    {
        if (MachineItems.OutputOf(each, out var error) is { } output)
        {
            Leave(turn, each, slot, output);
        }
        else
        {
            MachineUndo.Close(turn, each, ScopeEnd.Error, error);
        }
    }

    private static void Leave(Turn turn, ScopeInstance scope, int slot, JsonText? output)
    {
        var key = turn.Token(slot).Wait!.Key;
        Forget(turn, scope);
        MachineMoves.Leave(turn, slot, key, Step.Leave(ScopeNode.DonePort, output), isFrozen: false);
    }

    /// <summary>Ends every token inside a container. Handlers at work are left to end by themselves: what is being undone must not be undone twice.</summary>
    public static void EndInside(Turn turn, ScopeInstance scope)
    {
        for (var slot = 0; slot < turn.TokenCount; slot++)
        {
            ref var token = ref turn.Token(slot);
            if (token.Node != MachineToken.Ended
                && token.Scope != 0
                && turn.Graph.Containers.UndoneBy(token.Node) < 0
                && turn.Scopes.IsWithin(token.Scope, scope.Id))
            {
                MachineMoves.Cancel(turn, slot);
            }
        }
    }

    public static bool HasTokens(Turn turn, int scope)
    {
        for (var slot = 0; slot < turn.TokenCount; slot++)
        {
            if (turn.Token(slot).Scope == scope && turn.Token(slot).Node != MachineToken.Ended)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the nearest container that does something about a failure: it has an edge for it, or something inside to undo.</summary>
    private static ScopeInstance? CatcherOf(Turn turn, int id)
    {
        for (var scope = id == 0 ? null : turn.Scopes.Find(id); scope is not null; scope = turn.Scopes.Find(scope.Outer))
        {
            if (scope.Index < 0
                && scope.Closing is null
                && (!turn.Graph.Targets(scope.Node, ScopeNode.ErrorPort).IsEmpty || turn.Graph.Containers.Undoes(scope.Node)))
            {
                return scope;
            }
        }

        return null;
    }
}
