using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aurion.Engine;

/// <summary>Says what an engine is made of. Packages add their own verbs as extension methods.</summary>
/// <remarks>Used by one thread, while services are registered. The last word on a store counts.</remarks>
public sealed partial class AurionEngineBuilder
{
    private const DynamicallyAccessedMemberTypes Constructors = DynamicallyAccessedMemberTypes.PublicConstructors;
    private readonly AurionEngineOptions _options;

    internal AurionEngineBuilder(IServiceCollection services, AurionEngineOptions options)
    {
        Services = services;
        _options = options;
    }

    /// <summary>Gets the services that the engine is registered in.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Sets options.</summary>
    /// <param name="configure">Changes them; called at once.</param>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder Configure(Action<AurionEngineOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_options);
        return this;
    }

    /// <summary>Names the host's conversations. Without them field actions work on the payload's copy alone.</summary>
    /// <typeparam name="TStore">The host's store; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseConversations<[DynamicallyAccessedMembers(Constructors)] TStore>()
        where TStore : class, IConversationStore => Use<IConversationStore, TStore>();

    /// <summary>Adds an action that the host performs.</summary>
    /// <typeparam name="THandler">The handler, resolved in a scope of its own for each attempt; registered as transient unless it is registered already.</typeparam>
    /// <param name="type">The type, as rules and canvases write it, for example <c>send_notification</c>.</param>
    /// <param name="description">Its parameters, for validation and the designer; null takes those of <see cref="ActionCatalog.Describe"/>.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="type"/> is blank, one that the engine performs itself, or differs from the description's.</exception>
    public AurionEngineBuilder AddAction<[DynamicallyAccessedMembers(Constructors)] THandler>(string type, ActionDescription? description = null)
        where THandler : class, IActionHandler
    {
        var described = Described(type, description);
        Services.TryAddTransient<THandler>();
        Services.AddSingleton(provider => new ActionRegistration(described, new ScopedHandler<THandler>(provider.GetRequiredService<IServiceScopeFactory>())));
        return this;
    }

    /// <summary>Adds an action that the host performs, with its parameters read into a type.</summary>
    /// <typeparam name="THandler">The handler, resolved in a scope of its own for each attempt; registered as transient unless it is registered already.</typeparam>
    /// <typeparam name="TParameters">What the parameters are read into.</typeparam>
    /// <param name="type">The type, as rules and canvases write it.</param>
    /// <param name="parameters">The source-generated JSON type information, for example <c>MyJson.Default.NoteParameters</c>.</param>
    /// <param name="description">Its parameters, for validation and the designer; null takes those of <see cref="ActionCatalog.Describe"/>.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="type"/> is blank, one that the engine performs itself, or differs from the description's.</exception>
    public AurionEngineBuilder AddAction<[DynamicallyAccessedMembers(Constructors)] THandler, TParameters>(
        string type, JsonTypeInfo<TParameters> parameters, ActionDescription? description = null)
        where THandler : class, IActionHandler<TParameters>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var described = Described(type, description);
        Services.TryAddTransient<THandler>();
        Services.AddSingleton(provider => new ActionRegistration(
            described, new ScopedTypedHandler<THandler, TParameters>(provider.GetRequiredService<IServiceScopeFactory>(), parameters)));
        return this;
    }

    /// <summary>Names who says which people may vote on approvals. Without it the roles and teams that come with the voter count.</summary>
    /// <typeparam name="TDirectory">The host's directory; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseApprovers<[DynamicallyAccessedMembers(Constructors)] TDirectory>()
        where TDirectory : class, IApproverDirectory => Use<IApproverDirectory, TDirectory>();

    /// <summary>Names who tells people that an approval waits for them. Without it nobody is told, and people look at their list.</summary>
    /// <typeparam name="TNotifier">The host's notifier; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseApprovalNotifier<[DynamicallyAccessedMembers(Constructors)] TNotifier>()
        where TNotifier : class, IApprovalNotifier => Use<IApprovalNotifier, TNotifier>();

    /// <summary>Names who keeps the secrets of webhooks unreadable in the store. Without it they are stored as they are.</summary>
    /// <typeparam name="TProtector">The host's protector; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseSecretProtector<[DynamicallyAccessedMembers(Constructors)] TProtector>()
        where TProtector : class, ISecretProtector => Use<ISecretProtector, TProtector>();

    /// <summary>Names the store of runs.</summary>
    /// <typeparam name="TStore">The store; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseRunStore<[DynamicallyAccessedMembers(Constructors)] TStore>()
        where TStore : class, IRunStore => Use<IRunStore, TStore>();

    /// <summary>Names who says which run may be driven where.</summary>
    /// <typeparam name="TQueue">The queue; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseRunQueue<[DynamicallyAccessedMembers(Constructors)] TQueue>()
        where TQueue : class, IRunQueue => Use<IRunQueue, TQueue>();

    /// <summary>Names who answers lists of runs.</summary>
    /// <typeparam name="TReader">The reader; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseRunReader<[DynamicallyAccessedMembers(Constructors)] TReader>()
        where TReader : class, IRunReader => Use<IRunReader, TReader>();

    /// <summary>Names the store of approval requests.</summary>
    /// <typeparam name="TStore">The store; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseApprovalStore<[DynamicallyAccessedMembers(Constructors)] TStore>()
        where TStore : class, IApprovalStore => Use<IApprovalStore, TStore>();

    /// <summary>Names the store of events.</summary>
    /// <typeparam name="TStore">The store; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseEventStore<[DynamicallyAccessedMembers(Constructors)] TStore>()
        where TStore : class, IEventStore => Use<IEventStore, TStore>();

    /// <summary>Names the store of messages.</summary>
    /// <typeparam name="TStore">The store; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseMessageStore<[DynamicallyAccessedMembers(Constructors)] TStore>()
        where TStore : class, IMessageStore => Use<IMessageStore, TStore>();

    /// <summary>Names the store of configuration documents.</summary>
    /// <typeparam name="TStore">The store; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseDocumentStore<[DynamicallyAccessedMembers(Constructors)] TStore>()
        where TStore : class, IDocumentStore => Use<IDocumentStore, TStore>();

    /// <summary>Names the store of decisions of AI automation.</summary>
    /// <typeparam name="TStore">The store; one instance serves everything.</typeparam>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseDecisionStore<[DynamicallyAccessedMembers(Constructors)] TStore>()
        where TStore : class, IDecisionStore => Use<IDecisionStore, TStore>();

    private static ActionDescription Described(string type, ActionDescription? description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        if (description is not null && description.Type != type)
        {
            throw new ArgumentException($"The description is of '{description.Type}', not of '{type}'.", nameof(description));
        }

        var described = description ?? ActionCatalog.Describe(type);
        _ = new ActionCatalog([described]); // refuses a type that the engine performs itself where the mistake is made
        return described;
    }

    private AurionEngineBuilder Use<TContract, [DynamicallyAccessedMembers(Constructors)] TImplementation>()
        where TContract : class
        where TImplementation : class, TContract
    {
        Services.TryAddSingleton<TImplementation>();
        Services.Replace(ServiceDescriptor.Singleton<TContract>(static provider => provider.GetRequiredService<TImplementation>()));
        return this;
    }
}
