using Aurion.Engine.Actions;
using Aurion.Engine.Runs;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Execution;

/// <summary>Joins inside containers inside containers: results in any order, the marking read back from its bytes after each.</summary>
public sealed class JoinScopeProperties
{
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
        RandomRunTests.CheckReplay(run);
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

    private static void Check(TestRun run)
    {
        ScopeProperties.Check(run);
        JoinInvariants.CheckRest(run);
    }
}
