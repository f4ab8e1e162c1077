using Microsoft.Extensions.Logging;

namespace Aurion.Engine.AspNetCore.Tests.Support;

/// <summary>Keeps what was logged as an error last, so that a test that meets a 500 can show why.</summary>
internal sealed class LastError : ILoggerProvider, ILogger
{
    public string Text { get; private set; } = "nothing was logged";

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Text = $"{formatter(state, exception)} {exception}";
        }
    }

    public void Dispose()
    {
    }
}
