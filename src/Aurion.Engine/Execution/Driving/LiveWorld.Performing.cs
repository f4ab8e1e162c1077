using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Driving;

/// <content>Effects: begun as they are asked for, each at its own pace, cancelled when nobody waits for them any more.</content>
internal sealed partial class LiveWorld
{
    private const int FewEffects = 8;

    private void Start(Marking marking, ImmutableArray<Effect> asked, CancellationToken cancellationToken)
    {
        // A task of its own for what comes back at once costs more than the work: but only while there is nothing else to be heard or done.
        var isAlone = asked.Length == 1 && _running.Count == 0 && !cancellationToken.IsCancellationRequested;
        foreach (var effect in asked)
        {
            if (EffectKey.Of(effect) is { } key && !_running.ContainsKey(key) && !MustBeginOrIsUnknown(effect, key))
            {
                _spared.Note(key, effect);
                var running = new RunningEffect();
                _running.Add(key, running);
                if (!isAlone || effect is not Effect.Perform perform || !_parts.Performer.IsPrompt(perform))
                {
                    _started.Add(Task.Run(() => PerformAsync(marking, effect, running), CancellationToken.None));
                    continue;
                }

                var work = _parts.Performer.PerformAsync(marking, perform, running);
                if (work.IsCompletedSuccessfully)
                {
                    running.IsDone = true;
                    _results.Enqueue(work.Result);
                }
                else
                {
                    _started.Add(FinishAsync(work, running));
                }
            }
        }
    }

    private async Task PerformAsync(Marking marking, Effect effect, RunningEffect running)
    {
        if (effect is Effect.Perform perform)
        {
            await FinishAsync(_parts.Performer.PerformAsync(marking, perform, running), running).ConfigureAwait(false);
            return;
        }

        await FinishAsync(effect is Effect.RequestAdmission wish ? EnterAsync(wish, running.Token) : TendAsync((Effect.TendApproval)effect, running.Token), running).ConfigureAwait(false);
    }

    private async ValueTask<LiveSignal> EnterAsync(Effect.RequestAdmission wish, CancellationToken cancellationToken) =>
        new LiveSignal.Placed(
            EffectKey.Of(wish)!.Value, await _parts.Admissions.EnterAsync(_tenant, _run.Head.Run, wish, _clock.Now, cancellationToken).ConfigureAwait(false));

    private async ValueTask<LiveSignal> TendAsync(Effect.TendApproval tend, CancellationToken cancellationToken) =>
        new LiveSignal.Tended(tend, await _parts.Decider.TendAsync(_tenant, tend.Id, _clock.Now, cancellationToken).ConfigureAwait(false));

    private async Task FinishAsync(ValueTask<RunInput.Completed> work, RunningEffect running) =>
        await FinishAsync(SignalOf(work), running).ConfigureAwait(false);

    private static async ValueTask<LiveSignal> SignalOf(ValueTask<RunInput.Completed> work) => new LiveSignal.Performed(await work.ConfigureAwait(false));

    [SuppressMessage("Design", "CA1031", Justification = "Whatever ends the effect must reach the loop that waits for it.")]
    private async Task FinishAsync(ValueTask<LiveSignal> work, RunningEffect running)
    {
        try
        {
            Signal(await work.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (running.IsCancelled)
        {
            // Nobody waits for it any more, or the worker stops: it is no result.
        }
        catch (Exception exception)
        {
            Signal(new LiveSignal.Broken(exception));
        }
    }

    private void CancelWhatNobodyWaitsFor(ImmutableArray<Effect> pending)
    {
        if (_running.Count == 0)
        {
            return;
        }

        var wanted = pending.Length <= FewEffects ? null : pending.Select(EffectKey.Of).ToHashSet();
        foreach (var (key, running) in _running)
        {
            if (wanted is null ? !IsAmong(pending, key) : !wanted.Contains(key))
            {
                _running.Remove(key); // allowed while enumerating
                if (!running.IsDone)
                {
                    running.Cancel();
                }
            }
        }
    }

    private static bool IsAmong(ImmutableArray<Effect> effects, EffectKey key)
    {
        foreach (var effect in effects)
        {
            if (EffectKey.Of(effect) == key)
            {
                return true;
            }
        }

        return false;
    }
}
