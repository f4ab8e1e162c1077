using System.Globalization;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>Plays every run of a canvas, on the machine, the shortest ways first; nothing recurses.</summary>
/// <remarks>Used by one thread, once.</remarks>
internal sealed class Explorer
{
    private readonly Graph _graph;
    private readonly ExplorationPlan _plan;
    private readonly int _maxStates;
    private readonly long _maxWork;
    private readonly Enumerate _choice;
    private readonly StateKey _key;
    private readonly Growth _growth;
    private readonly Dictionary<string, int> _known = [];
    private readonly PriorityQueue<ExploredState, (int Length, int Number)> _open = new();
    private readonly WatchedNodes _watched;
    private Enumerate _playing;
    private long _work;

    // What a state costs grows with its tokens: a wide canvas may look at fewer than a narrow one.
    private const int WorkPerState = 40;

    public Explorer(Graph graph, ExplorationPlan plan, int maxStates)
    {
        _maxWork = (long)maxStates * WorkPerState;
        _graph = graph;
        _plan = plan;
        _maxStates = maxStates;
        _choice = new Enumerate(plan);
        _key = new StateKey(graph);
        _growth = new Growth(this, plan);
        _watched = new WatchedNodes(graph, plan);
        Reached = new NodeSet(graph.Nodes.Length);
        Moved = new NodeSet(graph.Nodes.Length);
        CutOff = plan.LeftOut;
    }

    public List<ExploredState> States { get; } = [];

    public Dictionary<(string Code, int Node), ExploredFault> Faults { get; } = [];

    /// <summary>Gets the nodes that a run has come to.</summary>
    public NodeSet Reached { get; }

    /// <summary>Gets the nodes of the choices that a run has made: one that is reached may still end before it decides anything.</summary>
    public NodeSet Moved { get; }

    /// <summary>Gets how each of them was come to first.</summary>
    public Dictionary<int, ExploredFault> Arrivals { get; } = [];

    /// <summary>Gets why not everything was looked at; null when it was.</summary>
    public string? CutOff { get; private set; }

    /// <summary>Plays on until everything was seen, or as much as is allowed.</summary>
    public void Run()
    {
        foreach (var trigger in _graph.Triggers.Where(trigger => _graph.TriggerFor(((TriggerSettings)_graph.Settings[trigger]).Event) == trigger))
        {
            var move = new Move(From: null, trigger, 0);
            Take(move);
        }

        while (_open.TryDequeue(out var state, out _))
        {
            if (States.Count >= _maxStates || _work > _maxWork)
            {
                CutOff ??= string.Create(CultureInfo.InvariantCulture, $"{States.Count} different states of a run were looked at, and there are more.");
                return;
            }

            Expand(state);
        }
    }

    /// <summary>Plays a move again: the same move gives the same.</summary>
    public Transition Play(Move move)
    {
        _playing = _choice;
        if (move.From is null)
        {
            return Machine.Decide(_graph, Marking.Empty, new RunInput.Started
            {
                At = DateTimeOffset.UnixEpoch,
                Run = new RunId("run"),
                Tenant = TenantId.Default,
                EventType = ((TriggerSettings)_graph.Settings[move.Slot]).Event,
                Payload = JsonText.EmptyObject,
            }, ref _playing);
        }

        var marking = move.From.Marking;
        return move.Outcome < 0
            ? Machine.PlayTimeout(_graph, marking, move.Slot, ref _playing)
            : Machine.Play(_graph, marking, move.Slot, _plan.OutcomesOf(marking.Tokens[move.Slot].Node)[move.Outcome].Step, ref _playing);
    }

    /// <summary>Tells whether the time of the container may be up that a token waits at.</summary>
    public bool MayTimeOut(Marking marking, int slot)
    {
        if (_graph.Settings[marking.Tokens[slot].Node] is not ScopeSettings { Timeout: not null } || marking.Tokens[slot].Wait is not Wait.Inside { Scope: var scope })
        {
            return false;
        }

        foreach (var instance in marking.Scopes)
        {
            if (instance.Id == scope)
            {
                return !instance.IsClosed && instance.Closing is null;
            }
        }

        return false;
    }

    private void Expand(ExploredState state)
    {
        var tokens = state.Marking.Tokens;
        for (var slot = 0; slot < tokens.Length; slot++)
        {
            // Within a turn nothing else happens before a token that can go on by itself has gone on.
            if (tokens[slot].Wait is Wait.Result && _plan.IsSilent(tokens[slot].Node))
            {
                Expand(state, slot);
                return;
            }
        }

        var alone = -1;
        for (var slot = 0; _plan.Reduces && alone < 0 && slot < tokens.Length; slot++)
        {
            if (tokens[slot].Wait is Wait.Result && _plan.Interference.IsFree(state.Marking, slot))
            {
                alone = slot;
            }
        }

        // A time limit may be up at any time, and closes its container alike at all of them, so it is no matter which token goes first.
        for (var slot = 0; slot < tokens.Length; slot++)
        {
            if (tokens[slot].Wait is Wait.Inside)
            {
                Expand(state, slot);
            }
        }

        // One branch goes first where that disturbs no other; unless it leads nowhere new, for then the others would never have their turn.
        if (alone >= 0 && Expand(state, alone))
        {
            return;
        }

        for (var slot = 0; slot < tokens.Length; slot++)
        {
            if (slot != alone && tokens[slot].Wait is not Wait.Inside)
            {
                Expand(state, slot);
            }
        }
    }

