using System.Globalization;
using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>A canvas drawn by chance (splits, merges, loops, failing and throwing handlers), driven by a fresh engine after every wait.</summary>
internal sealed class RandomDrive(int seed, Func<TimeProvider, Func<StoreSet>> place)
{
    private static readonly Voter Boss = new() { Id = "boss", Roles = ["boss"] };
    private readonly Random _random = new(seed);
    private readonly Outside _outside = new();

    /// <summary>Drives the run until it has ended, or waits still after so many days.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public async Task<string?> PlayAsync()
    {
        var time = new FakeTimeProvider(EngineHarness.Noon);
        var open = place(time);
        RunId run;
        await using (var first = new EngineHarness(open(), time, _outside))
        {
            run = await first.StartAsync(await PublishAsync(first), $$"""{"n":{{_random.Next(6)}}}""");
            await first.SettleAsync();
        }

        for (var wait = 0; wait < 12; wait++)
        {
            time.Advance(TimeSpan.FromMinutes(20));
            await using var fresh = new EngineHarness(open(), time, _outside);
            foreach (var request in await fresh.PendingAsync(Boss))
            {
                if (_random.Next(2) == 0)
                {
                    await fresh.DecideAsync(request.Id, Boss, _random.Next(3) == 0 ? ApprovalDecision.Rejected : ApprovalDecision.Approved);
                }
            }

            await fresh.SettleAsync();
            if ((await fresh.HeadAsync(run)).IsFinished)
            {
                break;
            }
        }

        await using var judge = new EngineHarness(open(), time, _outside);
        return await JudgeAsync(judge, run);
    }

    // A loop that is seen to go round for ever is refused: then another canvas is drawn.
    private async Task<string> PublishAsync(EngineHarness engine)
    {
        while (true)
        {
            var (id, result) = await engine.TryPublishAsync(Draw());
            if (result.IsPublished)
            {
                return id;
            }

            Assert.Contains(result.Findings, static finding => finding.Code is "endless_loop");
        }
    }

    private async Task<string?> JudgeAsync(EngineHarness engine, RunId run)
    {
        var head = await engine.HeadAsync(run);
        if (!head.IsFinished && head.Status is not RunStatus.Waiting)
        {
            return $"seed {seed}: the run is {head.Status}";
        }

        if (head.Status is RunStatus.Waiting && head.DueAt is null)
        {
            return $"seed {seed}: the run waits for nothing that would come";
        }

        var step = 0L;
        var entered = new HashSet<string>(StringComparer.Ordinal);
        var ended = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var record in engine.Stores.Runs.ReadAsync(TenantId.Default, run, 1, CancellationToken.None))
        {
            if (record.Step != ++step)
            {
                return $"seed {seed}: record {record.Step} stands where {step} should";
            }

            foreach (var happened in record.Events)
            {
                var key = happened switch
                {
                    RunEvent.NodeEntered one when !entered.Add(one.Key) => one.Key,
                    RunEvent.NodeLeft one when !ended.Add(one.Key) => one.Key,
                    RunEvent.NodeFailed one when !ended.Add(one.Key) => one.Key,
                    _ => null,
                };
                if (key is not null)
                {
                    return $"seed {seed}: step {key} is recorded twice";
                }
            }
        }

        var repeated = _outside.Calls.GroupBy(static call => (call.IdempotencyKey, call.Attempt)).FirstOrDefault(static calls => calls.Count() > 1);
        return repeated is null ? null : $"seed {seed}: {repeated.Key} was performed twice without a crash";
    }

    private string Draw()
    {
        var count = _random.Next(2, 9);
        var nodes = new List<string>();
        var edges = new List<string>();
        Connect("t", "out", 0);
        for (var at = 0; at < count; at++)
        {
            var (node, ports) = Node($"n{at.ToString(CultureInfo.InvariantCulture)}");
            nodes.Add(node);
            foreach (var port in ports)
            {
                Connect($"n{at.ToString(CultureInfo.InvariantCulture)}", port, at + 1);
            }
        }

        return Canvases.Of([.. nodes], [.. edges]);

        void Connect(string from, string port, int next)
        {
            var targets = _random.Next(8) switch { 0 => 0, 1 => 2, _ => 1 };
            for (var edge = 0; edge < targets; edge++)
            {
                // Mostly onward, at times back: a loop.
                var to = next >= count || _random.Next(8) == 0 ? _random.Next(count) : _random.Next(next, count);
                edges.Add($$"""{"from":"{{from}}","to":"n{{to.ToString(CultureInfo.InvariantCulture)}}","condition":"{{port}}"}""");
            }
        }
    }

    private (string Node, string[] Ports) Node(string id) => _random.Next(9) switch
    {
        0 => ($$$"""{"id":"{{{id}}}","type":"condition","config":{"field":"n","greater_than":2}}""", ["true", "false"]),
        1 => ($$$"""{"id":"{{{id}}}","type":"approval","config":{"approvers":["role:boss"],"expires_in":"PT1H"}}""", ["approved", "rejected", "expired"]),
        2 => ($$$"""{"id":"{{{id}}}","type":"delay","config":{"duration":"PT15M"}}""", ["out"]),
        3 => ($$$"""{"id":"{{{id}}}","type":"action","config":{"type":"bump_priority","on_error":"continue"}}""", ["out"]),
        4 => (Canvases.Do(id, "\"fails\":true"), ["out", "error"]),
        5 => (Canvases.Do(id, "\"throws_until\":2,\"retry\":{\"max_attempts\":2,\"initial\":\"PT1M\"}"), ["out", "error"]),
        6 => (Canvases.Do(id, "\"fails_until\":3,\"retry\":{\"max_attempts\":3,\"initial\":\"PT5M\"}"), ["out"]),
        _ => (Canvases.Do(id), ["out"]),
    };
}
