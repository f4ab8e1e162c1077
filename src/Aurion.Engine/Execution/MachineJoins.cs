using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>The machine's hands at joins: gathers the branches that one firing of a split started, and lets one token go on.</summary>
/// <remarks>
/// Each firing of a join's home opens a fork, which the tokens that it sends carry; the tokens of one fork are an activation of the
/// join. A token that comes to the home again leaves the fork, and all within it, first. Only <see cref="Machine"/> and
/// <see cref="MachineMoves"/> call it.
/// </remarks>
internal static class MachineJoins
{
    /// <summary>Tells the fork of the tokens that a node sends.</summary>
    public static Fork? ForkOf(Turn turn, in MachineToken token) =>
        turn.Joins is { } joins && joins.Table.IsHome(token.Node) ? new Fork(token.Fork, token.Node, token.Visit) : token.Fork;

    /// <summary>Tells whether a token that is ready at a node goes on from a join that has fired.</summary>
    public static bool HasFired(Turn turn, int node) =>
        turn.Graph.Kinds[node] is NodeKind.Join && turn.Joins is { } joins && joins.Table.TryGetPlan(node, out _);

    /// <summary>Puts a token before a node, or to rest at a join.</summary>
    /// <param name="turn">The decision.</param>
    /// <param name="slot">The token.</param>
    /// <param name="node">The node.</param>
    /// <param name="edge">The edge that it comes by; −1 when it begins here.</param>
    public static void Arrive(Turn turn, int slot, int node, int edge)
    {
        if (turn.Joins is not { } joins)
        {
            turn.Arrive(slot, node);
            return;
        }

        ref var token = ref turn.Token(slot);
        if (joins.Table.IsHome(node) && Gatherings.FindFork(token.Fork, node) is { } old)
        {
            token.Fork = old.Outer;
            turn.MayStarve = true;
        }

        if (joins.Table.TryGetPlan(node, out var plan))
        {
            Rest(turn, joins, slot, plan, edge);
        }
        else
        {
            turn.Arrive(slot, node);
        }
    }

    /// <summary>Fires the joins for which enough has come, whatever still may.</summary>
    public static void FireDue(Turn turn)
    {
        while (turn.Joins!.Due.TryDequeue(out var gathering))
        {
            turn.Joins.Purge(gathering);
            if (gathering is { IsClosed: false, IsDue: true })
            {
                Fire(turn, turn.Joins, gathering);
            }
        }
    }

    /// <summary>Fires the joins that nothing more can come to, now that no token can go on by itself; fails those that never can fire.</summary>
    /// <returns>Whether anything happened.</returns>
    public static bool Settle(Turn turn)
    {
        if (turn.Joins is not { } joins)
        {
            return false;
        }

        var any = false;
        if (joins.All.Count > 0)
        {
            joins.Count();
            foreach (var gathering in joins.All.ToArray())
            {
                if (gathering.Coming == 0 && IsComplete(turn, joins, gathering))
                {
                    Fire(turn, joins, gathering);
                    any = true;
                }
            }

            if (!any && FindStarved(turn, joins) is var (starved, error))
            {
                starved.HasFailed = true;
                MachineMoves.Fail(turn, starved.Slots.Min(), starved.Key, $"join_starved: {error}", isFrozen: false);
                return true;
            }
        }

        if (!any)
        {
            Announce(turn, joins);
            joins.ForgetFired();
            turn.MayStarve = false;
        }

        return any;
    }

    /// <summary>Lets branches rest anew, as a new visit, at joins that have failed: a person has the run retried.</summary>
    public static void Retry(Turn turn)
    {
        if (turn.Joins is not { } joins)
        {
            return;
        }

        foreach (var gathering in joins.All.ToArray())
        {
            var scope = gathering.Activation.Scope;
            if (turn.TryGetStep(scope, gathering.Plan.Join, out var state) && state.Status is StepStatus.Failed)
            {
                joins.Close(gathering);
                foreach (var slot in gathering.Slots)
                {
                    var edge = ((Wait.Siblings)turn.Token(slot).Wait!).Edge;
                    turn.SetWait(slot, null);
                    Rest(turn, joins, slot, gathering.Plan, edge < 0 ? -1 : joins.Table.Edges.In(gathering.Plan.Join)[edge]);
                }
            }
        }
    }

