using Aurion.Engine.Actions;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>One process with an engine of its own on stores that outlive it.</summary>
internal sealed class RuleProcess : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly IAsyncDisposable? _stores;
    private readonly CrashingEventStore _events;
    private readonly string _worker;

    public RuleProcess(World world, CrashPoint? crash = null, TimeSpan? answerWithin = null, Action<AurionEngineBuilder>? more = null)
    {
        var alive = crash ?? CrashPoint.Never;
        var stores = world.Open();
        _stores = stores.Owner;
        _worker = new IdSource(world.Time).Next("worker");
        _events = new CrashingEventStore(stores.Events, alive);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(world.Time);
        services.AddSingleton<IEventStore>(_events);
        services.AddSingleton<IMessageStore>(new CrashingMessageStore(stores.Messages, alive));
        services.AddSingleton(stores.Documents);
        services.AddSingleton(stores.Runs);
        services.AddSingleton(stores.Queue);
        services.AddSingleton(stores.Reader);
        services.AddSingleton(stores.Approvals);
        services.AddSingleton(world.Tickets.Open(alive));
        foreach (var (type, perform) in world.Handlers)
        {
            services.AddSingleton(new ActionRegistration(ActionCatalog.Describe(type), new Handler(type, perform, world, alive)));
        }

        services.AddAurionEngine(engine =>
        {
            engine.Configure(options =>
            {
                options.WorkerName = _worker;
                options.Lease = World.Lease;
                options.CommitRetryDelay = TimeSpan.Zero;
                options.AnswerWithin = answerWithin ?? TimeSpan.FromSeconds(5);
                options.ActionTimeout = TimeSpan.FromSeconds(60);
                options.MaxClaims = 5;
            });
            more?.Invoke(engine);
        });
        _provider = services.BuildServiceProvider();
    }

    public RuleEngine Engine => _provider.GetRequiredService<RuleEngine>();

    public EngineWorker Worker => _provider.GetRequiredService<EngineWorker>();

    public Task<FiredEvent> FireAsync(string payload, string? conversation = null, string? id = "evt_1", CancellationToken cancellationToken = default) =>
        Engine.FireAsync(
            new AutomationEvent { Id = id, Type = "ticket.created", ConversationId = conversation, Payload = JsonText.Parse(payload), Actor = "user_1" },
            cancellationToken).AsTask();

    /// <summary>Finishes whatever is claimable now, as a worker does.</summary>
    /// <returns>The number of events claimed.</returns>
    public async Task<int> WorkAsync()
    {
        var claimed = await _events.ClaimAsync(new ClaimRequest { Worker = _worker, Lease = World.Lease }, CancellationToken.None);
        foreach (var stored in claimed)
        {
            await _provider.GetRequiredService<EventDriver>().FinishAsync(stored, CancellationToken.None);
        }

        return claimed.Length;
    }

    /// <summary>Delivers messages until there is none, and lets what they began come to its end.</summary>
    public async Task DeliverAsync()
    {
        while (await Worker.DeliverMessagesAsync(CancellationToken.None) > 0)
        {
            await _provider.GetRequiredService<EventDriver>().WhenIdleAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        if (_stores is not null)
        {
            await _stores.DisposeAsync();
        }
    }

    private sealed class Handler(string type, Func<ActionRequest, CancellationToken, ValueTask<ActionResult>> perform, World world, CrashPoint crash)
        : IActionHandler
    {
        public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken) => crash.CallAsync(() =>
        {
            Assert.Equal(type, request.Type);
            world.Calls.Enqueue(request);
            return perform(request, cancellationToken);
        });
    }
}
