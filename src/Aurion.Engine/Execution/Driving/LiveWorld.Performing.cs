using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Driving;

/// <content>Effects: begun as they are asked for, each at its own pace, cancelled when nobody waits for them any more.</content>
internal sealed partial class LiveWorld
{
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
                var task = isAlone && effect is Effect.Perform perform && _parts.Performer.IsPrompt(perform)
                    ? PerformAsync(marking, effect, running.Token)
                    : PerformElsewhereAsync(marking, effect, running.Token);
                if (!task.IsCompleted)
                {
                    _started.Add(task);
                }
            }
        }
    }

    private Task PerformElsewhereAsync(Marking marking, Effect effect, CancellationToken cancellationToken) =>
        Task.Run(() => PerformAsync(marking, effect, cancellationToken), CancellationToken.None);

    [SuppressMessage("Design", "CA1031", Justification = "Whatever ends the effect must reach the loop that waits for it.")]
    private async Task PerformAsync(Marking marking, Effect effect, CancellationToken cancellationToken)
    {
        try
        {
            if (effect is Effect.RequestAdmission wish)
            {
                var answer = await _parts.Admissions.EnterAsync(_tenant, _run.Head.Run, wish, _clock.Now, cancellationToken).ConfigureAwait(false);
                Signal(new LiveSignal.Placed(EffectKey.Of(effect)!.Value, answer));
                return;
            }

            Signal(effect is Effect.TendApproval tend
                ? new LiveSignal.Tended(tend, await _parts.Decider.TendAsync(_tenant, tend.Id, _clock.Now, cancellationToken).ConfigureAwait(false))
                : new LiveSignal.Performed(await _parts.Performer.PerformAsync(marking, (Effect.Perform)effect, cancellationToken).ConfigureAwait(false)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
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

        var wanted = pending.Select(EffectKey.Of).OfType<EffectKey>().ToHashSet();
        foreach (var (key, running) in _running.Where(entry => !wanted.Contains(entry.Key)).ToArray())
        {
            running.Cancel();
            _running.Remove(key);
        }
    }
}
