using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>The end of a story: no more faults, people do their part, time runs on, and all must come to an end.</summary>
internal sealed class Healing(SimulatedWorld world, List<SimulatedNode> nodes)
{
    private const int Rounds = 150;
    private static readonly TimeSpan Least = TimeSpan.FromDays(1);
    private const int MostTurns = 40_000;

    /// <returns>What is left over; null when nothing is.</returns>
    public async Task<Violation?> PlayAsync()
    {
        world.Note("all faults are over");
        for (var round = 0; round < Rounds; round++)
        {
            if (await SettleAsync() is { } endless)
            {
                return endless;
            }

            world.Time.MoveTo(world.Time.GetUtcNow() + SimulatedNode.Lease + TimeSpan.FromSeconds(1)); // of those who have died
            if (await SettleAsync() is { } still)
            {
                return still;
            }

            var left = await LeftAsync();
            if (left.Count == 0 && world.Clients.Asking == 0 && world.Passed > Least && round > 1)
            {
                return null;
            }

            world.Clients.ResumeWorkflows();
            left.ForEach(run => world.Clients.Resume(run.Run));
            world.Clients.Pending.ForEach(world.Clients.Complete);
            if (round % 2 == 1)
            {
                Array.ForEach(Clients.People, voter => world.Clients.Vote(voter, ApprovalDecision.Approved));
            }

            if (await SettleAsync() is { } again)
            {
                return again;
            }

            world.Time.MoveTo(world.Time.GetUtcNow().AddMinutes(world.Random.Next(10, 600)));
        }

        var stuck = (await LeftAsync()).FirstOrDefault();
        return new Violation(Fault.Stuck, stuck is null
            ? $"{world.Clients.Asking} clients were never answered"
            : $"everything was done, {world.Passed} passed, and {stuck.Run} of {stuck.WorkflowId} is {stuck.Status}, due {stuck.DueAt:O}");
    }

    private async Task<List<RunHead>> LeftAsync() =>
        [.. (await world.Stores.Reader.ListAsync(TenantId.Default, new RunFilter(), new Page(null, 1_000), CancellationToken.None)).Where(static run => !run.IsFinished)];

    /// <summary>Gives turns and looks for work until there is nothing to do.</summary>
    private async Task<Violation?> SettleAsync()
    {
        var given = 0;
        for (var idle = 0; idle < 2;)
        {
            var before = nodes.Sum(static node => node.Done);
            for (var loop = 0; loop < 5; loop++)
            {
                world.PickNode().Work(loop);
                await Turns.QuietAsync();
                while (world.Turns.Count > 0)
                {
                    if (++given > MostTurns || world.Found is not null)
                    {
                        return world.Found ?? new Violation(Fault.Stuck, "there is no end of work");
                    }

                    world.GiveTurn();
                    await Turns.QuietAsync();
                }
            }

            idle = nodes.Sum(static node => node.Done) == before ? idle + 1 : 0;
        }

        return null;
    }
}
