using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Tests.Execution;

/// <summary>What must be true of containers whenever a run rests, and of its whole history.</summary>
internal static class ScopeInvariants
{
    public static void CheckRest(TestRun run)
    {
        var marking = run.Marking;
        var byId = marking.Scopes.ToDictionary(static scope => scope.Id);
        if (marking.Status is RunStatus.Completed or RunStatus.Cancelled)
        {
            Assert.Empty(marking.Scopes);
        }

        Assert.All(marking.Steps, step => Assert.True(step.Scope == 0 || byId.ContainsKey(step.Scope)));
        foreach (var token in marking.Tokens)
        {
            Assert.True(token.Scope == 0 || byId.ContainsKey(token.Scope), $"Token {token.Id} is in scope {token.Scope}, which is gone.");
            if (token.Wait is Wait.Inside inside)
            {
                var scope = byId[inside.Scope];
                Assert.Equal((token.Id, token.Node, token.Visit, token.Scope, -1, false), (scope.Owner, scope.Node, scope.Visit, scope.Outer, scope.Index, scope.IsClosed));
            }
        }

        foreach (var scope in marking.Scopes)
        {
            Assert.True(scope.Outer == 0 || (scope.Outer < scope.Id && byId.ContainsKey(scope.Outer)));
            if (scope.IsClosed)
            {
                CheckKept(run, byId, scope);
            }
            else if (scope.Index < 0)
            {
                Assert.IsType<Wait.Inside>(Assert.Single(marking.Tokens, token => token.Id == scope.Owner).Wait);
                CheckOpen(run, byId, scope);
            }
        }
    }

    /// <summary>A step that has begun and not ended is one that a token waits for; or a join that fired right before the run failed, and goes on when it is retried.</summary>
    private static void CheckOpenSteps(TestRun run, List<string> open, List<string> ended)
    {
        // A join that starved has failed, and its branches stay.
        var waiting = run.Marking.Tokens.Select(static token => token.Wait).Where(static wait => wait is not (null or Wait.Held)).Select(static wait => wait!.Key).Except(ended).ToHashSet();
        var fired = open.Where(key => !waiting.Contains(key)).ToList();
        Assert.Subset(open.ToHashSet(), waiting);
        Assert.Empty(fired.Except(run.Events.OfType<RunEvent.BranchJoined>().Select(static joined => joined.Key)));
        Assert.InRange(fired.Count, 0, run.Marking.Tokens.Count(token => token.Wait is null && run.Graph.Kinds[token.Node] is NodeKind.Join));
    }

