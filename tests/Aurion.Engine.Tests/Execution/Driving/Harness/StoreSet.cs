using Aurion.Engine.Storage;
using Aurion.Engine.Storage.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Aurion.Engine.Tests.Execution.Driving.Harness;

/// <summary>All stores of an engine, to be handed from one engine to a fresh one.</summary>
internal sealed record StoreSet(
    IRunStore Runs, IRunQueue Queue, IRunReader Reader, IApprovalStore Approvals, IEventStore Events, IMessageStore Messages, IDocumentStore Documents)
{
    public static StoreSet Memory(TimeProvider time) => Of(new MemoryStores(time));

    public static StoreSet Of(MemoryStores stores) =>
        new(stores.Runs, stores.Queue, stores.Reader, stores.Approvals, stores.Events, stores.Messages, stores.Documents);

    /// <summary>The same stores, each call of which may be where the process dies.</summary>
    public StoreSet Crashing(CrashPoint point) => new(
        CrashProxy<IRunStore>.Wrap(Runs, point),
        CrashProxy<IRunQueue>.Wrap(Queue, point),
        CrashProxy<IRunReader>.Wrap(Reader, point),
        CrashProxy<IApprovalStore>.Wrap(Approvals, point),
        CrashProxy<IEventStore>.Wrap(Events, point),
        CrashProxy<IMessageStore>.Wrap(Messages, point),
        CrashProxy<IDocumentStore>.Wrap(Documents, point));

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton(Runs);
        services.AddSingleton(Queue);
        services.AddSingleton(Reader);
        services.AddSingleton(Approvals);
        services.AddSingleton(Events);
        services.AddSingleton(Messages);
        services.AddSingleton(Documents);
    }
}
