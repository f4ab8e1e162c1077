using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Execution;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Execution;

/// <summary>Any canvas, any results, votes, timers, cancellations, in any order, some of them late or twice.</summary>
public sealed class RandomRunTests
{
    private const int MaxInputs = 40;

    [Property(MaxTest = 300)]
    public void Run_OfAnyCanvas_EndsWaitsOrFailsWithinItsBudgets(int[] choices)
    {
        var random = new Random(choices.Aggregate(17, static (seed, choice) => unchecked((seed * 31) + choice)));
        var canvas = RandomCanvas.Draw(random);
        var run = new TestRun(canvas);

        run.Start($$"""{"n":{{random.Next(6)}},"pause":"PT{{random.Next(3)}}S"}""");
        CheckRest(run);
        for (var at = 0; at < MaxInputs && (!run.Marking.IsFinished || random.Next(3) > 0); at++)
        {
            if (Draw(run, random) is not { } input)
            {
                break;
            }

            run.Decide(input);
            CheckRest(run);
            CheckRepeat(run, input);
        }

        CheckHistory(run);
        CheckTokens(run, canvas);
        CheckReplay(run);
    }

    internal static RunInput? Draw(TestRun run, Random random)
    {
        if (random.Next(12) == 0)
        {
            return run.Inputs[random.Next(run.Inputs.Count)] is var old and not RunInput.Started ? old : null;
        }

        if (random.Next(60) == 0)
        {
            return new RunInput.Cancelled { At = run.Now };
        }

        var waiting = run.Marking.Tokens.Where(static token => token.Wait is not (null or Wait.Held)).ToList();
        if (waiting.Count == 0)
        {
            return run.Inputs[random.Next(run.Inputs.Count)];
        }

        var token = waiting[random.Next(waiting.Count)];
        run.Now += TimeSpan.FromSeconds(random.Next(-5, 60));
        switch (token.Wait)
        {
            case Wait.Result or Wait.Pending:
                return new RunInput.Completed
                {
                    At = run.Now,
                    Key = token.Wait.Key,
                    Attempt = token.Attempt,
                    Status = random.Next(6) switch { 0 => ActionStatus.Failed, 1 => ActionStatus.TryAgain, 2 => ActionStatus.Pending, _ => ActionStatus.Completed },
                    Output = random.Next(2) == 0 ? null : JsonText.Parse($$"""{"v":{{random.Next(9)}}}"""),
                    Error = random.Next(2) == 0 ? null : "broken",
                };
            case Wait.Vote vote when random.Next(4) > 0:
                return new RunInput.Voted { At = run.Now, Key = vote.Key, Approval = vote.Approval, Outcome = (ApprovalStatus)random.Next(5) };
            default:
                run.Now = run.Marking.NextDue is { } due && due > run.Now ? due : run.Now.AddMinutes(1);
                return new RunInput.Elapsed { At = run.Now };
        }
    }

    // Whatever has happened, the run has ended, or each of its tokens waits.
    internal static void CheckRest(TestRun run)
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

    internal static void CheckRepeat(TestRun run, RunInput input)
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

    // A step is entered once and ends once at most, and after that nothing is said of it.
    private static void CheckHistory(TestRun run)
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

    // By the events alone: no token is lost, none doubled.
    private static void CheckTokens(TestRun run, string canvas)
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

    // The recorded inputs decide the same again, without a store between.
    internal static void CheckReplay(TestRun run)
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
