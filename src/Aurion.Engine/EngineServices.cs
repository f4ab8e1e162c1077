using Aurion.Engine.Actions;
using Aurion.Engine.Conditions;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Storage;
using Aurion.Engine.Storage.Memory;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurion.Engine;

/// <summary>The engine's own parts: the one place that asks a service provider.</summary>
internal static class EngineServices
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new IdSource(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => provider.GetRequiredService<AurionEngineOptions>().Conditions);
        AddRules(services);
        services.TryAddSingleton(static provider => SettingsOf(provider.GetRequiredService<AurionEngineOptions>(), provider.GetRequiredService<IdSource>()));
        RunServices.Add(services);
        IntelligenceServices.Add(services);
        AddMemoryStores(services);
    }

    /// <summary>Makes a logger; a host that registered no logging gets one that writes nothing.</summary>
    public static ILogger<T> LoggerOf<T>(IServiceProvider provider) =>
        provider.GetService<ILoggerFactory>() is { } factory ? factory.CreateLogger<T>() : NullLogger<T>.Instance;

    private static DriverSettings SettingsOf(AurionEngineOptions options, IdSource ids) => new()
    {
        Worker = options.WorkerName ?? ids.Next("worker"),
        Lease = options.Lease,
        MaxConcurrentRuns = options.MaxConcurrentRuns,
        MaxClaims = options.MaxClaims,
        ActionTimeout = options.ActionTimeout,
        AnswerWithin = options.AnswerWithin,
        MaxDeliveryAttempts = options.MaxDeliveryAttempts,
        CommitRetryDelay = options.CommitRetryDelay,
        TimeZone = options.TimeZone,
        ChangeEventType = options.ChangeEventType,
        MaxTimeRuleFirings = options.MaxTimeRuleFirings,
    };

    /// <summary>Whatever store the host does not name is kept in memory; a registered <see cref="MemoryStores"/> is taken as it is.</summary>
    private static void AddMemoryStores(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new MemoryStores(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => provider.GetRequiredService<MemoryStores>().Runs);
        services.TryAddSingleton(static provider => provider.GetRequiredService<MemoryStores>().Queue);
        services.TryAddSingleton(static provider => provider.GetRequiredService<MemoryStores>().Reader);
        services.TryAddSingleton(static provider => provider.GetRequiredService<MemoryStores>().Approvals);
        services.TryAddSingleton(static provider => provider.GetRequiredService<MemoryStores>().Events);
        services.TryAddSingleton(static provider => provider.GetRequiredService<MemoryStores>().Messages);
        services.TryAddSingleton(static provider => provider.GetRequiredService<MemoryStores>().Documents);
        services.TryAddSingleton(static provider => provider.GetRequiredService<MemoryStores>().Decisions);
    }

    /// <summary>Actions and rules.</summary>
    private static void AddRules(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new ActionCatalog(
            provider.GetServices<ActionRegistration>().Select(static action => action.Description))
        {
            SendsRequests = provider.GetService<IHttpSender>() is not null,
            RunsScripts = provider.GetService<IScriptRunner>() is not null,
        });
        services.TryAddSingleton(static provider => new WorkflowStarter(
            provider.GetRequiredService<IDocumentStore>(), provider.GetRequiredService<IMessageStore>()));
        services.TryAddSingleton(static provider => new ActionInvoker(
            provider.GetServices<ActionRegistration>(),
            provider.GetRequiredService<WorkflowStarter>(),
            provider.GetService<IHttpSender>(),
            provider.GetService<IScriptRunner>(),
            provider.GetRequiredService<TimeProvider>(),
            LoggerOf<ActionInvoker>(provider)));
        services.TryAddSingleton(static provider => new RuleSetCache(
            provider.GetRequiredService<IDocumentStore>(),
            provider.GetRequiredService<TimeProvider>(),
            LoggerOf<RuleSetCache>(provider),
            provider.GetRequiredService<ConditionOptions>()));
        services.TryAddSingleton(static provider => new EventDecider(
            provider.GetService<IConversationStore>(),
            provider.GetRequiredService<IEventStore>(),
            provider.GetRequiredService<RuleSetCache>(),
            provider.GetRequiredService<DriverSettings>(),
            provider.GetRequiredService<TimeProvider>(),
            LoggerOf<EventDecider>(provider)));
        services.TryAddSingleton(static provider => new EventCommitter(
            provider.GetRequiredService<IEventStore>(),
            provider.GetRequiredService<DriverSettings>(),
            provider.GetRequiredService<TimeProvider>(),
            LoggerOf<EventCommitter>(provider)));
        services.TryAddSingleton(static provider => new EventStages(
            provider.GetRequiredService<EventDecider>(),
            provider.GetRequiredService<EventCommitter>(),
            provider.GetService<IConversationStore>(),
            provider.GetRequiredService<ActionInvoker>(),
            provider.GetRequiredService<IdSource>(),
            provider.GetRequiredService<DriverSettings>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new EventIntake(
            provider.GetRequiredService<IEventStore>(),
            provider.GetRequiredService<EventDecider>(),
            provider.GetRequiredService<EventStages>(),
            provider.GetRequiredService<EventCommitter>(),
            provider.GetRequiredService<TriggerIndex>(),
            provider.GetRequiredService<IdSource>(),
            provider.GetRequiredService<TimeProvider>())
        { Listener = provider.GetService<IEventListener>() });
        services.TryAddSingleton(static provider => new EventDriver(
            provider.GetRequiredService<EventIntake>(),
            provider.GetRequiredService<EventStages>(),
            provider.GetRequiredService<EventCommitter>(),
            provider.GetRequiredService<DriverSettings>(),
            provider.GetRequiredService<TimeProvider>(),
            LoggerOf<EventDriver>(provider)));
        services.TryAddSingleton(static provider => new DueListing(provider.GetService<IConversationStore>(), provider.GetRequiredService<DriverSettings>()));
        services.TryAddSingleton(static provider => new TimeRuleRunner(
            provider.GetRequiredService<DueListing>(),
            provider.GetRequiredService<RuleSetCache>(),
            provider.GetRequiredService<EventDecider>(),
            provider.GetRequiredService<EventIntake>(),
            provider.GetRequiredService<EventCommitter>(),
            provider.GetRequiredService<EventDriver>(),
            provider.GetRequiredService<IEventStore>(),
            provider.GetRequiredService<IDocumentStore>(),
            provider.GetRequiredService<DriverSettings>(),
            provider.GetRequiredService<TimeProvider>(),
            LoggerOf<TimeRuleRunner>(provider)));
        services.TryAddSingleton(static provider => new BulkIntake(
            provider.GetRequiredService<EventIntake>(),
            provider.GetRequiredService<EventCommitter>(),
            provider.GetRequiredService<EventDriver>(),
            provider.GetRequiredService<IEventStore>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new EventExplainer(
            provider.GetRequiredService<EventDecider>(),
            provider.GetRequiredService<RuleSetCache>(),
            provider.GetRequiredService<IEventStore>(),
            provider.GetRequiredService<DriverSettings>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ConditionOptions>()));
        services.TryAddSingleton(static provider => new RuleEngine(
            provider.GetRequiredService<EventDriver>(),
            provider.GetRequiredService<BulkIntake>(),
            provider.GetRequiredService<TimeRuleRunner>(),
            provider.GetRequiredService<RuleSetCache>(),
            provider.GetRequiredService<EventExplainer>(),
            provider.GetRequiredService<IDocumentStore>(),
            provider.GetRequiredService<IEventStore>(),
            provider.GetRequiredService<ActionCatalog>(),
            provider.GetRequiredService<IdSource>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ConditionOptions>())
        {
            Outbox = provider.GetService<ITransactionOutbox>(),
        });
    }
}
