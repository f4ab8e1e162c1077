using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Conditions;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aurion.Engine;

/// <summary>The parts that drive runs, as <see cref="EngineServices"/> registers them.</summary>
internal static class RunServices
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new GraphCache(
            Get<IDocumentStore>(provider), Get<DriverSettings>(provider).TimeZone, Get<ConditionOptions>(provider)));
        services.TryAddSingleton(static provider => new TriggerIndex(
            Get<IDocumentStore>(provider), Get<GraphCache>(provider), Get<DriverSettings>(provider), EngineServices.LoggerOf<TriggerIndex>(provider), Get<ConditionOptions>(provider)));
        services.TryAddSingleton(static provider => new RunCommitter(
            Get<IRunStore>(provider), Get<DriverSettings>(provider), Get<TimeProvider>(provider), EngineServices.LoggerOf<RunCommitter>(provider)));
        services.TryAddSingleton(static provider => new ConversationPatcher(provider.GetService<IConversationStore>(), EngineServices.LoggerOf<ConversationPatcher>(provider)));
        services.TryAddSingleton(static provider => new EffectPerformer(
            Get<ActionInvoker>(provider), Get<ConversationPatcher>(provider), Get<DriverSettings>(provider), Get<TimeProvider>(provider)));
        services.TryAddSingleton(static provider => new ApproverLookup(provider.GetService<IApproverDirectory>()));
        services.TryAddSingleton(static provider => new ApprovalDecider(
            Get<IApprovalStore>(provider), Get<ApproverLookup>(provider), EngineServices.LoggerOf<ApprovalDecider>(provider)));
        services.TryAddSingleton(static provider => new ApprovalNotifications(
            Get<IApprovalStore>(provider), Get<ApproverLookup>(provider), provider.GetService<IApprovalNotifier>(), Get<TimeProvider>(provider)));
        services.TryAddSingleton(static provider => new Admissions(
            Get<IDocumentStore>(provider), Get<IRunStore>(provider), Get<IRunReader>(provider), Get<Heartbeat>(provider)));
        services.TryAddSingleton(static provider => new Pauses(
            Get<IDocumentStore>(provider), Get<IRunStore>(provider), Get<IRunReader>(provider), Get<Heartbeat>(provider), Get<TimeProvider>(provider)));
        services.TryAddSingleton(static provider => new Schedules(
            Get<IDocumentStore>(provider), Get<IMessageStore>(provider), Get<GraphCache>(provider), Get<TimeProvider>(provider), provider.GetService<IScheduleCalendar>()));
        services.TryAddSingleton(static provider => new LiveParts(
            Get<IRunStore>(provider),
            Get<IApprovalStore>(provider),
            Get<RunCommitter>(provider),
            Get<EffectPerformer>(provider),
            Get<ApprovalDecider>(provider),
            Get<Admissions>(provider),
            Get<Pauses>(provider),
            Get<EarlyEvents>(provider),
            provider.GetService<IConversationStore>(),
            Get<DriverSettings>(provider),
            Get<TimeProvider>(provider),
            EngineServices.LoggerOf<LiveWorld>(provider)));
        services.TryAddSingleton(static provider => new Heartbeat(
            Get<IRunQueue>(provider), Get<DriverSettings>(provider), Get<TimeProvider>(provider), EngineServices.LoggerOf<Heartbeat>(provider)));
        services.TryAddSingleton(static provider => new RunDispatcher(
            Get<IRunQueue>(provider), Get<GraphCache>(provider), Get<LiveParts>(provider), Get<Heartbeat>(provider), EngineServices.LoggerOf<RunDispatcher>(provider)));
        services.TryAddSingleton(static provider => new RunStarter(
            Get<IDocumentStore>(provider),
            Get<IRunReader>(provider),
            provider.GetService<IConversationStore>(),
            Get<GraphCache>(provider),
            Get<RunCommitter>(provider),
            Get<IRunStore>(provider),
            Get<Admissions>(provider),
            Get<Pauses>(provider),
            Get<RunDispatcher>(provider),
            Get<IdSource>(provider),
            Get<DriverSettings>(provider),
            Get<TimeProvider>(provider),
            EngineServices.LoggerOf<RunStarter>(provider)));
        services.TryAddSingleton(static provider => new EarlyEvents(Get<IEventStore>(provider), Get<IRunStore>(provider)));
        services.TryAddSingleton(static provider => new RunMessages(
            Get<IRunStore>(provider),
            Get<EarlyEvents>(provider),
            Get<EventDriver>(provider),
            Get<RunStarter>(provider),
            Get<RunCanceller>(provider),
            Get<RunDispatcher>(provider)));
        services.TryAddSingleton(static provider => new OutboxDispatcher(
            Get<IMessageStore>(provider),
            Get<RunMessages>(provider),
            Get<RunStarter>(provider),
            Get<ApprovalNotifications>(provider),
            Get<EventDriver>(provider),
            Get<Admissions>(provider),
            Get<Pauses>(provider),
            Get<Schedules>(provider),
            Get<DriverSettings>(provider),
            Get<TimeProvider>(provider),
            EngineServices.LoggerOf<OutboxDispatcher>(provider))
        { Receiver = provider.GetService<IMessageReceiver>() });
        services.TryAddSingleton(static provider => new RunCanceller(
            Get<IRunStore>(provider),
            Get<IRunReader>(provider),
            Get<RunDispatcher>(provider),
            Get<TimeProvider>(provider)));
        AddFacades(services);
    }

    private static void AddFacades(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new WorkflowDocuments(
            Get<IDocumentStore>(provider), Get<IRunReader>(provider), Get<ActionCatalog>(provider), Get<IdSource>(provider), Get<TimeProvider>(provider), Get<ConditionOptions>(provider), Get<Schedules>(provider))
        {
            RuleSets = Get<RuleSetCache>(provider),
        });
        services.TryAddSingleton(static provider => new DryRunner(
            Get<ActionCatalog>(provider), Get<TimeProvider>(provider), Get<DriverSettings>(provider).TimeZone, Get<ConditionOptions>(provider), Get<ActionInvoker>(provider)));
        services.TryAddSingleton(static provider => new StepCompleter(Get<IRunStore>(provider), Get<RunDispatcher>(provider), Get<TimeProvider>(provider)));
        services.TryAddSingleton(static provider => new WorkflowEngine(
            Get<WorkflowDocuments>(provider),
            Get<RunStarter>(provider),
            Get<RunCanceller>(provider),
            Get<DryRunner>(provider),
            Get<StepCompleter>(provider),
            Get<ApprovalDecider>(provider),
            Get<IApprovalStore>(provider),
            Get<IRunReader>(provider),
            Get<TimeProvider>(provider))
        {
            Outbox = provider.GetService<ITransactionOutbox>(),
            Pauses = Get<Pauses>(provider),
            Webhooks = new Webhooks(Get<IDocumentStore>(provider), Get<GraphCache>(provider), Get<RunStarter>(provider), Get<TimeProvider>(provider), provider.GetService<ISecretProtector>()),
            Migrations = new RuleMigrations(Get<IDocumentStore>(provider), Get<WorkflowDocuments>(provider), Get<RuleSetCache>(provider)),
            Impacts = new WorkflowImpacts(Get<IDocumentStore>(provider), Get<IRunReader>(provider)),
            Templates = new TemplateDocuments(Get<IDocumentStore>(provider), Get<IdSource>(provider), Get<TimeProvider>(provider), Get<ConditionOptions>(provider)),
            TimeTriggers = new TimeTriggers(
                Get<DueListing>(provider),
                Get<TriggerIndex>(provider),
                Get<RunStarter>(provider),
                Get<IDocumentStore>(provider),
                Get<IEventStore>(provider),
                Get<DriverSettings>(provider),
                Get<TimeProvider>(provider),
                EngineServices.LoggerOf<TimeTriggers>(provider)),
            RunSwitch = new RunSwitch(Get<IRunStore>(provider), Get<IRunReader>(provider), Get<RunDispatcher>(provider), Get<TimeProvider>(provider)),
        });
        services.TryAddSingleton(static provider => new EngineWorker(
            Get<RunDispatcher>(provider),
            Get<EventDriver>(provider),
            Get<OutboxDispatcher>(provider),
            Get<IRunQueue>(provider),
            Get<IEventStore>(provider),
            Get<IMessageStore>(provider),
            Get<DriverSettings>(provider),
            EngineServices.LoggerOf<EngineWorker>(provider)));
    }

    private static T Get<T>(IServiceProvider provider)
        where T : notnull => provider.GetRequiredService<T>();
}
