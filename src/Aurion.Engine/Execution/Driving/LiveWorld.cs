using System.Collections.Immutable;
using System.Threading.Channels;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The world of a run that is leased to this worker: handlers, inbox, clock, and the store that says what stands.</summary>
/// <remarks>Effects of one run are performed at the same time; their results are decided on and committed one after another.</remarks>
internal sealed partial class LiveWorld : IWorld, IAsyncDisposable
{
    private readonly LiveParts _parts;
    private readonly Graph _graph;
    private readonly StoreClock _clock;
    private readonly Dictionary<EffectKey, RunningEffect> _running = [];
    private readonly Queue<RunInput> _results = new();
    private readonly List<Task> _started = [];
    private readonly Values.TenantId _tenant;
    private Channel<LiveSignal>? _signals; // made when the first is sent or waited for: many runs need none
    private StoredRun _run;
    private string? _consumes;
    private readonly SparedCommits _spared;
    private Marking _decided;
    private bool _isLost;
    private bool _isHeldBack;

    public LiveWorld(LiveParts parts, Graph graph, StoredRun run, DateTimeOffset storeTime)
    {
        _parts = parts;
        _graph = graph;
        _run = run;
        _decided = run.Marking;
        _tenant = run.Head.Tenant;
        _clock = new StoreClock(parts.Time, storeTime);
        _spared = new SparedCommits(parts.Performer);
        _looksBack = EarlyEvents.IsDueFor(run);
    }

    /// <summary>Gets the head as it was last committed.</summary>
    public RunHead Head => _run.Head;

    /// <summary>Gets a value indicating whether this worker still holds the lease, as far as it knows.</summary>
    public bool HoldsLease { get; private set; } = true;

    private bool IsPerforming
    {
        get
        {
            foreach (var (_, running) in _running)
            {
                if (!running.IsDone)
                {
                    return true;
                }
            }

            return false;
        }
    }

    private Channel<LiveSignal> Signals => Volatile.Read(ref _signals)
        ?? Interlocked.CompareExchange(ref _signals, Channel.CreateUnbounded<LiveSignal>(new UnboundedChannelOptions { SingleReader = true }), null)
        ?? _signals;

    /// <summary>Tells the world something; safe from any thread.</summary>
    public void Signal(LiveSignal signal) => Signals.Writer.TryWrite(signal);

