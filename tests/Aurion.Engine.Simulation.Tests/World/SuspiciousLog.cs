using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>Reads what the engine logs: an exception that the world did not cause is a bug that would else be seen by nobody.</summary>
internal sealed class SuspiciousLog(SimulatedWorld world) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
        // There is one reader.
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = $"  log {eventId.Name}: {formatter(state, exception)}";
        world.Note(line);
        for (var at = exception; at is not null; at = at.InnerException)
        {
            if (at is IOException or OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }

        if (exception is not null)
        {
            world.Break(exception);
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
