using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Intelligence;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aurion.Engine;

/// <content>The host's part in AI automation. Without any of it settings, metrics and routing rules work, and nothing is classified or answered.</content>
public sealed partial class AurionEngineBuilder
{
    /// <summary>Names who classifies conversations; without one nothing is classified.</summary>
    /// <typeparam name="TClassifier">The classifier; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseClassifier<[DynamicallyAccessedMembers(Constructors)] TClassifier>()
        where TClassifier : class, IClassifier => Use<IClassifier, TClassifier>();

    /// <summary>Names who says which values a field may take; without one a classifier may name any.</summary>
    /// <typeparam name="TValues">The host's lists; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseFieldValues<[DynamicallyAccessedMembers(Constructors)] TValues>()
        where TValues : class, IFieldValues => Use<IFieldValues, TValues>();

    /// <summary>Names who finds articles; without one nothing is answered.</summary>
    /// <typeparam name="TKnowledgeBase">The knowledge base; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseKnowledgeBase<[DynamicallyAccessedMembers(Constructors)] TKnowledgeBase>()
        where TKnowledgeBase : class, IKnowledgeBase => Use<IKnowledgeBase, TKnowledgeBase>();

    /// <summary>Names who writes replies; without one articles are found and no reply is suggested.</summary>
    /// <typeparam name="TDrafter">The drafter; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseReplyDrafter<[DynamicallyAccessedMembers(Constructors)] TDrafter>()
        where TDrafter : class, IReplyDrafter => Use<IReplyDrafter, TDrafter>();

    /// <summary>Names who knows the agents; without one conversations are routed to teams alone.</summary>
    /// <typeparam name="TDirectory">The directory; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseAgents<[DynamicallyAccessedMembers(Constructors)] TDirectory>()
        where TDirectory : class, IAgentDirectory => Use<IAgentDirectory, TDirectory>();

    /// <summary>Sets options of AI automation.</summary>
    /// <param name="configure">Changes them; called at once.</param>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder ConfigureIntelligence(Action<IntelligenceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = Services.FirstOrDefault(static service => service.ServiceType == typeof(IntelligenceOptions))?.ImplementationInstance as IntelligenceOptions ?? new IntelligenceOptions();
        configure(options);
        Services.Replace(Microsoft.Extensions.DependencyInjection.ServiceDescriptor.Singleton(options));
        return this;
    }
}