    public async ValueTask<RunInput?> NextAsync(Marking marking, ImmutableArray<Effect> asked, CancellationToken cancellationToken)
    {
        if (await MustRestAsync(marking, cancellationToken).ConfigureAwait(false))
        {
            return new RunInput.Paused { At = _clock.Now, ByWorkflow = true };
        }

        if (_run.Inbox.Any(static item => item.Input is RunInput.Cancelled or RunInput.Paused or RunInput.Admitted or RunInput.Queued or RunInput.Refused))
        {
            _isHeldBack = true; // else it would begin what must end, wait, or is answered already
        }
        else if (!marking.IsFinished)
        {
            Start(marking, _isHeldBack ? Machine.PendingEffects(_graph, marking) : asked, cancellationToken);
            _isHeldBack = false;
        }

        if (_looksBack)
        {
            await LookBackAsync(marking, cancellationToken).ConfigureAwait(false);
        }

        while (!_isLost)
        {
            while (Volatile.Read(ref _signals) is { } signals && signals.Reader.TryRead(out var signal))
            {
                await HearAsync(signal, cancellationToken).ConfigureAwait(false);
            }

            if (_isLost)
            {
                break;
            }

            if (Pick(marking) is { } input)
            {
                return await RefreshedAsync(marking, input, cancellationToken).ConfigureAwait(false) ?? input;
            }

            if (!IsPerforming)
            {
                return null;
            }

            using var timer = marking.NextDue is { } due ? StartTimer(due) : null;
            await HearAsync(await Signals.Reader.ReadAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    public async ValueTask<bool> CommitAsync(RunInput input, Transition transition, CancellationToken cancellationToken)
    {
        var marking = transition.Marking;
        var pending = Machine.PendingEffects(_graph, marking);
        if (marking.Status is not (RunStatus.Failed or RunStatus.Paused))
        {
            // A failed run is frozen and a paused one held: what is in flight ends and is recorded.
            CancelWhatNobodyWaitsFor(pending);
        }

        var consumed = _consumes;
        _consumes = null;
        var inbox = consumed is null ? _run.Inbox : _run.Inbox.RemoveAll(item => item.Id == consumed);
        _isFresh = input is RunInput.Refreshed;
        _looksBack = _graph.WaitsForEvents && EarlyEvents.BeginToWait(_run.Marking, marking);
        var goesOn = !_isVisit && (IsPerforming || pending.Length > 0 || inbox.Length > 0 || _looksBack || _postponed is not null
            || (marking.Status is not (RunStatus.Completed or RunStatus.Cancelled) && (_results.Count > 0 || marking.NextDue <= _clock.Now)));
        var head = HeadAfter(_run.Head, marking, pending.Length > 0 || _looksBack);
        var isRecorded = !transition.Log.IsEmpty || !transition.Effects.IsEmpty || !ReferenceEquals(marking, _decided); // else the records would not lead to it
        _decided = marking;
        var record = new RunRecord { Step = _run.Steps + _spared.Records.Length + 1, Input = input, Log = transition.Log };
        if (consumed is null && isRecorded && !_isVisit && !_looksBack && _spared.TryKeep(record, transition, _clock.Now))
        {
            return true;
        }

        var commit = new RunCommit
        {
            Tenant = head.Tenant,
            Run = head.Run,
            CommitId = Guid.NewGuid(),
            ExpectedRevision = _run.Revision,
            Head = head,
            Marking = marking,
            Records = isRecorded ? [.. _spared.Records, record] : _spared.Records,
            Consumed = consumed is null ? [] : [consumed],
            Approvals = await ApprovalsOfAsync(transition, cancellationToken).ConfigureAwait(false),
            Messages = ApprovalMessage.Of(transition.Effects),
            KeepLeaseFor = goesOn ? _parts.Settings.Worker : null,
            Lease = _parts.Settings.Lease,
        };

        if (input is RunInput.Elapsed && !isRecorded && marking.NextDue <= input.At)
        {
            throw new AurionEngineException($"Run {head.Run} waits for {marking.NextDue:O}, which has passed, and does nothing about it.");
        }

        var result = await _parts.Committer.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        if (!result.IsDurable)
        {
            _isLost = true;
            HoldsLease = false;
            _parts.Logger.RunLost(head.Run);
            return false;
        }

        HoldsLease = goesOn;
        _spared.Clear();
        if (input is RunInput.Began began && isRecorded)
        {
            _begun.Add(new EffectKey(began.Key, began.Attempt));
        }

        _run = _run with { Head = head, Marking = marking, Revision = _run.Revision + 1, Steps = _run.Steps + commit.Records.Length, Inbox = inbox, Claims = 0 };
        return true;
    }

    /// <summary>Gives the lease back, with a head that tells the queue the truth, where nothing was decided.</summary>
    public async ValueTask CorrectHeadAsync(Marking marking, CancellationToken cancellationToken)
    {
        var head = HeadAfter(_run.Head, marking, isPerforming: false);
        if (head == _run.Head)
        {
            return;
        }

        await _parts.Committer.CommitAsync(
            new RunCommit { Tenant = _tenant, Run = head.Run, CommitId = Guid.NewGuid(), ExpectedRevision = _run.Revision, Head = head, Marking = marking },
            cancellationToken).ConfigureAwait(false);
        HoldsLease = false;
    }

    /// <summary>Writes what the head must say for the queue: when, if ever, a worker must look at the run next.</summary>
    internal static RunHead HeadAfter(RunHead head, Marking marking, bool isPerforming) => head with
    {
        Status = marking.Status,
        Error = marking.Error,
        FinishedAt = marking.IsFinished ? head.FinishedAt ?? marking.Now : null,
        DueAt = marking.IsFinished ? null : isPerforming ? marking.Now : marking.NextDue,
        Format = Marking.CurrentFormat,
    };

    /// <summary>Cancels the handlers at work and waits until they have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Volatile.Read(ref _signals)?.Writer.TryComplete();
        foreach (var running in _running.Values)
        {
            if (!running.IsDone)
            {
                await running.CancelAsync().ConfigureAwait(false);
            }
        }

        await Task.WhenAll(_started).ConfigureAwait(false);
        foreach (var running in _running.Values)
        {
            running.Dispose();
        }
    }

    private RunInput? Pick(Marking marking)
    {
        var item = _run.Inbox.FirstOrDefault(static item => item.Input is RunInput.Cancelled)
            ?? _run.Inbox.FirstOrDefault(static item => item.Input is RunInput.Paused)
            ?? _run.Inbox.FirstOrDefault();
        if (item is not null)
        {
            _consumes = item.Id;
            return item.Input with { At = _clock.Now };
        }

        if (marking.Status is RunStatus.Completed or RunStatus.Cancelled)
        {
            return null;
        }

        if (_postponed is { } postponed)
        {
            _postponed = null;
            return postponed with { At = _clock.Now };
        }

        if (_results.TryDequeue(out var result))
        {
            return result with { At = _clock.Now };
        }

        var now = _clock.Now;
        RunInput? elapsed = marking.NextDue <= now ? new RunInput.Elapsed { At = now } : null;
        return elapsed;
    }

    private async ValueTask HearAsync(LiveSignal signal, CancellationToken cancellationToken)
    {
        switch (signal)
        {
            case LiveSignal.Performed { Result: var result }:
                if (_running.TryGetValue(new EffectKey(result.Key, result.Attempt), out var running))
                {
                    running.IsDone = true;
                    _results.Enqueue(result);
                }

                break;
            case LiveSignal.Tended { Approval: null or { Status: ApprovalStatus.Pending } } tended:
                HearOf(tended);
                break;
            case LiveSignal.Tended ended:
                if (_running.TryGetValue(new EffectKey(ended.Effect.Id.Value, 0), out var tending))
                {
                    tending.IsDone = true; // the outcome is in the inbox; if it fails the run, nobody cancels what is left running
                }

                await RefreshAsync(cancellationToken).ConfigureAwait(false);
                break;
            case LiveSignal.Refresh:
                await RefreshAsync(cancellationToken).ConfigureAwait(false);
                break;
            case LiveSignal.Placed placed:
                if (_running.Remove(placed.Key, out var wish))
                {
                    wish.Dispose(); // it may be asked again
                    _results.Enqueue(placed.Answer);
                }

                break;
            case LiveSignal.Broken broken:
                throw new AurionEngineException("An effect could not be performed.", broken.Exception);
            case LiveSignal.Lost:
                _isLost = true;
                HoldsLease = false;
                _parts.Logger.RunLost(_run.Head.Run);
                break;
        }
    }

    private void HearOf(LiveSignal.Tended tended)
    {
        var effect = tended.Effect;
        if (!_running.TryGetValue(new EffectKey(effect.Id.Value, 0), out var running))
        {
            return;
        }

        running.IsDone = true;
        _results.Enqueue(tended.Approval is { } open
            ? ApprovalOutcome.Tended(open, _clock.Now)
            : new RunInput.Voted { At = _clock.Now, Approval = effect.Id, Key = effect.Key, Outcome = ApprovalStatus.Expired });
    }

    private async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        var stored = await _parts.Runs.LoadAsync(_tenant, _run.Head.Run, cancellationToken).ConfigureAwait(false);
        if (stored is null || stored.Revision != _run.Revision)
        {
            Signal(new LiveSignal.Lost());
            return;
        }

        _run = _run with { Inbox = stored.Inbox };
    }

    private async ValueTask<ImmutableArray<Approval>> ApprovalsOfAsync(Transition transition, CancellationToken cancellationToken)
    {
        ImmutableArray<Approval>.Builder? approvals = null;
        foreach (var effect in transition.Effects)
        {
            if (effect is Effect.RequestApproval request)
            {
                (approvals ??= ImmutableArray.CreateBuilder<Approval>(1)).Add(request.Approval);
            }
            else if (effect is Effect.CloseApproval close
                && await _parts.Approvals.FindAsync(_tenant, close.Id, cancellationToken).ConfigureAwait(false) is { } stored)
            {
                (approvals ??= ImmutableArray.CreateBuilder<Approval>(1)).Add(ApprovalRules.Close(stored.Approval, transition.Marking.Now));
            }
        }

        return approvals?.DrainToImmutable() ?? [];
    }

    private ITimer StartTimer(DateTimeOffset due)
    {
        var wait = due - _clock.Now;
        return _parts.Time.CreateTimer(static world => ((LiveWorld)world!).Signal(new LiveSignal.Due()), this, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
