using Aurion.Engine.Actions;
using Aurion.Engine.Runs;
using FsCheck.Xunit;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution;

/// <summary>Joins inside containers inside containers: results, votes, timers, cancellations, pauses and retries in any order.</summary>
public sealed class JoinScopeProperties(ITestOutputHelper output)
{
    [Property(MaxTest = 800)]
    public void Run_OfJoinsInContainers_LosesAndDoublesNoToken(int[] choices) => Drive(ScopeProperties.Seeded(choices));

    /// <summary>Where nothing fails, what is entered can be told without a machine: each step and each join once for each item around it, a join after its branches.</summary>
    [Property(MaxTest = 300)]
    public void Run_OfSplitsAndJoinsWithoutFailure_EntersEachOnceForEachItem(int[] choices)
    {
        var random = ScopeProperties.Seeded(choices);
        var plan = JoinBlock.Draw(random);
        var run = new TestRun(plan.Canvas);

        run.Start();
        Check(run);
        while (!run.Marking.IsFinished)
        {
            var waiting = run.Marking.Tokens.Where(static token => token.Wait is Wait.Result).ToList();
            var token = waiting[random.Next(waiting.Count)];
            run.Decide(new RunInput.Completed { At = run.Now, Key = token.Wait!.Key, Attempt = 1, Status = ActionStatus.Completed });
            Check(run);
        }

        Assert.Equal(RunStatus.Completed, run.Marking.Status);
        Assert.Equal(
            plan.Keys.Order(StringComparer.Ordinal),
            run.Events.OfType<RunEvent.NodeEntered>().Skip(1).Select(static entered => entered.Key).Order(StringComparer.Ordinal));
        var left = run.Events.OfType<RunEvent.NodeLeft>().Select(static (happened, at) => (happened.Key, at)).ToDictionary(static one => one.Key, static one => one.at);
        foreach (var (join, needed, branches) in plan.Joins)
        {
            Assert.True(branches.Count(branch => left[branch] < left[join]) >= needed, $"{join} fired before {needed} of {string.Join(", ", branches)} had come.");
        }

        JoinInvariants.CheckHistory(run);
        RunInvariants.CheckReplay(run);
    }

    [Fact]
    public void Cancel_RunOfWhichAJoinHasFired_KeepsNothingOfIt()
    {
        var run = new TestRun("""
            {"nodes":[{"id":"t","type":"trigger"},{"id":"a","type":"action","config":{"type":"x"}},{"id":"b","type":"action","config":{"type":"x"}},{"id":"j","type":"join","config":{"mode":"any"}}],
             "edges":[{"from":"t","to":"a"},{"from":"t","to":"b"},{"from":"a","to":"j"},{"from":"b","to":"j"}]}
            """).Start();
        run.Complete("a");
        Assert.Single(run.Marking.Fired);

        run.Cancel();

        Assert.Empty(run.Marking.Fired);
    }

    /// <summary>The canvases drawn here are worth the name: each thing that can happen to a join in a container happens.</summary>
    [Fact]
    public void Draw_ManyRuns_ShowEverythingThatCanHappen()
    {
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < 800; seed++)
        {
            var run = Drive(new Random(seed));
            var joined = run.Events.OfType<RunEvent.BranchJoined>().Where(static joined => joined.Key.Split('/').Length > 3).ToList();
            var inside = joined.Select(static joined => joined.Key).ToHashSet();
            Count(joined.GroupBy(static one => one.Key).Any(static group => group.Count() > 1), "several branches");
            Count(joined.Any(static one => one.IsAbsorbed), "absorbed");
            Count(run.Events.Any(happened => happened is RunEvent.NodeFailed failed && inside.Contains(failed.Key)), "starved");
            Count(run.Events.Any(happened => happened is RunEvent.NodeCancelled cancelled && inside.Contains(cancelled.Key)), "cancelled while it waited");
            Count(run.Events.Any(happened => happened is RunEvent.NodeLeft left && inside.Contains(left.Key)), "fired");
            Count(joined.Any(static one => one.Key.Contains(']', StringComparison.Ordinal)), "in an item");
            Count(joined.Any(static one => one.Key.Split('/').Length > 4), "two containers deep");
            Count(run.Inputs.Any(static input => input is RunInput.Resumed) && joined.Count > 0, "held");
        }

        output.WriteLine(string.Join(Environment.NewLine, seen.Select(static entry => $"{entry.Key}: {entry.Value}")));
        Assert.True(
            seen.Count == 8 && seen.Values.All(static count => count >= 5),
            string.Join(Environment.NewLine, seen.Select(static entry => $"{entry.Key}: {entry.Value}")));

        void Count(bool isSeen, string what) => seen[what] = seen.GetValueOrDefault(what) + (isSeen ? 1 : 0);
    }

    private static TestRun Drive(Random random)
    {
        var run = new TestRun(RandomScopes.DrawWithJoins(random));
        ScopeProperties.Drive(run, random, Check);
        JoinInvariants.CheckHistory(run);
        return run;
    }

    private static void Check(TestRun run)
    {
        ScopeProperties.Check(run);
        JoinInvariants.CheckRest(run);
    }
}
