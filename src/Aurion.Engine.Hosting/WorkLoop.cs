using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Hosting;

/// <summary>Works while there is work, waits while there is none, and pauses after a failure: longer each time, and never for good.</summary>
internal sealed class WorkLoop(AurionWorkerOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>Loops until it is told to stop.</summary>
    /// <param name="name">What is looked for, for the log.</param>
    /// <param name="work">Takes work and answers how much it took.</param>
    /// <param name="wait">Waits until there may be work.</param>
    /// <param name="stopping">Ends the loop.</param>
    [SuppressMessage("Design", "CA1031", Justification = "A store that fails is looked at again later: the loop ends with the host and not before.")]
    public async Task RunAsync(
        string name, Func<CancellationToken, ValueTask<int>> work, Func<TimeSpan, CancellationToken, ValueTask> wait, CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await work(stopping).ConfigureAwait(false) == 0)
                {
                    await wait(options.PollInterval, stopping).ConfigureAwait(false);
                }

                failures = 0;
            }
            catch (Exception exception)
            {
                if (!await PauseAsync(exception, name, ++failures, stopping).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
    }

    private async ValueTask<bool> PauseAsync(Exception exception, string name, int failures, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            return false;
        }

        var doubled = FirstPause * Math.Pow(2, Math.Min(failures - 1, 20));
        var pause = doubled < options.MaxBackOff ? doubled : options.MaxBackOff;
        logger.WorkFailed(exception, name, failures, pause);
        await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stopping.IsCancellationRequested;
    }
}
