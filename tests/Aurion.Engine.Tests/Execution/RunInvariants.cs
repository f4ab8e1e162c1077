using Aurion.Engine.Actions;
using Aurion.Engine.Execution;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Tests.Execution;

/// <summary>What must be true of every run whenever it rests, and of its whole history, whatever its canvas.</summary>
internal static class RunInvariants
{
    /// <summary>Whatever has happened, the run has ended, or each of its tokens waits.</summary>
    public static void CheckRest(TestRun run)
    {
        var marking = run.Marking;
        Assert.NotEqual(RunStatus.Pending, marking.Status);
        Assert.True(marking.Tokens.Length <= RunLimits.Tokens);
        Assert.Equal(run.Events.Count, marking.Recorded);
        switch (marking.Status)
        {
            case RunStatus.Completed or RunStatus.Cancelled:
                Assert.Empty(marking.Tokens);
                break;
            case RunStatus.Failed:
                Assert.False(string.IsNullOrEmpty(marking.Error));
                Assert.Null(marking.NextDue);
                Assert.Empty(Machine.PendingEffects(run.Graph, marking));
                break;
            default:
                Assert.NotEmpty(marking.Tokens);
                Assert.All(marking.Tokens, static token => Assert.False(token.Wait is null or Wait.Held));
                Assert.Equal(marking.Status is RunStatus.Running, marking.Tokens.Any(static token => token.Wait is Wait.Result));
                break;
        }

        Assert.Equal(marking.Tokens.Length, marking.Tokens.Select(static token => token.Id).Distinct().Count());
        Assert.Equal(TestRun.Text(marking), TestRun.Text(Marking.Read(TestRun.Write(marking))));
    }

    /// <summary>What was decided on already moves nothing.</summary>
    public static void CheckRepeat(TestRun run, RunInput input)
    {
        if (input is RunInput.Completed { Status: ActionStatus.TryAgain or ActionStatus.Pending })
        {
            return; // the same answer again, of an attempt that still goes on, is an answer
        }

        var again = Machine.Decide(run.Graph, run.Marking, input);
        Assert.Same(run.Marking, again.Marking);
        Assert.Empty(again.Events);
        Assert.Empty(again.Effects);
    }

    /// <summary>A step is entered once and ends once at most, and after that nothing is said of it.</summary>
    public static void CheckHistory(TestRun run)
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var ended = 0;
        foreach (var happened in run.Events)
        {
            switch (happened)
            {
                case RunEvent.NodeEntered entered:
                    Assert.True(known.Add(entered.Key), $"{entered.Key} was entered twice.");
                    open.Add(entered.Key);
                    break;
                case RunEvent.NodeLeft left:
                    Assert.True(open.Remove(left.Key), $"{left.Key} left without being there.");
                    break;
                case RunEvent.NodeFailed failed:
                    Assert.True(open.Remove(failed.Key), $"{failed.Key} failed without being there.");
                    break;
                case RunEvent.NodeCancelled cancelled:
                    Assert.True(open.Remove(cancelled.Key), $"{cancelled.Key} was cancelled without being there.");
                    break;
                case RunEvent.RunEnded end:
                    ended++;
                    Assert.True(ended == 1 || end.Status is RunStatus.Cancelled, "The run ended twice.");
                    break;
                default:
                    break;
            }
        }

        // The branches at a join share a step; one that starved has failed, and they stay.
        var held = run.Marking.Tokens.Where(static token => token.Wait is not (null or Wait.Held)).Select(static token => token.Wait!.Key).ToHashSet();
        held.ExceptWith(run.Events.OfType<RunEvent.NodeFailed>().Select(static failed => failed.Key));

        // One whose budget ran out between a join's firing and its leaving stands there, entered.
        held.UnionWith(run.Marking.Tokens.Where(static token => token.Wait is null).Select(token => $"run_7/{run.Graph.Nodes[token.Node].Id}/{token.Visit}").Where(open.Contains));
        Assert.Equal(held.Order(StringComparer.Ordinal), open.Order(StringComparer.Ordinal));
    }

    /// <summary>By the events alone: no token is lost, none doubled. For canvases without containers.</summary>
    public static void CheckTokens(TestRun run, string canvas)
    {
        var gathered = new Dictionary<string, int>(StringComparer.Ordinal);
        var tokens = 1;
        foreach (var happened in run.Events)
        {
            switch (happened)
            {
                case RunEvent.BranchJoined { IsAbsorbed: true }:
                    tokens--;
                    break;
                case RunEvent.BranchJoined joined:
                    gathered[joined.Key] = gathered.GetValueOrDefault(joined.Key) + 1;
                    break;
                case RunEvent.NodeLeft left:
                    tokens += Targets(left) - gathered.GetValueOrDefault(left.Key, 1);
                    break;
                case RunEvent.NodeCancelled cancelled:
                    tokens -= gathered.GetValueOrDefault(cancelled.Key, 1);
                    break;
                default:
                    break;
            }
        }

        if (run.Marking.Status is RunStatus.Running or RunStatus.Waiting or RunStatus.Completed)
        {
            // What is cancelled before its step began leaves no event.
            var isSilent = canvas.Contains("\"cancel_rest\":true", StringComparison.Ordinal) || canvas.Contains("\"ends\":\"run\"", StringComparison.Ordinal);
            Assert.True(isSilent ? tokens >= run.Marking.Tokens.Length : tokens == run.Marking.Tokens.Length, $"{tokens} by the events, {run.Marking.Tokens.Length} in the marking");
        }

        int Targets(RunEvent.NodeLeft left)
        {
            var node = run.Graph.NodeById[left.Key.Split('/')[^2]];
            return left.Port is null ? 0 : left.Port.Split(", ").Sum(port => run.Graph.Targets(node, run.Graph.Ports[node].IndexOf(port)).Length);
        }
    }

    /// <summary>The recorded inputs decide the same again, without a store between.</summary>
    public static void CheckReplay(TestRun run)
    {
        var marking = Marking.Empty;
        var events = new List<RunEvent>();
        foreach (var input in run.Inputs)
        {
            var transition = Machine.Decide(run.Graph, marking, input);
            events.AddRange(transition.Events);
            marking = transition.Marking;
        }

        Assert.Equal(TestRun.Text(run.Marking), TestRun.Text(marking));
        Assert.Equal(run.Trace, events.Select(TestRun.Describe));
    }
}
