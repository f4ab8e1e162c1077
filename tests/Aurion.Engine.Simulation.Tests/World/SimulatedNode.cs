using Aurion.Engine.Actions;
using Aurion.Engine.Storage;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>One engine of several on the same stores. When it is killed, nothing of it goes on: what it waits for never comes.</summary>
internal sealed class SimulatedNode : IAsyncDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private readonly ServiceProvider _provider;
    private readonly IAsyncDisposable? _opening;
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool[] _isAtWork = new bool[5];
    private readonly string _name;

    /// <param name="world">Where it lives.</param>
    /// <param name="name">Its name.</param>
    /// <param name="isInTurns">Whether its calls wait for their turns; one that prepares the world does not.</param>
    public SimulatedNode(SimulatedWorld world, string name, bool isInTurns = true)
    {
        (World, _name) = (world, name);
        var stores = world.Open();
        _opening = stores.Owner;
        var draws = new Random(HashCode(name, world.Seed));
        var services = new ServiceCollection();
        services.AddSingleton(world.Time.For(this));
        services.AddSingleton(new IdSource(world.Time, () => (ulong)draws.NextInt64()));
        services.AddSingleton<ILoggerFactory>(new SuspiciousLog(world));
        services.AddSingleton(isInTurns ? TurnProxy<IConversationStore>.Wrap(world.Conversations, this) : world.Conversations);
        (isInTurns ? Inturns(stores) : stores).AddTo(services);
        services.AddSingleton(new SimulatedHandler(this));
        services.AddAurionEngine(engine =>
        {
            // However often a run is claimed by those who die: here they all do.
            engine.Configure(options => (options.WorkerName, options.CommitRetryDelay, options.Lease, options.MaxClaims, options.MaxDeliveryAttempts) = (name, TimeSpan.Zero, Lease, 1_000, 1_000));
            engine.AddAction<SimulatedHandler>("do");
            engine.AddAction<SimulatedHandler>("pay", new ActionDescription { Type = "pay", Guarantee = ActionGuarantee.AtMostOnce });
            engine.AddAction<SimulatedHandler>("look", new ActionDescription { Type = "look", Guarantee = ActionGuarantee.Repeatable });
        });
        _provider = services.BuildServiceProvider();
    }

    public SimulatedWorld World { get; }

    public WorkflowEngine Workflows => _provider.GetRequiredService<WorkflowEngine>();

    public RuleEngine Rules => _provider.GetRequiredService<RuleEngine>();

    public bool IsDead { get; private set; }

    /// <summary>Gets a value indicating whether it takes no more work.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Gets how much its loops have found to do so far.</summary>
    public int Done { get; private set; }

    /// <summary>Lets one of the loops of a host look for work once, unless it is still at it.</summary>
    public void Work(int loop)
    {
        if (!_isAtWork[loop] && !IsStopping && !IsDead)
        {
            _isAtWork[loop] = true;
            _ = WorkAsync(loop);
        }
    }

    /// <summary>Asks the engine as a client does: a node that dies answers nobody.</summary>
    /// <exception cref="IOException">There was no answer.</exception>
    public async Task<T> AskAsync<T>(Func<SimulatedNode, ValueTask<T>> ask)
    {
        var answer = ask(this).AsTask();
        return await Task.WhenAny(answer, _died.Task) == answer ? await answer : throw new IOException($"{_name} died.");
    }

    /// <summary>Ends it in the midst of all it does.</summary>
    public void Kill()
    {
        IsDead = true;
        World.Time.Drop(this);
        World.Turns.Drop(this);
        _died.TrySetResult();
    }

    /// <summary>Ends it as a host does: no more work, handlers cancelled, leases given back.</summary>
    public async Task StopAsync()
    {
        IsStopping = true;
        await _provider.DisposeAsync();
        Kill();
    }

    public override string ToString() => _name;

    /// <summary>Closes its opening of the store; for the end of the world.</summary>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await (_opening?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static int HashCode(string name, int seed) => name.Aggregate(seed, static (hash, letter) => unchecked((hash * 31) + letter));

    private StoreSet Inturns(StoreSet stores) => new(
        TurnProxy<IRunStore>.Wrap(new FaultyRunStore(stores.Runs, World), this),
        TurnProxy<IRunQueue>.Wrap(new FaultyRunQueue(stores.Queue, World), this),
        TurnProxy<IRunReader>.Wrap(stores.Reader, this),
        TurnProxy<IApprovalStore>.Wrap(stores.Approvals, this),
        TurnProxy<IEventStore>.Wrap(new FaultyEventStore(stores.Events, World), this),
        TurnProxy<IMessageStore>.Wrap(new FaultyMessageStore(stores.Messages, World), this),
        TurnProxy<IDocumentStore>.Wrap(stores.Documents, this));

    private async Task WorkAsync(int loop)
    {
        try
        {
            var worker = _provider.GetRequiredService<EngineWorker>();
            Done += loop switch
            {
                0 => await worker.ClaimRunsAsync(CancellationToken.None),
                1 => await worker.FinishEventsAsync(CancellationToken.None),
                2 => await worker.DeliverMessagesAsync(CancellationToken.None),
                3 => await Rules.RunTimeRulesAsync(CancellationToken.None),
                _ => await Workflows.StartDueAsync(CancellationToken.None),
            };
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            World.Note($"{this} loop {loop} ends with {exception.GetType().Name}");
        }
        catch (Exception exception)
        {
            World.Break(exception);
        }
        finally
        {
            _isAtWork[loop] = false;
        }
    }
}
