using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
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
        RunInvariants.CheckRest(run);
        for (var at = 0; at < MaxInputs && (!run.Marking.IsFinished || random.Next(3) > 0); at++)
        {
            if (Draw(run, random) is not { } input)
            {
                break;
            }

            run.Decide(input);
            RunInvariants.CheckRest(run);
            RunInvariants.CheckRepeat(run, input);
        }

        RunInvariants.CheckHistory(run);
        RunInvariants.CheckTokens(run, canvas);
        RunInvariants.CheckReplay(run);
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
}
