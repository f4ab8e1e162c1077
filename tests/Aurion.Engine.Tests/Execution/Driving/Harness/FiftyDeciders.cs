using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving.Harness;

/// <summary>Fifty people decide one request at once, through two engines on the same stores, and again with the next run.</summary>
internal static class FiftyDeciders
{
    /// <summary>Gets the number of runs: few, unless <c>AURION_DECIDED_RUNS</c> asks for more.</summary>
    public static int Runs(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("AURION_DECIDED_RUNS"), System.Globalization.CultureInfo.InvariantCulture, out var runs) ? runs : usual;

    /// <summary>Plays the runs.</summary>
    /// <returns>One sentence for each run that did not have exactly one decision.</returns>
    public static async Task<IReadOnlyList<string>> PlayAsync(Func<StoreSet> open, FakeTimeProvider time, int runs)
    {
        var wrong = new List<string>();
        await using var one = new EngineHarness(open(), time, new Outside());
        await using var other = new EngineHarness(open(), time, new Outside());
        var workflow = await one.PublishAsync(Canvases.Approval("\"approvers\":[\"role:boss\"],\"expires_in\":\"PT1H\""));
        for (var number = 0; number < runs; number++)
        {
            var run = await one.StartAsync(workflow);
            var request = (await one.PendingAsync(new Voter { Id = "x", Roles = ["boss"] })).Single(approval => approval.Run == run);
            var votes = await Task.WhenAll(Enumerable.Range(0, 50).Select(index => Task.Run(() => (index % 2 == 0 ? one : other).DecideAsync(
                request.Id, new Voter { Id = $"p{index}", Roles = ["boss"] }, index % 3 == 0 ? ApprovalDecision.Rejected : ApprovalDecision.Approved))));
            await one.SettleAsync();
            if (await FaultOfAsync(other, run, votes) is { } fault)
            {
                wrong.Add($"{run}: {fault}");
            }
        }

        return wrong;
    }

    private static async Task<string?> FaultOfAsync(EngineHarness engine, RunId run, DecideResult[] votes)
    {
        var accepted = votes.Where(static vote => vote.Status is DecideStatus.Accepted).ToArray();
        if (accepted.Length != 1)
        {
            return $"{accepted.Length} votes were accepted";
        }

        var status = accepted[0].Approval!.Status;
        if (votes.Any(vote => vote.Approval!.Status != status || (vote.Status is not DecideStatus.Accepted and not DecideStatus.AlreadyClosed)))
        {
            return "not everybody was told the same";
        }

        var stored = (await engine.Workflows.FindApprovalAsync(TenantId.Default, accepted[0].Approval!.Id, CancellationToken.None))!;
        if (stored.Status != status || stored.Votes.Length != 1)
        {
            return $"the request is {stored.Status} with {stored.Votes.Length} votes";
        }

        var told = 0;
        await foreach (var record in engine.Stores.Runs.ReadAsync(TenantId.Default, run, 1, CancellationToken.None))
        {
            told += record.Input is RunInput.Voted voted && voted.Outcome == status ? 1 : record.Input is RunInput.Voted ? 100 : 0;
        }

        var path = await engine.PathAsync(run);
        return told == 1 && path == (status is ApprovalStatus.Approved ? "t ok yes" : "t ok no") ? null : $"the run was told {told} times and went {path}";
    }
}
