using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Chooses the once-keys that one decision takes for its rules. What is chosen is only held once the commit has taken it.</summary>
internal sealed class LimitTaker(IEventStore events, StoredEvent state, JsonElement fields, DateTimeOffset now, TimeZoneInfo zone)
{
    private readonly Dictionary<OnceKey, string?> _holders = [];
    private ImmutableArray<OnceKey> _chosen = [];

    /// <summary>Gets the keys chosen last.</summary>
    public ImmutableArray<OnceKey> Chosen => _chosen;

    /// <summary>Chooses keys for rules that are to run, and for time rules that could not be judged.</summary>
    /// <returns>The rules that have reached their limits; when there are any, the pass is to be made again without them.</returns>
    public async ValueTask<ImmutableArray<AutomationRule>> ChooseAsync(IEnumerable<(AutomationRule Rule, bool IsFault)> rules, CancellationToken cancellationToken)
    {
        _chosen = [];
        if (state.Event.ConversationId is not { } conversationId)
        {
            return []; // limits count by conversation
        }

        var needs = new List<(AutomationRule Rule, ImmutableArray<OnceKey> Choice)>();
        foreach (var (rule, isFault) in rules)
        {
            var choices = isFault
                ? [[LimitKeys.OfFault(rule, conversationId, fields, zone)]]
                : LimitKeys.Of(rule, state.EventId, conversationId, fields, now, zone);
            foreach (var choice in choices)
            {
                needs.Add((rule, choice));
            }
        }

        if (needs.Count == 0)
        {
            return [];
        }

        await LookUpAsync([.. needs.SelectMany(static need => need.Choice).Where(key => !_holders.ContainsKey(key))], cancellationToken).ConfigureAwait(false);
        return Choose(needs);
    }

    /// <summary>Gets the keys of an earlier decision that this one does not take again, to be given back; not those that were over by now, which may be another event's.</summary>
    public async ValueTask<ImmutableArray<OnceKey>> GiveBackAsync(CancellationToken cancellationToken)
    {
        ImmutableArray<OnceKey> left = [.. (state.Plan?.Held ?? []).Where(key => !_chosen.Any(kept => kept.Scope == key.Scope && kept.Key == key.Key))];
        await LookUpAsync([.. left.Where(key => !_holders.ContainsKey(key))], cancellationToken).ConfigureAwait(false);
        return [.. left.Where(key => _holders[key] == state.EventId).Select(static key => key with { Until = DateTimeOffset.UnixEpoch })];
    }

    private ImmutableArray<AutomationRule> Choose(List<(AutomationRule Rule, ImmutableArray<OnceKey> Choice)> needs)
    {
        var chosen = ImmutableArray.CreateBuilder<OnceKey>(needs.Count);
        var closed = ImmutableArray.CreateBuilder<AutomationRule>();
        foreach (var (rule, choice) in needs)
        {
            OnceKey? free = null;
            foreach (var key in choice)
            {
                var holder = _holders[key];
                if (holder == state.EventId)
                {
                    free = key; // the slot of an earlier decision, rather than a second one
                    break;
                }

                free ??= holder is null ? key : null;
            }

            if (free is { } taken)
            {
                chosen.Add(taken);
            }
            else
            {
                closed.Add(rule);
            }
        }

        _chosen = chosen.DrainToImmutable();
        return closed.DrainToImmutable();
    }

    private async ValueTask LookUpAsync(ImmutableArray<OnceKey> keys, CancellationToken cancellationToken)
    {
        if (keys.IsEmpty)
        {
            return;
        }

        var holders = await events.FindHoldersAsync(state.Event.Tenant, keys, cancellationToken).ConfigureAwait(false);
        for (var at = 0; at < keys.Length; at++)
        {
            _holders[keys[at]] = holders[at];
        }
    }
}