    /// <summary>Each step was entered once and ended once at most; what a container that did not succeed had completed was undone, each visit once, before it left.</summary>
    public static void CheckHistory(TestRun run)
    {
        var entered = run.Events.OfType<RunEvent.NodeEntered>().Select(static happened => happened.Key).ToList();
        var ended = run.Events.Select(EndedBy).OfType<string>().ToList();
        Assert.Distinct(entered);
        Assert.Distinct(ended);
        Assert.Empty(ended.Except(entered));
        CheckOpenSteps(run, [.. entered.Except(ended)], ended);

        var completed = new List<string>();
        var undone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var happened in run.Events)
        {
            switch (happened)
            {
                case RunEvent.NodeEntered { Compensates: { } step }:
                    Assert.Contains(step, completed);
                    Assert.True(undone.Add(step), $"{step} was undone twice.");
                    break;
                case RunEvent.NodeLeft left:
                    if (IsUndoable(run, left))
                    {
                        completed.Add(left.Key);
                    }

                    if (left.Port is "error" or "timeout" or "cancelled")
                    {
                        CheckAllUndone(run, left.Key, completed, undone);
                    }

                    break;
                case RunEvent.NodeFailed failed:
                    CheckAllUndone(run, failed.Key, completed, undone);
                    break;
                default:
                    break;
            }
        }
    }

    private static string? EndedBy(RunEvent happened) => happened switch
    {
        RunEvent.NodeLeft left => left.Key,
        RunEvent.NodeFailed failed => failed.Key,
        RunEvent.NodeCancelled cancelled => cancelled.Key,
        _ => null,
    };

    private static void CheckAllUndone(TestRun run, string container, List<string> completed, HashSet<string> undone)
    {
        if (!NodeTypes.IsContainer(NodeOf(run, container).Type))
        {
            return;
        }

        // run_7/a/2 is the container's step, run_7/a#2/… and run_7/a[0]#2/… the steps in it.
        var cut = container.LastIndexOf('/');
        var (path, visit) = (container[..cut], container[(cut + 1)..]);
        foreach (var step in completed.Where(step => step.StartsWith($"{path}#{visit}/", StringComparison.Ordinal)
            || (step.StartsWith($"{path}[", StringComparison.Ordinal) && step[path.Length..].Split('/')[0].EndsWith($"]#{visit}", StringComparison.Ordinal))))
        {
            Assert.True(undone.Contains(step), $"{container} left, but {step} was not undone.");
        }
    }

    private static bool IsUndoable(TestRun run, RunEvent.NodeLeft left)
    {
        var node = run.Graph.NodeById[NodeOf(run, left.Key).Id];
        return left.Error is null
            && run.Graph.Containers.HandlerOf(node) >= 0
            && (run.Graph.Kinds[node] is not (NodeKind.Scope or NodeKind.ForEach) || left.Port is "done");
    }

    private static Engine.Canvas.CanvasNode NodeOf(TestRun run, string key) => run.Graph.Nodes[run.Graph.NodeById[key.Split('/')[^2]]];

    private static void CheckOpen(TestRun run, Dictionary<int, ScopeInstance> byId, ScopeInstance scope)
    {
        var inside = run.Marking.Tokens.Where(token => IsWithin(byId, token.Scope, scope.Id)).ToList();
        if (scope.Closing is not null)
        {
            Assert.All(inside, token => Assert.True(run.Graph.Containers.UndoneBy(token.Node) >= 0, $"Scope {scope.Id} ends, but token {token.Id} goes on in it."));
            CheckOrder(run, byId, inside);
        }

        if (run.Marking.Status is RunStatus.Failed or RunStatus.Paused)
        {
            return; // held, perhaps in the midst of a decision
        }

        Assert.NotEmpty(inside);
        if (scope.Items is not null && scope.Closing is null)
        {
            var open = byId.Values.Where(item => item.Outer == scope.Id && !item.IsClosed).ToList();
            var settings = (ForEachSettings)run.Graph.Settings[scope.Node];
            Assert.Equal(scope.Started - scope.Finished, open.Count);
            Assert.InRange(open.Count, 1, settings.MaxParallel ?? int.MaxValue);
            Assert.All(open, item => Assert.Contains(run.Marking.Tokens, token => token.Scope == item.Id));
            Assert.True(settings.CompleteAt is not { } enough || scope.Finished < enough);
        }
        else if (scope.Closing is null)
        {
            Assert.Contains(run.Marking.Tokens, token => token.Scope == scope.Id);
        }
    }

    // What an instance has still to undo was completed before what is being undone in it. (Of the whole scope that need not hold: it may
    // have taken over a handler that was at work in an inner scope when it ended itself.)
    private static void CheckOrder(TestRun run, Dictionary<int, ScopeInstance> byId, List<Token> handlers)
    {
        foreach (var handler in handlers.Where(static handler => handler.Wait is not Wait.Held))
        {
            var step = run.Events.OfType<RunEvent.NodeEntered>().Single(entered => entered.Key == handler.Wait!.Key).Compensates;
            var order = run.Events.FindIndex(happened => happened is RunEvent.NodeLeft left && left.Key == step) + 1;
            Assert.All(byId[handler.Scope].Completed, left => Assert.True(left.Order < order));
        }
    }

    private static void CheckKept(TestRun run, Dictionary<int, ScopeInstance> byId, ScopeInstance scope)
    {
        Assert.True(
            byId.Values.Any(inner => IsWithin(byId, inner.Id, scope.Id) && !inner.Completed.IsEmpty) || run.Marking.Tokens.Any(token => IsWithin(byId, token.Scope, scope.Id)) || IsEnding(byId, scope),
            $"Scope {scope.Id} is kept for nothing.");
        Assert.Contains(byId.Values, outer => !outer.IsClosed && IsWithin(byId, scope.Id, outer.Id));
    }

    private static bool IsEnding(Dictionary<int, ScopeInstance> byId, ScopeInstance scope) =>
        byId.Values.Any(outer => outer.Closing is not null && IsWithin(byId, scope.Id, outer.Id));

    private static bool IsWithin(Dictionary<int, ScopeInstance> byId, int scope, int outer)
    {
        for (var at = scope; at != 0; at = byId[at].Outer)
        {
            if (at == outer)
            {
                return true;
            }
        }

        return false;
    }
}