    /// <summary>Plays all that can come of a token.</summary>
    /// <returns>Whether a run that goes on came to a state that is new.</returns>
    private bool Expand(ExploredState state, int slot)
    {
        var any = false;
        var token = state.Marking.Tokens[slot];
        switch (token.Wait)
        {
            case Wait.Result:
                Moved.Add(token.Node);
                for (var outcome = 0; outcome < _plan.OutcomesOf(token.Node).Length; outcome++)
                {
                    any |= Take(new Move(state, slot, outcome));
                }

                break;
            case Wait.Inside when MayTimeOut(state.Marking, slot):
                any |= Take(new Move(state, slot, -1));
                break;
            default:
                break;
        }

        return any;
    }

    private bool Take(Move move) => Take(move, Play(move));

    private bool Take(Move move, Transition transition)
    {
        var events = transition.Events;
        _work += transition.Marking.Tokens.Length + events.Length;
        var length = move.From?.Length ?? 0;
        var starved = -1;
        foreach (var happened in events)
        {
            switch (happened)
            {
                case RunEvent.NodeEntered entered:
                    var node = _graph.NodeById[entered.NodeId];
                    if (Reached.Add(node))
                    {
                        Arrivals[node] = new ExploredFault(FaultCodes.EndlessLoop, node, move, length, entered.Key, Error: null, EndsRun: false);
                    }

                    if (_plan.IsWatched(node) && !entered.Key.EndsWith("/1", StringComparison.Ordinal))
                    {
                        Note(FaultCodes.DoubledToken, node, move, length, until: entered.Key);
                    }

                    break;
                case RunEvent.NodeLeft:
                    length++;
                    break;
                case RunEvent.NodeFailed failed when failed.Error.StartsWith(FaultCodes.JoinStarved, StringComparison.Ordinal):
                    starved = _graph.NodeById[NodeKeys.NodeIdOf(failed.Key)];
                    Note(FaultCodes.JoinStarved, starved, move, length, until: null, failed.Error, transition.Marking.Status is RunStatus.Failed);
                    break;
                default:
                    break;
            }
        }

        if (transition.Marking.IsFinished)
        {
            if (move.From is { } from)
            {
                from.CanEnd = true;
            }

            if (transition.Marking.Status is RunStatus.Failed && starved < 0)
            {
                NoteLimit(move, transition.Marking.Error ?? string.Empty, length);
            }

            return false;
        }

        return Add(move, transition, length);
    }

    private bool Add(Move move, Transition transition, int length)
    {
        var passed = _watched.Passed(move.From?.Passed ?? [], transition);
        var key = _key.Of(transition.Marking, passed.AsSpan());
        if (_known.TryGetValue(key, out var known))
        {
            move.From?.Next.Add(known);
            return false;
        }

        var state = new ExploredState(States.Count, transition.Marking, move, length) { Passed = passed };
        States.Add(state);
        _known.Add(key, state.Number);
        move.From?.Next.Add(state.Number);
        if (move.From is { } before && _plan.IsInCycle(before.Marking.Tokens[move.Slot].Node) && _growth.Find(state) is var grown and >= 0)
        {
            Note(FaultCodes.UnboundedTokens, grown, move, length, until: null);
            state.CanEnd = true; // it goes on for ever, but that has been said
            return false;
        }

        _open.Enqueue(state, (length, state.Number));
        return true;
    }

    private void NoteLimit(Move move, string error, int length)
    {
        if (error.Contains("branches at once", StringComparison.Ordinal))
        {
            var node = move.From is { } from ? from.Marking.Tokens[move.Slot].Node : move.Slot;
            Note(FaultCodes.TooManyBranches, node, move, length, until: null, error);
        }
        else if (error.Contains("are allowed", StringComparison.Ordinal))
        {
            CutOff ??= $"A run came to a limit while it was played: {error}";
        }
    }

    private void Note(string code, int node, Move move, int length, string? until, string? error = null, bool endsRun = true)
    {
        if (!Faults.TryGetValue((code, node), out var known) || length < known.Length || (endsRun && !known.EndsRun))
        {
            Faults[(code, node)] = new ExploredFault(code, node, move, length, until, error, endsRun);
        }
    }
}