    /// <summary>Tells the key of the step that is cancelled with a token; null when nothing was said of it, or others of its branches are still there.</summary>
    public static string? StepToCancel(Turn turn, int slot)
    {
        ref var token = ref turn.Token(slot);
        switch (token.Wait)
        {
            case null when HasFired(turn, token.Node):
                return turn.KeyOf(token);
            case null:
                if (token.Visit == 1)
                {
                    turn.SetStep(token.Scope, token.Node, StepStatus.Cancelled, branch: null, output: null, error: null); // it never began
                }

                return null;
            case Wait.Held:
                return null;
            case Wait.Siblings siblings:
                // One step for all the branches; of a run that failed there, it has failed already.
                var hasFailed = turn.Status is RunStatus.Failed && turn.TryGetStep(token.Scope, token.Node, out var state) && state.Status is StepStatus.Failed;
                return turn.Joins?.Forget(slot) == false || hasFailed ? null : siblings.Key;
            case var wait:
                return wait.Key;
        }
    }

    private static void Rest(Turn turn, Gatherings joins, int slot, JoinPlan plan, int edge)
    {
        ref var token = ref turn.Token(slot);
        var activation = Gatherings.ActivationOf(token, plan, out var fork);
        var from = edge < 0 ? null : turn.Graph.Nodes[joins.Table.Edges.Source(edge)].Id;
        if (joins.FindFired(plan.Join, activation) is { } fired)
        {
            turn.Join(slot, plan.Join, fired.Visit);
            turn.Add(new RunEvent.BranchJoined { Key = turn.KeyOf(turn.Token(slot)), From = from, IsAbsorbed = true });
            turn.EndToken(slot);
            return;
        }

        if (joins.TryGet(plan, activation, out var gathering))
        {
            turn.Join(slot, plan.Join, gathering.Visit);
        }
        else
        {
            turn.Arrive(slot, plan.Join);
            gathering = joins.Open(plan, activation, fork, token.Visit, turn.KeyOf(token));
            gathering.IsNew = true;
            turn.MayStarve = true;
            turn.BeginStep(token.Scope, plan.Join);
            var node = turn.Graph.Nodes[plan.Join];
            turn.Add(new RunEvent.NodeEntered { Key = gathering.Key, NodeId = node.Id, NodeType = node.Type, Name = node.Name });
        }

        gathering.Slots.Add(slot);
        turn.SetWait(slot, new Wait.Siblings(gathering.Key, edge < 0 ? -1 : joins.Table.Edges.PlaceOf(edge)));
        turn.Add(new RunEvent.BranchJoined { Key = gathering.Key, From = from });
        if (gathering.IsDue)
        {
            joins.Due.Enqueue(gathering);
        }
    }

    private static void Fire(Turn turn, Gatherings joins, Gathering gathering)
    {
        joins.Close(gathering);

        // What is gathered is not lost; what is cancelled or absorbed from now on is.
        var mayStarve = turn.MayStarve;
        var first = gathering.Slots.Min();
        foreach (var slot in gathering.Slots)
        {
            if (slot != first)
            {
                turn.EndToken(slot);
            }
        }

        turn.MayStarve = mayStarve;
        turn.SetWait(first, null);
        turn.Token(first).Fork = gathering.Fork;
        joins.Woken.Enqueue(first);
        if (gathering.Plan.Settings.Mode is not JoinMode.Count)
        {
            return;
        }

        turn.MayStarve = true;
        if (gathering.Plan.Settings.CancelsRest)
        {
            for (var slot = 0; slot < turn.TokenCount; slot++)
            {
                ref var token = ref turn.Token(slot);
                if (slot == first || !Gatherings.Belongs(token, gathering.Activation) || !joins.CanReach(token, gathering))
                {
                    continue;
                }

                if (token.Wait is not Wait.Inside inside)
                {
                    MachineMoves.Cancel(turn, slot);
                }
                else if (turn.Scopes.Find(inside.Scope) is { IsClosed: false, Closing: null } open)
                {
                    MachineUndo.Close(turn, open, ScopeEnd.Cancelled, error: null); // as a cancel node does: what it has done is undone first
                }
            }
        }

        joins.AddFired(new FiredJoin(gathering.Plan.Join, gathering.Visit, gathering.Activation.Scope, gathering.Activation.Home, gathering.Activation.Visit));
    }

