using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>What rests at joins and which joins have fired, while one decision is made. It knows; <see cref="MachineJoins"/> acts.</summary>
internal sealed class Gatherings
{
    private readonly Turn _turn;
    private readonly Dictionary<(int Join, Activation Activation), Gathering> _byJoin = [];
    private readonly Dictionary<Activation, List<FiredJoin>> _fired = [];
    private readonly Dictionary<Activation, List<Gathering>> _awaiting = [];
    private List<Gathering> _open = [];
    private int _firedVersion;

    public Gatherings(Turn turn, JoinTable table, ImmutableArray<FiredJoin> fired)
    {
        _turn = turn;
        Table = table;
        foreach (var one in fired)
        {
            AddFired(one);
        }

        for (var slot = 0; slot < turn.TokenCount; slot++)
        {
            ref var token = ref turn.Token(slot);
            if (token.Wait is Wait.Siblings wait && table.TryGetPlan(token.Node, out var plan))
            {
                var activation = ActivationOf(token, plan, out var fork);
                if (!_byJoin.TryGetValue((plan.Join, activation), out var gathering))
                {
                    gathering = Open(plan, activation, fork, token.Visit, wait.Key);
                }

                gathering.Slots.Add(slot);
            }
        }
    }

    public JoinTable Table { get; }

    /// <summary>Gets the gatherings in the order that they began.</summary>
    public IReadOnlyList<Gathering> All => _open;

    /// <summary>Gets those that fire now, because enough has come.</summary>
    public Queue<Gathering> Due { get; } = new();

    /// <summary>Gets the slots of the tokens that go on from joins that have fired.</summary>
    public Queue<int> Woken { get; } = new();

    public ImmutableArray<FiredJoin> Fired => [.. _fired.Values.SelectMany(static list => list)];

    public static Fork? FindFork(Fork? fork, int node)
    {
        while (fork is not null && fork.Node != node)
        {
            fork = fork.Outer;
        }

        return fork;
    }

    public static Activation ActivationOf(in MachineToken token, JoinPlan plan, out Fork? fork)
    {
        fork = plan.IsScopeWide ? null : FindFork(token.Fork, plan.Home);
        return fork is null ? new Activation(token.Scope, -1, 0) : new Activation(token.Scope, fork.Node, fork.Visit);
    }

    public Gathering Open(JoinPlan plan, Activation activation, Fork? fork, int visit, string key)
    {
        var gathering = new Gathering(plan, activation, fork, visit, key);
        _byJoin[(plan.Join, activation)] = gathering;
        _open.Add(gathering);
        return gathering;
    }

    public bool TryGet(JoinPlan plan, Activation activation, [NotNullWhen(true)] out Gathering? gathering) => _byJoin.TryGetValue((plan.Join, activation), out gathering);

    public void Close(Gathering gathering)
    {
        gathering.IsClosed = true;
        _byJoin.Remove((gathering.Plan.Join, gathering.Activation));
    }

    /// <summary>Takes a token that is ended out of its gathering.</summary>
    /// <returns>Whether it was the last one there.</returns>
    public bool Forget(int slot)
    {
        ref var token = ref _turn.Token(slot);
        if (!Table.TryGetPlan(token.Node, out var plan) || !TryGet(plan, ActivationOf(token, plan, out _), out var gathering))
        {
            return true;
        }

        gathering.Slots.Remove(slot);
        if (gathering.Slots.Count == 0)
        {
            Close(gathering);
        }

        return gathering is { IsClosed: true, HasFailed: false };
    }

    /// <summary>Takes tokens that have ended for another reason out of their gathering, and closes it when none is left.</summary>
    public void Purge(Gathering gathering)
    {
        for (var at = gathering.Slots.Count - 1; at >= 0; at--)
        {
            if (_turn.Token(gathering.Slots[at]).Node == MachineToken.Ended)
            {
                gathering.Slots.RemoveAt(at);
            }
        }

        if (gathering.Slots.Count == 0 && !gathering.IsClosed)
        {
            Close(gathering);
        }
    }

    public void AddFired(FiredJoin fired)
    {
        var activation = new Activation(fired.Scope, fired.Home, fired.HomeVisit);
        if (!_fired.TryGetValue(activation, out var list))
        {
            _fired.Add(activation, list = []);
        }

        list.Add(fired);
        _firedVersion++;
    }

    /// <summary>Finds how a join by number has fired for an activation; null when it has not.</summary>
    public FiredJoin? FindFired(int join, Activation activation)
    {
        if (_fired.TryGetValue(activation, out var list))
        {
            foreach (var one in list)
            {
                if (one.Join == join)
                {
                    return one;
                }
            }
        }

        return null;
    }

    /// <summary>Lists the joins that have fired for an activation; null when none has.</summary>
    public IReadOnlyList<FiredJoin>? FiredFor(Activation activation) => _fired.TryGetValue(activation, out var list) ? list : null;

