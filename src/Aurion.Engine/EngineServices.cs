using Aurion.Engine.Actions;
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
    }
}
