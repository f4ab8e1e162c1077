using System.Globalization;
using Aurion.Engine.Actions;
using Aurion.Engine.Runs;
using FsCheck.Xunit;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution;

/// <summary>Containers in containers: results, votes, timers and cancellations in any order, the marking read back from its bytes after each.</summary>
public sealed class ScopeProperties(ITestOutputHelper output)
{
    private const int MaxInputs = 60;

    [Property(MaxTest = 1_000)]
    public void Run_OfAnyContainers_LosesAndDoublesNoToken(int[] choices)
    {
        var random = Seeded(choices);

        Drive(new TestRun(RandomScopes.Draw(random)), random, Check);
    }

    /// <summary>Lets random things happen to a run, and checks it after each and at its end.</summary>
    internal static void Drive(TestRun run, Random random, Action<TestRun> check)
    {
        var isHeldAtTimes = random.Next(3) == 0;
        run.Start($$"""{"n":{{random.Next(6)}}}""");
        check(run);
        for (var at = 0; at < MaxInputs && (!run.Marking.IsFinished || random.Next(3) > 0); at++)
        {
            if (((isHeldAtTimes ? Hold(run, random) : null) ?? RandomRunTests.Draw(run, random)) is not { } input)
            {
                break;
            }

            run.Decide(input);
            check(run);
            if (input is not (RunInput.Paused or RunInput.Resumed or RunInput.Retried))
            {
                RunInvariants.CheckRepeat(run, input);
            }
        }

        ScopeInvariants.CheckHistory(run);
        RunInvariants.CheckReplay(run);
    }

