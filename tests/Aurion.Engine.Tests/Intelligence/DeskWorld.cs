using Aurion.Engine.Intelligence;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Intelligence;

/// <summary>An engine with a helpdesk around it.</summary>
internal sealed class DeskWorld : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly Func<IServiceProvider, Task> _whenEventsAreDone;
    private readonly IAsyncDisposable? _owner;

    public DeskWorld(StoreSet? stores = null, FakeTimeProvider? time = null, Desk? desk = null, Outside? outside = null, bool withModels = true, bool canSend = true, Func<IServiceProvider, Task>? whenEventsAreDone = null)
    {
        _whenEventsAreDone = whenEventsAreDone ?? (static _ => Task.CompletedTask);
        _owner = stores?.Owner;
        Time = time ?? new FakeTimeProvider(EngineHarness.Noon);
        Desk = desk ?? new Desk();
        Outside = outside ?? new Outside();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(Outside);
        services.AddSingleton<IConversationStore>(Desk);
        (stores ?? StoreSet.Memory(Time)).AddTo(services);
        if (withModels)
        {
            services.AddSingleton<IAgentDirectory>(Desk);
            services.AddSingleton<IClassifier>(Classifier);
            services.AddSingleton<IKnowledgeBase>(new MemoryKnowledgeBase(
                [new KnowledgeMatch { ArticleId = "kb_1", Title = "Reset your password", Text = "Open settings, choose security, reset password.", Score = 0 }]));
            services.AddSingleton<IReplyDrafter, ArticleReplyDrafter>();
        }

        services.AddAurionEngine(engine =>
        {
            engine.Configure(static options => (options.CommitRetryDelay, options.Lease) = (TimeSpan.Zero, EngineHarness.Lease));
            engine.AddAction<TestHandler>("do");
            if (canSend)
            {
                engine.AddAction<TestHandler>("send_reply");
            }
        });
        _provider = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; }

    public Desk Desk { get; }

    public Outside Outside { get; }

    public SayingClassifier Classifier { get; } = new();

    public IntelligenceEngine Ai => _provider.GetRequiredService<IntelligenceEngine>();

    public RuleEngine Rules => _provider.GetRequiredService<RuleEngine>();

    public WorkflowEngine Workflows => _provider.GetRequiredService<WorkflowEngine>();

    public EngineWorker Worker => _provider.GetRequiredService<EngineWorker>();

    public IDocumentStore Documents => _provider.GetRequiredService<IDocumentStore>();

    public IDecisionStore Decisions => _provider.GetRequiredService<IDecisionStore>();

    public IEventStore Events => _provider.GetRequiredService<IEventStore>();

    public async Task SettleAsync()
    {
        for (var round = 0; round < 200; round++)
        {
            await Worker.WhenIdleAsync(CancellationToken.None);
            await _whenEventsAreDone(_provider);
            if (await Worker.WorkOnceAsync(CancellationToken.None) == 0)
            {
                return;
            }
        }

        throw new InvalidOperationException("There is no end of work.");
    }

    public async Task CreatedAsync(string id, string fields)
    {
        Desk.Put(id, fields);
        await FireAsync("conversation.created", id, fields);
    }

    public Task RepliedAsync(string id, string payload = "{}", string? eventId = null) => FireAsync("conversation.customer_replied", id, payload, eventId);

    public async Task FireAsync(string type, string id, string payload, string? eventId = null)
    {
        await Rules.FireAsync(new AutomationEvent { Id = eventId, Type = type, ConversationId = id, Payload = JsonText.Parse(payload) }, CancellationToken.None);
        await SettleAsync();
    }

    public async Task SettingsAsync(string patch) => Assert.NotNull(await Ai.UpdateSettingsAsync(TenantId.Default, JsonText.Parse(patch), null, CancellationToken.None));

    public Task<RoutingRule> RuleAsync(string body) => Ai.CreateRoutingRuleAsync(TenantId.Default, JsonText.Parse(body), CancellationToken.None).AsTask();

    public async Task<ClassificationDecision?> ClassifiedAsync(string id) => (await Ai.FindClassificationAsync(TenantId.Default, id, CancellationToken.None))?.Decision;

    public async Task<RoutingDecision?> RoutedAsync(string id) => (await Ai.FindRoutingAsync(TenantId.Default, id, CancellationToken.None))?.Decision;

    public async Task<ResolutionDecision?> ResolvedAsync(string id) => (await Ai.FindResolutionAsync(TenantId.Default, id, CancellationToken.None))?.Decision;

    public async Task AgentChangesAsync(string id, string field, string value)
    {
        Desk.Set(id, field, value);
        await Ai.RecordAgentChangeAsync(TenantId.Default, id, new Dictionary<string, string?> { [field] = value }, CancellationToken.None);
    }

    public Task<IntelligenceMetrics> MetricsAsync() => Ai.GetMetricsAsync(TenantId.Default, Time.GetUtcNow().AddDays(-30), Time.GetUtcNow().AddSeconds(1), CancellationToken.None).AsTask();

    public async Task<List<StoredEvent>> EventsAsync()
    {
        var events = new List<StoredEvent>();
        await foreach (var stored in Events.ReadAsync(TenantId.Default, new EventFilter(), CancellationToken.None))
        {
            events.Add(stored);
        }

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        if (_owner is not null)
        {
            await _owner.DisposeAsync();
        }
    }
}
