using System.Collections.Immutable;
using Aurion.Engine.Actions;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Decisions that are stored together with the next one: what they ask for is repeatable, and what they were made on comes again.</summary>
/// <remarks>
/// A crash in between leaves the run where the last commit put it; the same decisions are made again, with the same keys.
/// So nothing is spared after the result of an effect that is not repeatable, after a message, or for longer than a second.
/// </remarks>
internal sealed class SparedCommits(EffectPerformer performer)
{
    private const int Most = 32;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private HashSet<EffectKey>? _repeatable;
    private ImmutableArray<RunRecord> _records = [];
    private DateTimeOffset _since;

    /// <summary>Gets the decisions that stand in no commit yet.</summary>
    public ImmutableArray<RunRecord> Records => _records;

    /// <summary>Notes an effect that is being performed.</summary>
    public void Note(EffectKey key, Effect effect)
    {
        if (effect is Effect.Perform perform && performer.GuaranteeOf(perform) is ActionGuarantee.Repeatable)
        {
            (_repeatable ??= []).Add(key);
        }
    }

    /// <summary>Keeps a decision for the next commit, where that is harmless.</summary>
    /// <param name="record">The decision.</param>
    /// <param name="transition">What was decided.</param>
    /// <param name="now">The time.</param>
    /// <returns>False when it must be stored now.</returns>
    public bool TryKeep(RunRecord record, Transition transition, DateTimeOffset now)
    {
        if (record.Input is not RunInput.Completed completed
            || _repeatable is null
            || !_repeatable.Contains(new EffectKey(completed.Key, completed.Attempt))
            || transition.Marking.Status is not RunStatus.Running
            || transition.Effects.IsEmpty
            || !transition.Effects.All(effect => effect is Effect.Perform perform && performer.GuaranteeOf(perform) is ActionGuarantee.Repeatable)
            || _records.Length >= Most
            || (!_records.IsEmpty && now - _since >= Longest))
        {
            return false;
        }

        _since = _records.IsEmpty ? now : _since;
        _records = _records.Add(record);
        return true;
    }

    /// <summary>Forgets what has been stored.</summary>
    public void Clear() => _records = [];
}
