using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Canvas;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Drives runs in the background, so many at a time: those that were born here, and those that are claimed from the queue.</summary>
internal sealed class RunDispatcher : IDisposable, IAsyncDisposable
{
    private const int MaxBatch = 32;
    private readonly IRunQueue _queue;
    private readonly GraphCache _graphs;
    private readonly LiveParts _parts;
    private readonly Heartbeat _heartbeat;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _slots;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _tasks = new();
    private readonly Lazy<Task> _beating;

    public RunDispatcher(IRunQueue queue, GraphCache graphs, LiveParts parts, Heartbeat heartbeat, ILogger<RunDispatcher> logger)
    {
        (_queue, _graphs, _parts, _heartbeat, _logger) = (queue, graphs, parts, heartbeat, logger);
        _slots = new SemaphoreSlim(parts.Settings.MaxConcurrentRuns);
        _beating = new Lazy<Task>(() => Task.Run(() => heartbeat.RunAsync(_stopping.Token), CancellationToken.None));
    }

    /// <summary>Takes a place for a run that is about to be born here.</summary>
    /// <returns>False when there is none: the run is left to the queue.</returns>
    public bool TryReserve() => !_stopping.IsCancellationRequested && _slots.Wait(0, CancellationToken.None);

    /// <summary>Gives a place back that was not needed.</summary>
    public void Unreserve() => _slots.Release();

    /// <summary>Claims due runs, as many as there are places for, and begins to drive them.</summary>
    /// <returns>The number of runs.</returns>
    public async ValueTask<int> ClaimAsync(CancellationToken cancellationToken)
    {
        var places = 0;
        while (places < MaxBatch && TryReserve())
        {
            places++;
        }

        if (places == 0)
        {
            return 0;
        }

        var taken = 0;
        try
        {
            var request = new ClaimRequest { Worker = _parts.Settings.Worker, Limit = places, Lease = _parts.Settings.Lease, MaxPerTenant = Math.Max(1, places / 2) };
            var claims = await _queue.ClaimAsync(request, cancellationToken).ConfigureAwait(false);
            taken = claims.Runs.Length;
            foreach (var run in claims.Runs)
            {
                Drive(run, claims.StoreTime);
            }

            return taken;
        }
        finally
        {
            if (places > taken)
            {
                _slots.Release(places - taken);
            }
        }
    }

