using System.Globalization;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Simulation.Tests;

/// <summary>A run on a canvas drawn by chance, of every kind of node, driven by a fresh engine after every wait: results, votes, events, timers and cancellations in any order.</summary>
internal sealed class CanvasDrive(int seed, Func<TimeProvider, Func<StoreSet>> place)
{
    private const int MostWaits = 40;
    private const int MostRecords = 250;
    private const int MostCalls = 150;

    private static readonly Voter[] People =
    [
        new() { Id = "ann", Roles = ["a"] },
        new() { Id = "bob", Roles = ["a"] },
        new() { Id = "b" },
    ];

    private readonly Random _random = new(seed);
    private readonly FakeTimeProvider _time = new(EngineHarness.Noon);
    private readonly GatedCalls _calls = new();
    private readonly TestConversations _conversations = new();
    private Func<StoreSet> _open = null!;
    private bool _isFlat;

    /// <summary>Drives the run until it has ended, and checks it whenever it rests.</summary>
    /// <returns>What was seen: the kinds of nodes that were entered, and how the run ended.</returns>
    public async Task<(IEnumerable<string> Kinds, RunStatus Status, int Waits)> PlayAsync()
    {
        _open = place(_time);
        _conversations.Put("c1", """{"status":"open","n":1}""");
        RunId run;
        string canvas;
        await using (var first = Engine())
        {
            var called = (await PublishAsync(first, static _ => Canvases.Line(
                """{"id":"d","type":"delay","config":{"duration":"PT20M"}}""", Canvases.Do("a"), """{"id":"z","type":"end","config":{"output":"{{n}}"}}"""))).Workflow;
            _isFlat = _random.Next(3) == 0;
            (var workflow, canvas) = await PublishAsync(first, random => _isFlat
                ? WithoutSpin(random)
                : RandomScopes.DrawDriven(random, new DrivenKinds([called], Loops: true)));
            run = await first.StartAsync(workflow, $$"""{"n":{{_random.Next(6)}},"pause":"PT{{_random.Next(1, 4)}}S"}""", conversationId: "c1", requestedBy: "eve");
            await WorkAsync(first, run);
        }

        var (waits, records) = (0, 0L);
        for (var isOver = false; !isOver; waits++)
        {
            await using var fresh = Engine();
            isOver = (await fresh.HeadAsync(run)).IsFinished && _random.Next(4) > 0;
            if (waits == MostWaits || records > MostRecords)
            {
                await fresh.Workflows.CancelRunAsync(TenantId.Default, run, "ann", null, CancellationToken.None); // a loop need not end by itself, and one that splits doubles its tokens each time
                isOver = true;
            }
            else if (!isOver)
            {
                await HappenAsync(fresh, run);
            }

            await WorkAsync(fresh, run);
            records = await CheckAsync(fresh, run, canvas);
        }

        await using var judge = Engine();
        var head = await judge.HeadAsync(run);
        Assert.True(head.IsFinished, $"It is {head.Status}, though it was cancelled.");
        return ((await judge.StepsAsync(run)).Select(static step => step.NodeType), head.Status, waits);
    }

    private EngineHarness Engine() => new(_open(), _time, new Outside(), _conversations, builder =>
    {
        builder.Services.AddSingleton(_calls);
        foreach (var type in new[] { "do", "x" })
        {
            builder.AddAction<GatedHandler>(type);
        }

        builder.AddAction<GatedHandler>("pay", new ActionDescription { Type = "pay", Guarantee = ActionGuarantee.AtMostOnce });
        builder.AddAction<GatedHandler>("look", new ActionDescription { Type = "look", Guarantee = ActionGuarantee.Repeatable });
    });

    private async Task<(string Workflow, string Canvas)> PublishAsync(EngineHarness engine, Func<Random, string> draw)
    {
        var id = (await engine.Workflows.CreateAsync(TenantId.Default, JsonText.Parse("""{"name":"Test","trigger_config":{"type":"manual"}}"""), CancellationToken.None)).Workflow.Id;
        while (true)
        {
            // Not one level deeper with each round of a loop: the engine allows 64, the store with an ETag has its own levels to add.
            var canvas = draw(_random).Replace("[\"{{$vars.y}}\"]", "\"{{$vars.y}}\"", StringComparison.Ordinal).Replace("[\"{{$vars.own}}\"]", "\"{{$vars.own}}\"", StringComparison.Ordinal);
            await engine.Workflows.UpdateAsync(TenantId.Default, id, JsonText.Parse($$"""{"canvas_definition":{{canvas}}}"""), null, CancellationToken.None);
            if ((await engine.Workflows.PublishAsync(TenantId.Default, id, "author", null, CancellationToken.None)).IsPublished)
            {
                return (id, canvas);
            }
        }
    }

    /// <summary>Draws a canvas of which no loop goes round without a wait: such a run would take its whole budget of 100,000 records each time.</summary>
    private static string WithoutSpin(Random random)
    {
        while (true)
        {
            var canvas = RandomCanvas.Draw(random);
            using var document = JsonDocument.Parse(canvas);
            var waiting = document.RootElement.GetProperty("nodes").EnumerateArray()
                .Where(static node => node.GetProperty("type").GetString() is "delay" or "approval").Select(static node => node.GetProperty("id").GetString()!).ToHashSet();
            var next = document.RootElement.GetProperty("edges").EnumerateArray()
                .Select(static edge => (From: edge.GetProperty("from").GetString()!, To: edge.GetProperty("to").GetString()!))
                .Where(edge => !waiting.Contains(edge.From)).ToLookup(static edge => edge.From, static edge => edge.To);
            if (!next.Any(from => Reaches(next, from.Key, from.Key)))
            {
                return canvas;
            }
        }
    }