    /// <summary>Where nothing fails, what is entered can be told without a machine: each step once for each item around it.</summary>
    [Property(MaxTest = 500)]
    public void Run_OfContainersWithoutFailure_EntersEachStepOnceForEachItem(int[] choices)
    {
        var random = Seeded(choices);
        var block = Block.Draw(random, depth: 0);
        var run = new TestRun(block.Canvas);

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
            block.Keys().Order(StringComparer.Ordinal),
            run.Events.OfType<RunEvent.NodeEntered>().Skip(1).Select(static entered => entered.Key).Order(StringComparer.Ordinal));
    }

    /// <summary>The canvases drawn here are worth the name: each thing that can happen to a container happens.</summary>
    [Fact]
    public void Draw_ManyRuns_ShowEverythingThatCanHappen()
    {
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < 800; seed++)
        {
            var random = new Random(seed);
            var run = new TestRun(RandomScopes.Draw(random));
            run.Start($$"""{"n":{{random.Next(6)}}}""");
            for (var at = 0; at < MaxInputs && !run.Marking.IsFinished && RandomRunTests.Draw(run, random) is { } input; at++)
            {
                run.Decide(input);
                Count(run.Marking.Scopes.Any(static scope => scope.Closing is not null), "a scope on its way out");
                Count(run.Marking.Scopes.Any(static scope => scope.IsClosed), "a scope kept for what it completed");
                Count(run.Marking.Tokens.Count(static token => token.Wait is Wait.Inside) > 2, "three containers open");
            }

            foreach (var left in run.Events.OfType<RunEvent.NodeLeft>().Where(left => run.Graph.NodeById[left.Key.Split('/')[^2]] is var node && run.Graph.Containers.Entries(node).Length > 0))
            {
                Count(true, $"left by {left.Port}");
            }

            Count(run.Events.OfType<RunEvent.NodeEntered>().Any(static entered => entered.Compensates is not null), "undone");
            Count(run.Events.OfType<RunEvent.NodeEntered>().Any(static entered => entered.NodeType == "cancel"), "cancel node");
            Count(run.Marking.Status is RunStatus.Failed && !run.Marking.Scopes.IsEmpty, "frozen with scopes");
        }

        Assert.True(
            seen.Count == 10 && seen.Values.All(static count => count >= 5),
            string.Join(Environment.NewLine, seen.Select(static entry => $"{entry.Key}: {entry.Value}")));
        output.WriteLine(string.Join(Environment.NewLine, seen.Select(static entry => $"{entry.Key}: {entry.Value}")));

        void Count(bool isSeen, string what) => seen[what] = seen.GetValueOrDefault(what) + (isSeen ? 1 : 0);
    }

    internal static Random Seeded(int[] choices) => new(choices.Aggregate(31, static (seed, choice) => unchecked((seed * 37) + choice)));

    // What people do to a run: they hold it, let it go on, and take a failed one up again.
    private static RunInput? Hold(TestRun run, Random random) => run.Marking.Status switch
    {
        RunStatus.Paused when random.Next(3) == 0 => new RunInput.Resumed { At = run.Now },
        RunStatus.Failed when random.Next(3) == 0 => new RunInput.Retried { At = run.Now },
        RunStatus.Running or RunStatus.Waiting when random.Next(10) == 0 => new RunInput.Paused { At = run.Now },
        _ => null,
    };

    internal static void Check(TestRun run)
    {
        if (run.Marking.Status is not RunStatus.Paused)
        {
            RunInvariants.CheckRest(run);
        }

        ScopeInvariants.CheckRest(run);
    }

    /// <summary>Steps of which each is an action or a container, one after the other or all at once.</summary>
    private sealed class Block
    {
        private readonly List<(string Id, int Items, Block? Inside)> _steps = [];
        private bool _isSequence;

        public string Canvas
        {
            get
            {
                List<string> nodes = ["""{"id":"t","type":"trigger"}"""];
                List<string> edges = [];
                Write(nodes, edges, parent: null);
                edges.AddRange((_isSequence ? _steps.Take(1) : _steps).Select(static step => $$"""{"from":"t","to":"{{step.Id}}"}"""));
                return $$"""{"nodes":[{{string.Join(',', nodes)}}],"edges":[{{string.Join(',', edges)}}]}""";
            }
        }

        public static Block Draw(Random random, int depth)
        {
            var counter = 0;
            return Draw(random, depth, ref counter);
        }

        /// <summary>Gets the keys of all steps.</summary>
        public IEnumerable<string> Keys(string path = "run_7/")
        {
            foreach (var (id, items, inside) in _steps)
            {
                yield return $"{path}{id}/1";
                if (inside is null)
                {
                    continue;
                }

                var paths = items < 0 ? [$"{path}{id}#1/"] : Enumerable.Range(0, items).Select(index => $"{path}{id}[{index.ToString(CultureInfo.InvariantCulture)}]#1/");
                foreach (var key in paths.SelectMany(inside.Keys))
                {
                    yield return key;
                }
            }
        }

        private static Block Draw(Random random, int depth, ref int counter)
        {
            var block = new Block { _isSequence = random.Next(2) == 0 };
            var count = random.Next(1, 4);
            for (var at = 0; at < count; at++)
            {
                var id = $"n{(++counter).ToString(CultureInfo.InvariantCulture)}";
                var isContainer = depth < 3 && random.Next(5 - depth) > 1;
                block._steps.Add((id, random.Next(-1, 4), isContainer ? Draw(random, depth + 1, ref counter) : null));
            }

            return block;
        }

        private void Write(List<string> nodes, List<string> edges, string? parent)
        {
            for (var at = 0; at < _steps.Count; at++)
            {
                var (id, items, inside) = _steps[at];
                var config = inside is null
                    ? "\"type\":\"action\",\"config\":{\"type\":\"x\"}"
                    : items < 0
                        ? "\"type\":\"scope\""
                        : $$"""
                          "type":"for_each","config":{"items":[{{string.Join(',', Enumerable.Range(0, items))}}],"mode":"{{(items % 2 == 0 ? "parallel" : "sequential")}}"}
                          """;
                nodes.Add($$"""{"id":"{{id}}",{{config}}{{(parent is null ? string.Empty : $",\"parent_id\":\"{parent}\"")}}}""");
                inside?.Write(nodes, edges, id);
                if (_isSequence && at > 0)
                {
                    edges.Add($$"""{"from":"{{_steps[at - 1].Id}}","to":"{{id}}"}""");
                }
            }
        }
    }
}
