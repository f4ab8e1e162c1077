namespace Aurion.Engine.PostgreSql;

/// <summary>How long one call goes on trying, and how long it waits in between.</summary>
internal sealed class Patience(PostgreSqlDatabase database)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private TimeSpan _next = TimeSpan.FromMilliseconds(10);

    internal bool IsLeft => TimeProvider.System.GetElapsedTime(_began) < database.Options.RetryFor;

    internal async Task WaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_next, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        _next = _next * 2 < LongestWait ? _next * 2 : LongestWait;
    }
}
