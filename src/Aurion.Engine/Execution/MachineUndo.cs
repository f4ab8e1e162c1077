using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Execution.Nodes;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>How a scope ends that did not succeed: what goes on inside ends, what was completed is undone, then it leaves. Only the machine calls it.</summary>
/// <remarks>
/// What remains to be undone is the completed steps that the scope instances still list; the one that is being undone is a token at its
/// handler. So a crash between any two of them loses and repeats nothing.
/// </remarks>
internal static class MachineUndo
{
    /// <summary>Ends what goes on in a container and begins to undo.</summary>
    public static void Close(Turn turn, ScopeInstance scope, ScopeEnd way, string? error)
    {
        MachineScopes.EndInside(turn, scope);
        for (var at = 0; at < turn.Scopes.All.Count; at++)
        {
            var inner = turn.Scopes.All[at];
            if (inner.Id != scope.Id && !inner.IsClosed && turn.Scopes.IsWithin(inner.Id, scope.Id))
            {
                turn.Scopes.Set(inner with { IsClosed = true, Owner = 0, Closing = null });
            }
        }

        turn.Scopes.Set(turn.Scopes.Find(scope.Id)! with { Closing = new ScopeClosing(way, error) });
        var holder = turn.FindToken(scope.Owner);
        turn.SetWait(holder, ((Wait.Inside)turn.Token(holder).Wait!) with { Due = null });
        turn.Scopes.Touch(scope.Id);
    }

    /// <summary>Lets a <c>for_each</c> that has enough items wait until the scopes in the others that were being undone are.</summary>
    /// <returns>False when none was.</returns>
    public static bool TryFinishUndoing(Turn turn, ScopeInstance each)
    {
        if (!IsUndoingInside(turn, each.Id))
        {
            return false;
        }

        for (var at = turn.Scopes.All.Count - 1; at >= 0; at--)
        {
            // From the innermost out: what lies in a scope on its way out is asked before that scope is changed.
            var inner = turn.Scopes.All[at];
            if (inner.Id != each.Id && turn.Scopes.IsWithin(inner.Id, each.Id))
            {
                var isUndoing = inner.IsUndoing || ClosingAround(turn, inner) is { Closing.Way: not ScopeEnd.Done };
                turn.Scopes.Set(inner with { IsClosed = true, IsUndoing = isUndoing, Owner = 0, Closing = null });
            }
        }

        turn.Scopes.Set(turn.Scopes.Find(each.Id)! with { Closing = new ScopeClosing(ScopeEnd.Done, Error: null) });
        turn.Scopes.Touch(each.Id);
        return true;
    }

    private static bool IsUndoingInside(Turn turn, int id)
    {
        foreach (var scope in turn.Scopes.All)
        {
            if (scope.Id != id && scope.Closing is not null && turn.Scopes.IsWithin(scope.Id, id))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the scope on its way out that an instance is or lies in; null when there is none.</summary>
    public static ScopeInstance? ClosingAround(Turn turn, ScopeInstance scope)
    {
        for (var at = scope; at is not null; at = turn.Scopes.Find(at.Outer))
        {
            if (at.Closing is not null)
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>Undoes the step that was completed last, or lets the scope leave when none is left.</summary>
    /// <returns>False while a handler is still at work.</returns>
    public static bool GoOn(Turn turn, ScopeInstance closing, out int slot)
    {
        slot = 0;
        for (var at = 0; at < turn.TokenCount; at++)
        {
            if (turn.Token(at) is { Node: not MachineToken.Ended, Scope: not 0 } token && turn.Scopes.IsWithin(token.Scope, closing.Id))
            {
                return false;
            }
        }

        ScopeInstance? last = null;
        foreach (var scope in turn.Scopes.All)
        {
            if (!scope.Completed.IsEmpty
                && (scope.IsUndoing || closing.Closing!.Way is not ScopeEnd.Done)
                && (last is null || scope.Completed[^1].Order > last.Completed[^1].Order)
                && turn.Scopes.IsWithin(scope.Id, closing.Id))
            {
                last = scope;
            }
        }

        if (last is null)
        {
            Leave(turn, closing, out slot);
        }
        else
        {
            Undo(turn, last);
        }

        return true;
    }

    // The handler sees the step as that visit left it, and counts its own visits as the step's: its key says what it undoes.
    private static void Undo(Turn turn, ScopeInstance scope)
    {
        var step = scope.Completed[^1];
        turn.Scopes.Set(scope with { Completed = scope.Completed.RemoveAt(scope.Completed.Length - 1) });
        turn.SetStep(scope.Id, step.Node, StepStatus.Completed, step.Branch, step.Output, error: null);
        turn.Arrive(turn.AddToken(scope.Id, fork: null), turn.Graph.Containers.HandlerOf(step.Node), step.Visit);
    }

    private static void Leave(Turn turn, ScopeInstance closing, out int slot)
    {
        slot = turn.FindToken(closing.Owner);
        var key = turn.Token(slot).Wait!.Key;
        var node = turn.Token(slot).Node;
        var (way, error) = closing.Closing!;
        if (way is ScopeEnd.Done)
        {
            MachineScopes.LeaveWithItems(turn, closing, slot);
            return;
        }

        MachineScopes.Forget(turn, closing);
        if (way is ScopeEnd.Cancelled)
        {
            if (turn.Graph.Kinds[node] is NodeKind.Scope)
            {
                MachineMoves.Leave(turn, slot, key, Step.Leave(ScopeNode.CancelledPort), isFrozen: false);
            }
            else
            {
                MachineMoves.Cancel(turn, slot);
            }
        }
        else if (way is ScopeEnd.Timeout && !turn.Graph.Targets(node, ScopeNode.TimeoutPort).IsEmpty)
        {
            MachineMoves.Leave(turn, slot, key, Step.Leave(ScopeNode.TimeoutPort), isFrozen: false);
        }
        else if (!turn.Graph.Targets(node, ScopeNode.ErrorPort).IsEmpty)
        {
            MachineMoves.Leave(turn, slot, key, Step.Leave(ScopeNode.ErrorPort, output: null, error), isFrozen: false);
        }
        else
        {
            MachineMoves.Fail(turn, slot, key, error!, isFrozen: false);
        }
    }
}