    // A join by number would have fired when the last one came.
    private static bool IsComplete(Turn turn, Gatherings joins, Gathering gathering) => gathering.Plan.Settings.Mode switch
    {
        JoinMode.Active => true,
        JoinMode.All => FindMissing(turn, joins, gathering, search: null).Count == 0,
        _ => false,
    };

    private static (Gathering Gathering, string Error)? FindStarved(Turn turn, Gatherings joins)
    {
        foreach (var gathering in joins.All)
        {
            var plan = gathering.Plan;
            var here = gathering.Slots.Count;
            if (plan.Settings.Mode is JoinMode.Count)
            {
                if (here + gathering.Coming < plan.Settings.Needed)
                {
                    return (gathering, $"it fires at {plan.Settings.Needed} branches; {here} came, and no more than {gathering.Coming} can still come.");
                }
            }
            else if (plan.Settings.Mode is JoinMode.All && (gathering.Coming == 0 || turn.MayStarve))
            {
                var missing = FindMissing(turn, joins, gathering, SearchTo(turn, joins, gathering));
                if (missing.Count > 0)
                {
                    var names = missing.Take(3).Select(edge => $"\"{turn.Graph.Nodes[joins.Table.Edges.Source(edge)].Id}\"");
                    return (gathering, $"it waits for a branch by each of its {plan.EdgesNeeded} edges, and none can come any more from {string.Join(", ", names)}{(missing.Count > 3 ? $" and {missing.Count - 3} others" : string.Empty)}.");
                }
            }
        }

        return null;
    }

    private static JoinSearch SearchTo(Turn turn, Gatherings joins, Gathering gathering)
    {
        var search = new JoinSearch(joins, gathering);
        for (var slot = 0; slot < turn.TokenCount; slot++)
        {
            ref var token = ref turn.Token(slot);
            if (Gatherings.Belongs(token, gathering.Activation) && !Gatherings.IsIn(token, gathering))
            {
                search.Add(token);
            }
        }

        search.Run();
        return search;
    }

    /// <summary>Lists the edges that no token has come by, and, with a search, that none can come by either.</summary>
    private static List<int> FindMissing(Turn turn, Gatherings joins, Gathering gathering, JoinSearch? search)
    {
        var edges = joins.Table.Edges;
        var incoming = edges.In(gathering.Plan.Join);
        var come = new NodeSet(incoming.Length);
        foreach (var slot in gathering.Slots)
        {
            if (turn.Token(slot).Wait is Wait.Siblings { Edge: >= 0 } wait)
            {
                come.Add(wait.Edge);
            }
        }

        var missing = new List<int>();
        for (var at = 0; at < incoming.Length; at++)
        {
            if (!come.Contains(at) && gathering.Plan.CanBeTaken(at) && search?.CanLeave(edges.Source(incoming[at])) != true)
            {
                missing.Add(incoming[at]);
            }
        }

        return missing;
    }

    private static void Announce(Turn turn, Gatherings joins)
    {
        foreach (var gathering in joins.All)
        {
            if (gathering is { IsNew: true, IsClosed: false })
            {
                gathering.IsNew = false;
                turn.Add(new RunEvent.NodeWaits { Key = gathering.Key });
            }
        }
    }
}
