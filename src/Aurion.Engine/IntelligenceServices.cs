using Aurion.Engine.Actions;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Intelligence;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aurion.Engine;

/// <summary>The parts of AI automation, as <see cref="EngineServices"/> registers them.</summary>
internal static class IntelligenceServices
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(static _ => new IntelligenceOptions());
        services.TryAddSingleton(static provider => new IntelligenceConfiguration(Get<IDocumentStore>(provider), Get<TimeProvider>(provider)));
        services.TryAddSingleton(static provider => new ConversationFields(provider.GetService<IConversationStore>()));
        services.TryAddSingleton(static provider => new DecisionLog<ClassificationDecision>(
            Get<IDecisionStore>(provider), DecisionKind.Classification, IntelligenceContext.Default.ClassificationDecision, Get<IdSource>(provider), Get<TimeProvider>(provider)));
        services.TryAddSingleton(static provider => new DecisionLog<RoutingDecision>(
            Get<IDecisionStore>(provider), DecisionKind.Routing, IntelligenceContext.Default.RoutingDecision, Get<IdSource>(provider), Get<TimeProvider>(provider)));
        services.TryAddSingleton(static provider => new DecisionLog<ResolutionDecision>(
            Get<IDecisionStore>(provider), DecisionKind.Resolution, IntelligenceContext.Default.ResolutionDecision, Get<IdSource>(provider), Get<TimeProvider>(provider)));
        services.TryAddSingleton(static provider => new ConversationClassifier(
            provider.GetService<IClassifier>(),
            provider.GetService<IFieldValues>(),
            Get<ConversationFields>(provider),
            Get<DecisionLog<ClassificationDecision>>(provider),
            Get<IntelligenceConfiguration>(provider)));
        services.TryAddSingleton(static provider => new AgentClaims(
            Get<IDocumentStore>(provider), provider.GetService<IAgentDirectory>(), Get<IntelligenceOptions>(provider)));
        services.TryAddSingleton(static provider => new ConversationRouter(
            Get<ConversationFields>(provider),
            Get<DecisionLog<RoutingDecision>>(provider),
            Get<DecisionLog<ClassificationDecision>>(provider),
            Get<AgentClaims>(provider),
            new RoutingQueue(Get<IDocumentStore>(provider)),
            Get<IMessageStore>(provider),
            Get<IntelligenceConfiguration>(provider),
            Get<IntelligenceOptions>(provider),
            Get<TimeProvider>(provider)));
        services.TryAddSingleton(static provider => new ConversationResolver(
            provider.GetService<IKnowledgeBase>(),
            provider.GetService<IReplyDrafter>(),
            new Lazy<ActionInvoker>(() => Get<ActionInvoker>(provider)), // which knows these very parts as actions
            Get<ActionCatalog>(provider),
            Get<ConversationFields>(provider),
            Get<DecisionLog<ResolutionDecision>>(provider),
            Get<DecisionLog<ClassificationDecision>>(provider),
            Get<IntelligenceConfiguration>(provider),
            Get<IntelligenceOptions>(provider),
            Get<TimeProvider>(provider)));
        services.TryAddSingleton(static provider => new IntelligenceFlow(
            Get<ConversationClassifier>(provider),
            Get<ConversationRouter>(provider),
            Get<ConversationResolver>(provider),
            Get<IntelligenceConfiguration>(provider),
            Get<TimeProvider>(provider),
            EngineServices.LoggerOf<IntelligenceFlow>(provider)));
        services.TryAddSingleton<IEventListener>(static provider => Get<IntelligenceFlow>(provider));
        services.TryAddSingleton<IMessageReceiver>(static provider => Get<IntelligenceFlow>(provider));
        AddActions(services);
        services.TryAddSingleton(static provider => new IntelligenceEngine(
            Get<IntelligenceConfiguration>(provider),
            Get<ConversationClassifier>(provider),
            Get<ConversationRouter>(provider),
            Get<ConversationResolver>(provider),
            Get<DecisionLog<ClassificationDecision>>(provider),
            Get<DecisionLog<RoutingDecision>>(provider),
            Get<DecisionLog<ResolutionDecision>>(provider),
            Get<IDecisionStore>(provider),
            Get<IDocumentStore>(provider),
            Get<IdSource>(provider),
            Get<IntelligenceOptions>(provider),
            Get<TimeProvider>(provider)));
    }

    /// <summary>The actions name their parts when they are performed: the parts know the catalogue, which is made of the actions.</summary>
    private static void AddActions(IServiceCollection services)
    {
        if (services.Any(static service => service.ServiceType == typeof(AiActionHandlers)))
        {
            return;
        }

        services.AddSingleton(static provider => new AiActionHandlers(
            Get<ConversationClassifier>(provider),
            Get<ConversationRouter>(provider),
            Get<ConversationResolver>(provider),
            Get<IMessageStore>(provider),
            Get<TimeProvider>(provider)));
        services.AddSingleton(static provider => new ActionRegistration(AiActionHandlers.Classify, new LateHandler(() => Get<AiActionHandlers>(provider).ClassifyHandler)));
        services.AddSingleton(static provider => new ActionRegistration(AiActionHandlers.Route, new LateHandler(() => Get<AiActionHandlers>(provider).RouteHandler)));
        services.AddSingleton(static provider => new ActionRegistration(AiActionHandlers.Resolve, new LateHandler(() => Get<AiActionHandlers>(provider).ResolveHandler)));
    }

    private static T Get<T>(IServiceProvider provider)
        where T : notnull => provider.GetRequiredService<T>();

    private sealed class LateHandler(Func<IActionHandler> find) : IActionHandler
    {
        private readonly Lazy<IActionHandler> _handler = new(find);

        public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken) => _handler.Value.ExecuteAsync(request, cancellationToken);
    }
}
