using Aurion.Engine.Storage;
using Aurion.Engine.Storage.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Aurion.Engine.Tests.Execution.Driving.Harness;

/// <summary>All stores of an engine, to be handed from one engine to a fresh one.</summary>
internal sealed record StoreSet(
    IRunStore Runs, IRunQueue Queue, IRunReader Reader, IApprovalStore Approvals, IEventStore Events, IMessageStore Messages, IDocumentStore Documents)
{
    /// <summary>Gets the decisions of AI automation; null keeps them in memory of one engine.</summary>
    public IDecisionStore? Decisions { get; init; }

    /// <summary>Gets what is closed with the engine that uses the stores; null when nothing is.</summary>
    public IAsyncDisposable? Owner { get; init; }

    public static StoreSet Memory(TimeProvider time) => Of(new MemoryStores(time));

    /// <summary>A place in memory that is opened again for each engine.</summary>
    public static Func<StoreSet> MemoryPlace(TimeProvider time)
    {
        var stores = new MemoryStores(time);
        return () => Of(stores.Reopen());
    }

    public static StoreSet Of(MemoryStores stores) =>
        new(stores.Runs, stores.Queue, stores.Reader, stores.Approvals, stores.Events, stores.Messages, stores.Documents) { Decisions = stores.Decisions };

    /// <summary>The same stores, each call of which may be where the process dies.</summary>
    public StoreSet Crashing(CrashPoint point) => new(
        CrashProxy<IRunStore>.Wrap(Runs, point),
        CrashProxy<IRunQueue>.Wrap(Queue, point),
        CrashProxy<IRunReader>.Wrap(Reader, point),
        CrashProxy<IApprovalStore>.Wrap(Approvals, point),
        CrashProxy<IEventStore>.Wrap(Events, point),
        CrashProxy<IMessageStore>.Wrap(Messages, point),
        CrashProxy<IDocumentStore>.Wrap(Documents, point))
    { Owner = Owner, Decisions = Decisions is null ? null : CrashProxy<IDecisionStore>.Wrap(Decisions, point) };

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton(Runs);
        services.AddSingleton(Queue);
        services.AddSingleton(Reader);
        services.AddSingleton(Approvals);
        services.AddSingleton(Events);
        services.AddSingleton(Messages);
        services.AddSingleton(Documents);
        if (Decisions is not null)
        {
            services.AddSingleton(Decisions);
        }
    }
}
