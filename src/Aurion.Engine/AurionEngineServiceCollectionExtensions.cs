using Aurion.Engine;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the engine.</summary>
public static class AurionEngineServiceCollectionExtensions
{
    /// <summary>Adds the engine. Stores are kept in memory where the host names none; the clock is the container's <see cref="TimeProvider"/>.</summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="configure">Says what the engine is made of; null takes every default.</param>
    /// <returns>The services. Calling it again adds to the same engine.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its limits.</exception>
    public static IServiceCollection AddAurionEngine(this IServiceCollection services, Action<AurionEngineBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.FirstOrDefault(static service => service.ServiceType == typeof(AurionEngineOptions))?.ImplementationInstance as AurionEngineOptions;
        if (options is null)
        {
            options = new AurionEngineOptions();
            services.AddSingleton(options);
        }

        configure?.Invoke(new AurionEngineBuilder(services, options));
        options.Validate();
        services.TryAddSingleton(TimeProvider.System);
        EngineServices.Add(services);
        return services;
    }
}
