using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Hosting;

/// <summary>Works for the engine as long as the host runs: one loop each for runs and their timers, for unfinished events, for messages, for what time fires and starts.</summary>
internal sealed class HostedWorker(EngineWorker worker, RuleEngine rules, WorkflowEngine workflows, AurionWorkerOptions options, TimeProvider time, ILogger<HostedWorker> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        using var patience = new CancellationTokenSource(options.StopWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await worker.StopAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            logger.StopTimedOut();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var loop = new WorkLoop(options, time, logger);
        return Task.WhenAll(
            Task.Run(() => loop.RunAsync("runs", worker.ClaimRunsAsync, worker.WaitForRunsAsync, stoppingToken), CancellationToken.None),
            Task.Run(() => loop.RunAsync("events", worker.FinishEventsAsync, worker.WaitForEventsAsync, stoppingToken), CancellationToken.None),
            Task.Run(() => loop.RunAsync("messages", worker.DeliverMessagesAsync, worker.WaitForMessagesAsync, stoppingToken), CancellationToken.None),
            Task.Run(() => loop.RunAsync("time rules", rules.RunTimeRulesAsync, WaitForTimeAsync, stoppingToken), CancellationToken.None),
            Task.Run(() => loop.RunAsync("time triggers", workflows.StartDueAsync, WaitForTimeAsync, stoppingToken), CancellationToken.None));
    }

    private async ValueTask WaitForTimeAsync(TimeSpan pollInterval, CancellationToken stoppingToken) =>
        await Task.Delay(options.TimeRuleInterval, time, stoppingToken).ConfigureAwait(false);
}
