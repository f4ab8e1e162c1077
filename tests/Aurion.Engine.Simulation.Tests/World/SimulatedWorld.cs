using System.Globalization;
using System.Reflection;
using System.Text;
using Aurion.Engine.Actions;
using Aurion.Engine.Storage;
using Aurion.Engine.Tests.Execution.Driving.Harness;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>A random world about several engines on the same stores: nodes that die, stop and stall, calls and answers that are late, lost and repeated, clients that ask again, people, jumps of the clock. The seed decides all of it (docs/simulation.md).</summary>
internal sealed class SimulatedWorld : IAsyncDisposable
{
    private const int Steps = 1_500;
    private const int MostNodes = 3;
    private readonly List<SimulatedNode> _nodes = [];
    private readonly StringBuilder _trace = new();
    private int _born;
    private Violation? _broken;

    public SimulatedWorld(int seed, Func<TimeProvider, Func<StoreSet>> place, PlantedBug bug = PlantedBug.None)
    {
        (Seed, Bug) = (seed, bug);
        Random = new Random(seed);
        Time = new VirtualTime(EngineHarness.Noon);
        Open = place(Time);
        Stores = Open();
        Watch = new Watch(Time);
        Clients = new Clients(this);
        Plan = new SimulatedPlan(seed);
    }

    public int Seed { get; }

    public PlantedBug Bug { get; }

    public Random Random { get; }

    public VirtualTime Time { get; }

    public Turns Turns { get; } = new();

    /// <summary>Opens the stores once more, as another process does.</summary>
    public Func<StoreSet> Open { get; }

    /// <summary>Gets an opening that nobody but the judge uses.</summary>
    public StoreSet Stores { get; }

    public Watch Watch { get; }

    public Clients Clients { get; }

    public SimulatedPlan Plan { get; }

    public TestConversations ConversationsOfTheHost { get; } = new();

    public IConversationStore Conversations => ConversationsOfTheHost;

    /// <summary>Gets what the handlers were called with, in order: it survives crashes.</summary>
    public List<ActionRequest> Calls { get; } = [];

    /// <summary>Gets what was ever claimed from the outbox.</summary>
    public List<ClaimedMessage> Delivered { get; } = [];

    public bool AreFaultsOn { get; private set; }

    public Tally Tally { get; } = new();

    /// <summary>Gets all that happened, in order.</summary>
    public string Trace => _trace.ToString();

    /// <summary>Gets how much time passed.</summary>
    public TimeSpan Passed => Time.GetUtcNow() - EngineHarness.Noon;

    /// <summary>Plays the story to its end.</summary>
    /// <returns>The first promise that was broken; null when none was.</returns>
    public async Task<Violation?> PlayAsync()
    {
        await using (var first = new SimulatedNode(this, "first", isInTurns: false))
        {
            await Plan.PrepareAsync(first, ConversationsOfTheHost);
        }

        AreFaultsOn = true;
        for (var step = 0; step < Steps && Found is null; step++)
        {
            await Turns.QuietAsync();
            Act();
        }

        await Turns.QuietAsync();
        AreFaultsOn = false;
        return Found ?? await new Healing(this, _nodes).PlayAsync() ?? Found ?? await new Judge(this).JudgeAsync();
    }

    /// <summary>Gives one of those that wait its turn.</summary>
    public void GiveTurn()
    {
        var turn = Turns.Take(Random.Next(3) == 0 ? 0 : Random.Next(Turns.Count));
        var isLost = AreFaultsOn && turn.Kind is TurnKind.Request or TurnKind.Answer && AreFaultsOn && Random.Next(80) == 0;
        Note($"{turn.Node?.ToString() ?? "net"} {turn.Kind} {turn.What}{(isLost ? " LOST" : string.Empty)}");
        Tally.Add(turn.Kind is TurnKind.Request ? "calls" : turn.Kind is TurnKind.Repeat ? "repeated calls" : "other turns");
        Tally.Add("lost calls and answers", isLost ? 1 : 0);
        turn.Given.SetResult(isLost);
    }

    /// <summary>Whether a call arrives once more, later: only of those that a repeat must not harm.</summary>
    public bool Repeats(MethodInfo method) =>
        method.Name is "CommitAsync" or "SendAsync" or "CompleteAsync" or "ApplyAsync" && method.DeclaringType != typeof(IDocumentStore) && AreFaultsOn && Random.Next(25) == 0;

    /// <summary>Picks a node that takes work; there is always one.</summary>
    public SimulatedNode PickNode()
    {
        _nodes.RemoveAll(static node => node.IsDead);
        var able = _nodes.Where(static node => !node.IsStopping).ToList();
        if (able.Count < MostNodes && (able.Count == 0 || Random.Next(8) == 0))
        {
            var node = new SimulatedNode(this, $"n{++_born}");
            _nodes.Add(node);
            able.Add(node);
        }

        return able[Random.Next(able.Count)];
    }

    public void Note(string line) => _trace.Append(CultureInfo.InvariantCulture, $"{Time.GetUtcNow():dd HH:mm:ss.fff} ").Append(line).Append('\n');

    /// <summary>Something was thrown that should not be.</summary>
    public void Break(Exception exception)
    {
        Note($"BROKEN {exception.GetType().Name}: {exception.Message}");
        _broken ??= new Violation(Fault.Broken, exception.ToString());
    }

    public Violation? Found => _broken ?? Watch.Found;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await (Stores.Owner?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private void Act()
    {
        if (Turns.Count > 0 && Random.Next(100) < 85)
        {
            GiveTurn();
            return;
        }

        switch (Random.Next(24))
        {
            case < 6:
                Clients.Act();
                break;
            case < 10:
                Pass();
                break;
            case 10 when Random.Next(2) == 0:
                var killed = PickNode();
                Note($"{killed} DIES");
                Tally.Add("deaths");
                killed.Kill();
                break;
            case 11 when Random.Next(3) == 0:
                var stopped = PickNode();
                Note($"{stopped} STOPS");
                Tally.Add("stops");
                _ = StopAsync(stopped);
                break;
            default:
                PickNode().Work(Random.Next(5));
                break;
        }
    }

    private async Task StopAsync(SimulatedNode node)
    {
        try
        {
            await node.StopAsync();
            Note($"{node} has stopped");
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            node.Kill();
        }
        catch (Exception exception)
        {
            Break(exception);
        }
    }

    private void Pass()
    {
        var now = Time.GetUtcNow();
        var to = (Turns.Count > 0 ? Random.Next(10) : Random.Next(10, 20)) switch
        {
            < 5 => now.AddMilliseconds(Random.Next(1, 2_000)),
            < 8 => now.AddSeconds(Random.Next(1, 12)),
            < 9 => now + SimulatedNode.Lease + TimeSpan.FromSeconds(1), // whoever waits is late
            < 10 => now.AddMinutes(Random.Next(1, 20)),
            < 14 => Time.NextDue ?? now.AddSeconds(10),
            < 17 => now.AddMinutes(Random.Next(1, 40)),
            < 19 => now.AddHours(Random.Next(1, 5)),
            _ => now.AddHours(Random.Next(6, 36)),
        };
        Note($"time passes until {to:dd HH:mm:ss.fff}");
        Time.MoveTo(to);
    }
}
