using Aurion.Engine.Actions;
using Aurion.Engine.Storage.Memory;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aurion.Engine;

/// <summary>The engine's own parts: the one place that asks a service provider.</summary>
internal static class EngineServices
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new IdSource(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new ActionCatalog(
            provider.GetServices<ActionRegistration>().Select(static action => action.Description)));
        AddMemoryStores(services);
    }

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
    }
}