    private static bool Reaches(ILookup<string, string> next, string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var left = new Stack<string>(next[from]);
        while (left.TryPop(out var at))
        {
            if (at == to)
            {
                return true;
            }

            if (seen.Add(at))
            {
                foreach (var further in next[at])
                {
                    left.Push(further);
                }
            }
        }

        return false;
    }

    /// <summary>One or several things happen, in any order; mostly time passes.</summary>
    private async Task HappenAsync(EngineHarness engine, RunId run)
    {
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            switch (_random.Next(20))
            {
                case < 6:
                    _time.Advance(TimeSpan.FromMinutes(_random.Next(1, 90)));
                    break;
                case < 8:
                    _time.Advance(TimeSpan.FromHours(_random.Next(1, 30)));
                    break;
                case < 14:
                    var voter = People[_random.Next(People.Length)];
                    foreach (var open in await engine.PendingAsync(voter))
                    {
                        if (_random.Next(3) > 0)
                        {
                            await engine.DecideAsync(open.Id, voter, _random.Next(3) == 0 ? ApprovalDecision.Rejected : ApprovalDecision.Approved);
                        }
                    }

                    break;
                case < 16:
                    var id = $"e{_random.Next(30).ToString(CultureInfo.InvariantCulture)}"; // at times one that was fired already
                    await engine.Rules.FireAsync(new AutomationEvent { Id = id, Type = "ticket.replied", ConversationId = "c1", Payload = JsonText.Parse("""{"text":1}""") }, CancellationToken.None);
                    break;
                case < 18:
                    foreach (var token in _calls.Pending.Where(_ => _random.Next(2) == 0).ToList())
                    {
                        await engine.Workflows.CompleteStepAsync(token, _random.Next(4) == 0 ? ActionResult.Failed("no") : ActionResult.Completed(), CancellationToken.None);
                    }

                    break;
                case 18 when _random.Next(3) == 0:
                    await engine.Workflows.CancelRunAsync(TenantId.Default, run, "ann", null, CancellationToken.None);
                    break;
                default:
                    await engine.Workflows.RetryRunAsync(TenantId.Default, run, null, "ann", CancellationToken.None);
                    break;
            }
        }
    }

    /// <summary>Works until nothing moves, while the handlers end in an order drawn by chance; at times the engine is gone before they do.</summary>
    private async Task WorkAsync(EngineHarness engine, RunId run)
    {
        var released = 0;
        var leaves = _random.Next(6) == 0 ? _random.Next(1, 4) : int.MaxValue;
        var work = engine.SettleAsync();
        while (!work.IsCompleted && leaves > 0)
        {
            if (_calls.TryRelease(_random))
            {
                leaves--;
                if (++released == MostCalls)
                {
                    await engine.Workflows.CancelRunAsync(TenantId.Default, run, "ann", null, CancellationToken.None); // a loop of actions would go on to the end of its budget
                }
            }

            await Task.WhenAny(work, _calls.ArrivedAsync());
        }

        if (work.IsCompleted)
        {
            await work;
            return;
        }

        await engine.Worker.StopAsync(CancellationToken.None); // with handlers at work: another engine calls them again
        await work;
    }

    /// <summary>Decides the run again from its records, one after the other, and holds it against what must be true of every run.</summary>
    /// <returns>The number of records.</returns>
    private async Task<long> CheckAsync(EngineHarness engine, RunId run, string canvas)
    {
        var again = new TestRun(canvas);
        var consumed = new HashSet<object>();
        var step = 0L;
        await foreach (var record in engine.Stores.Runs.ReadAsync(TenantId.Default, run, 1, CancellationToken.None))
        {
            Assert.Equal(++step, record.Step);
            Assert.Equal(record.Events.Select(static happened => happened.ToString()), again.Decide(record.Input).Events.Select(static happened => happened.ToString()));
            Assert.True(ConsumedBy(record.Input) is not { } wait || consumed.Add(wait), $"{record.Input} is taken twice.");
            RunInvariants.CheckRest(again);
            ScopeInvariants.CheckRest(again);
            JoinInvariants.CheckRest(again);
        }

        ScopeInvariants.CheckHistory(again);
        JoinInvariants.CheckHistory(again);
        if (_isFlat && !again.Events.Exists(static happened => happened is RunEvent.RunRetried))
        {
            RunInvariants.CheckTokens(again, canvas);
        }

        var stored = (await engine.Stores.Runs.LoadAsync(TenantId.Default, run, CancellationToken.None))!;
        Assert.Equal(TestRun.Text(again.Marking), TestRun.Text(stored.Marking));
        Assert.All(_calls.Keys.Where(key => key.StartsWith(run.Value, StringComparison.Ordinal)), key => Assert.Contains(again.Events, happened => happened is RunEvent.NodeEntered entered && entered.Key == key));
        Assert.True(_calls.Twice is not { } twice, $"{_calls.Twice} may be done at most once, and was done twice.");
        foreach (var voter in People)
        {
            Assert.All(await engine.PendingAsync(voter), open => Assert.Contains(stored.Marking.Tokens, token => token.Wait is Wait.Vote vote && vote.Approval == open.Id));
        }

        return step;
    }

    private static object? ConsumedBy(RunInput input) => input switch
    {
        RunInput.Completed { Status: not ActionStatus.Pending } completed => (completed.Key, completed.Attempt),
        RunInput.Voted voted => voted.Approval,
        RunInput.ChildEnded ended => ended.Child,
        RunInput.Received received => received.EventId,
        _ => null,
    };
}