    /// <summary>Counts for each gathering the tokens of its activation that can still come: for a join by number all, for another whether there is one.</summary>
    public void Count()
    {
        foreach (var gathering in _open)
        {
            Purge(gathering);
        }

        _open.RemoveAll(static gathering => gathering.IsClosed);
        _awaiting.Clear();
        foreach (var gathering in _open)
        {
            gathering.Coming = 0;
            if (!_awaiting.TryGetValue(gathering.Activation, out var list))
            {
                _awaiting.Add(gathering.Activation, list = []);
            }

            list.Add(gathering);
        }

        for (var slot = 0; slot < _turn.TokenCount; slot++)
        {
            ref var token = ref _turn.Token(slot);
            if (token.Node == MachineToken.Ended)
            {
                continue;
            }

            for (var fork = token.Fork; fork is not null; fork = fork.Outer)
            {
                CountIn(new Activation(token.Scope, fork.Node, fork.Visit), token);
            }

            CountIn(new Activation(token.Scope, -1, 0), token);
        }
    }

    /// <summary>Tells whether a token of a gathering's activation, which does not rest in it, can come to it.</summary>
    public bool CanReach(in MachineToken token, Gathering gathering)
    {
        if (!gathering.Plan.IsReachedFrom(token.Node))
        {
            return false;
        }

        if (_fired.Count == 0)
        {
            return true;
        }

        if (ReachPastFired(gathering) is { } reach && !reach.Contains(token.Node))
        {
            return false;
        }

        for (var fork = token.Fork; fork is not null && fork.Node != gathering.Activation.Home; fork = fork.Outer)
        {
            if (_fired.ContainsKey(new Activation(token.Scope, fork.Node, fork.Visit)))
            {
                var search = new JoinSearch(this, gathering);
                search.Add(token);
                return search.Run();
            }
        }

        return true;
    }

    /// <summary>Tells whether a token rests in a gathering.</summary>
    public static bool IsIn(in MachineToken token, Gathering gathering) =>
        token.Node == gathering.Plan.Join && token.Wait is Wait.Siblings wait && (ReferenceEquals(wait.Key, gathering.Key) || wait.Key == gathering.Key);

    /// <summary>Tells whether a token belongs to an activation.</summary>
    public static bool Belongs(in MachineToken token, Activation activation) =>
        token.Node != MachineToken.Ended
        && token.Scope == activation.Scope
        && (activation.Home < 0 || FindFork(token.Fork, activation.Home)?.Visit == activation.Visit);

    /// <summary>Forgets the joins that nothing can come to any more.</summary>
    public void ForgetFired()
    {
        if (_fired.Count == 0)
        {
            return;
        }

        var kept = new HashSet<FiredJoin>();
        for (var slot = 0; slot < _turn.TokenCount; slot++)
        {
            ref var token = ref _turn.Token(slot);
            if (token.Node == MachineToken.Ended)
            {
                continue;
            }

            for (var fork = token.Fork; fork is not null; fork = fork.Outer)
            {
                Keep(new Activation(token.Scope, fork.Node, fork.Visit), token.Node);
            }

            Keep(new Activation(token.Scope, -1, 0), token.Node);
        }

        foreach (var (activation, list) in _fired)
        {
            list.RemoveAll(one => !kept.Contains(one));
            if (list.Count == 0)
            {
                _fired.Remove(activation);
            }
        }

        void Keep(Activation activation, int node)
        {
            if (_fired.TryGetValue(activation, out var list))
            {
                foreach (var one in list)
                {
                    if (Table.TryGetPlan(one.Join, out var plan) && plan.IsReachedFrom(node))
                    {
                        kept.Add(one);
                    }
                }
            }
        }
    }

    private void CountIn(Activation activation, in MachineToken token)
    {
        if (!_awaiting.TryGetValue(activation, out var list))
        {
            return;
        }

        for (var at = list.Count - 1; at >= 0; at--)
        {
            var gathering = list[at];
            if (IsIn(token, gathering) || !CanReach(token, gathering))
            {
                continue;
            }

            if (gathering.Plan.Settings.Mode is JoinMode.Count && !gathering.Plan.IsReachedBySeveral(token.Node))
            {
                gathering.Coming++;
                continue;
            }

            // There is no more to know about this one.
            gathering.Coming = int.MaxValue / 2;
            list[at] = list[^1];
            list.RemoveAt(list.Count - 1);
        }
    }

    // Tokens of one activation share the joins that have fired for it, so the search is made once for all of them.
    private NodeSet? ReachPastFired(Gathering gathering)
    {
        if (gathering.ReachVersion != _firedVersion)
        {
            gathering.ReachVersion = _firedVersion;
            gathering.Reach = null;
            if (FiredFor(gathering.Activation) is { } fired)
            {
                var blocked = new NodeSet(Table.Edges.NodeCount);
                foreach (var one in fired)
                {
                    blocked.Add(one.Join);
                }

                gathering.Reach = gathering.Plan.FindReach(blocked);
            }
        }

        return gathering.Reach;
    }
}
