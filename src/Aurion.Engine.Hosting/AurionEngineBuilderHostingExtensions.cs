using Aurion.Engine;
using Aurion.Engine.Canvas;
using Aurion.Engine.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the workers to an engine.</summary>
public static class AurionEngineBuilderHostingExtensions
{
    /// <summary>Works in this host: drives runs and their timers, starts workflows by schedule, finishes events, delivers messages, runs time rules.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="configure">Changes how they look for work; null takes every default.</param>
    /// <returns>The engine. Calling it again changes the same workers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its limits.</exception>
    public static AurionEngineBuilder AddWorkers(this AurionEngineBuilder builder, Action<AurionWorkerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var options = services.FirstOrDefault(static service => service.ServiceType == typeof(AurionWorkerOptions))?.ImplementationInstance as AurionWorkerOptions;
        if (options is null)
        {
            options = new AurionWorkerOptions();
            services.AddSingleton(options);
            services.AddHostedService<HostedWorker>();
            services.TryAddSingleton<IScheduleCalendar, CronCalendar>();
        }

        configure?.Invoke(options);
        options.Validate();
        return builder;
    }
}