    /// <summary>Drives a leased run in the background; it takes over a place that was reserved.</summary>
    public void Drive(StoredRun run, DateTimeOffset storeTime)
    {
        _ = _beating.Value;
        var begin = new TaskCompletionSource();
        var task = DriveAsync(run, storeTime, begin.Task);
        _tasks[task] = true;

        // By the thread that ends it: who waits until nothing is driven would else look again and again at a run that is over.
        _ = task.ContinueWith(
            static (ended, tasks) => ((ConcurrentDictionary<Task, bool>)tasks!).TryRemove(ended, out _),
            _tasks,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        begin.SetResult();
    }

    /// <summary>Decides on something for a run that is at rest; its queue goes on with it.</summary>
    /// <param name="run">The run as it was loaded.</param>
    /// <param name="item">The item of its inbox to decide on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when somebody else was faster.</returns>
    public async ValueTask<bool> VisitAsync(StoredRun run, InboxItem item, CancellationToken cancellationToken)
    {
        var now = _parts.Time.GetUtcNow();
        var graph = await GraphOfAsync(run.Head, cancellationToken).ConfigureAwait(false);
        var world = new LiveWorld(_parts, graph, run, now);
        await using var disposed = world.ConfigureAwait(false);
        item = item with { Input = item.Input with { At = now } }; // it is recorded as it is decided on, or the record would lead elsewhere
        return await world.VisitAsync(item, Machine.Decide(graph, run.Marking, item.Input), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets the graph that a run moves on.</summary>
    public ValueTask<Graph> GraphOfAsync(RunHead run, CancellationToken cancellationToken) =>
        _graphs.GetAsync(run.Tenant, run.WorkflowId, run.Version, cancellationToken);

    /// <summary>Tells a run, if it is driven here, to look into its inbox now.</summary>
    public void Refresh(RunId run) => _heartbeat.Refresh(run);

    /// <summary>Waits until a place is free.</summary>
    public async ValueTask WhenFreeAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        _slots.Release();
    }

    /// <summary>Waits until nothing is driven here.</summary>
    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        while (!_tasks.IsEmpty)
        {
            await Task.WhenAll(_tasks.Keys).WaitAsync(cancellationToken).ConfigureAwait(false);
            await Task.Yield();
        }
    }

    /// <summary>Takes no more runs, cancels the handlers at work and waits for them; leases that are still held are given back.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await WhenIdleAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops without waiting: handlers are cancelled, and what they still do is not heard of any more.</summary>
    public void Dispose() => _stopping.Cancel();

    /// <summary>Stops and waits until nothing is driven here.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    [SuppressMessage("Design", "CA1031", Justification = "A run that can't be driven must not take others with it; its lease ends and it is claimed again, so many times.")]
    private async Task DriveAsync(StoredRun run, DateTimeOffset storeTime, Task begin)
    {
        await begin.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        LiveWorld? world = null;
        var isOver = false;
        try
        {
            var isParked = run.Head.Status is RunStatus.Failed && !run.Marking.IsFinished;
            if (run.Claims > _parts.Settings.MaxClaims || (isParked && !run.Inbox.Any(static item => item.Input is RunInput.Retried)))
            {
                await ParkAsync(run, storeTime).ConfigureAwait(false);
                return;
            }

            var graph = await _graphs.GetAsync(run.Head.Tenant, run.Head.WorkflowId, run.Head.Version, _stopping.Token).ConfigureAwait(false);
            world = new LiveWorld(_parts, graph, run, storeTime);
            await DriveAsync(world, graph, run).ConfigureAwait(false);
            isOver = true;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            isOver = true;
        }
        catch (Exception exception)
        {
            _logger.RunDrivingFailed(exception, run.Head.Run);
        }
        finally
        {
            if (isOver && world is null or { HoldsLease: true })
            {
                await ReleaseAsync(run.Head.Run).ConfigureAwait(false);
            }

            _slots.Release();
        }
    }

    private async ValueTask DriveAsync(LiveWorld world, Graph graph, StoredRun run)
    {
        var driven = _heartbeat.Add(run.Head.Run, world);
        try
        {
            var marking = await RunDriver.DriveAsync(world, graph, run.Marking, Machine.PendingEffects(graph, run.Marking), _stopping.Token).ConfigureAwait(false);
            if (world.HoldsLease)
            {
                await world.CorrectHeadAsync(marking, _stopping.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            _heartbeat.Remove(driven);
            await world.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Sets a run aside that kills its workers, or records what still comes in for one that was set aside. Nothing is lost: its inbox becomes part of its history.</summary>
    private async ValueTask ParkAsync(StoredRun run, DateTimeOffset now)
    {
        var isNew = run.Head.Status is not RunStatus.Failed;
        var error = isNew ? $"The run was claimed {run.Claims} times without progress." : run.Head.Error;
        var records = run.Inbox.Select((item, index) => new RunRecord { Step = run.Steps + 1 + index, Input = item.Input with { At = now } }).ToList();
        if (isNew)
        {
            records.Add(new RunRecord
            {
                Step = run.Steps + 1 + records.Count,
                Input = new RunInput.Elapsed { At = now },
                Events = [new RunEvent.RunEnded { Status = RunStatus.Failed, Error = error }],
            });
        }

        var commit = new RunCommit
        {
            Tenant = run.Head.Tenant,
            Run = run.Head.Run,
            CommitId = Guid.NewGuid(),
            ExpectedRevision = run.Revision,
            Head = run.Head with { Status = RunStatus.Failed, Error = error, FinishedAt = run.Head.FinishedAt ?? now, DueAt = null },
            Marking = run.Marking,
            Records = [.. records],
            Consumed = [.. run.Inbox.Select(static item => item.Id)],
        };
        await _parts.Committer.CommitAsync(commit, _stopping.Token).ConfigureAwait(false);
        if (isNew)
        {
            _logger.RunParked(run.Head.Run, run.Claims);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A lease that can't be given back ends by itself.")]
    private async ValueTask ReleaseAsync(RunId run)
    {
        try
        {
            await _queue.ReleaseAsync(_parts.Settings.Worker, [run], CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _logger.ReleaseFailed(exception, run);
        }
    }
}
