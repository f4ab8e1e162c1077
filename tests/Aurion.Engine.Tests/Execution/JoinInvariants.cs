using Aurion.Engine.Runs;

namespace Aurion.Engine.Tests.Execution;

/// <summary>What must be true of joins whenever a run rests, wherever they lie.</summary>
internal static class JoinInvariants
{
    public static void CheckRest(TestRun run)
    {
        var marking = run.Marking;
        if (marking.Status is RunStatus.Completed or RunStatus.Cancelled)
        {
            Assert.Empty(marking.Fired);
            return;
        }

        var isGoing = marking.Status is RunStatus.Running or RunStatus.Waiting; // one that is held may have stopped in the midst of a decision
        if (isGoing)
        {
            var scopes = marking.Scopes.Select(static scope => scope.Id).Append(0).ToHashSet();
            Assert.All(marking.Fired, fired => Assert.Contains(fired.Scope, scopes));
        }

        foreach (var branches in marking.Tokens.Where(static token => token.Wait is Wait.Siblings).GroupBy(static token => token.Wait!.Key))
        {
            var first = branches.First();
            Assert.All(branches, token => Assert.Equal((first.Node, first.Scope, first.Visit), (token.Node, token.Scope, token.Visit)));
            Assert.Equal(run.Events.Count(happened => happened is RunEvent.BranchJoined { IsAbsorbed: false } joined && joined.Key == branches.Key), branches.Count());
            if (isGoing)
            {
                // Something in the same scope instance can still move, or no join of it would rest: what is inside a container counts for it.
                Assert.Contains(marking.Tokens, token => token.Scope == first.Scope && token.Wait is not Wait.Siblings);
            }
        }
    }

    /// <summary>A join goes on with all that came to it, or none of it: once for each activation, and after it was entered.</summary>
    public static void CheckHistory(TestRun run)
    {
        var gathered = new Dictionary<string, int>(StringComparer.Ordinal);
        var left = new HashSet<string>(StringComparer.Ordinal);
        foreach (var happened in run.Events)
        {
            switch (happened)
            {
                case RunEvent.BranchJoined { IsAbsorbed: true } absorbed:
                    Assert.True(left.Contains(absorbed.Key) || gathered.ContainsKey(absorbed.Key), $"{absorbed.Key} absorbed a branch before it fired.");
                    break;
                case RunEvent.BranchJoined joined:
                    Assert.False(left.Contains(joined.Key), $"{joined.Key} gathered a branch after it had fired.");
                    gathered[joined.Key] = gathered.GetValueOrDefault(joined.Key) + 1;
                    break;
                case RunEvent.NodeLeft gone when gathered.ContainsKey(gone.Key):
                    Assert.True(left.Add(gone.Key), $"{gone.Key} fired twice.");
                    break;
                default:
                    break;
            }
        }
    }
}
