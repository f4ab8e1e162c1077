using System.Collections.Immutable;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Execution.Nodes;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>The only code that moves tokens: from a marking and an input to the next marking, what happened, and what to do.</summary>
/// <remarks>
/// <para>Pure: the same arguments give the same answer. Safe for concurrent use.</para>
/// <para>An input without effect (late, repeated, for a step that is gone) answers the very marking that was given, and nothing else.
/// An input with an effect records an event or asks for something.</para>
/// </remarks>
internal static partial class Machine
{
    /// <summary>Decides with the answers of <see cref="Evaluate"/>.</summary>
    public static Transition Decide(Graph graph, Marking marking, RunInput input)
    {
        var choice = default(Evaluate);
        return Decide(graph, marking, input, ref choice);
    }

    /// <summary>Takes an input and runs on until every token waits.</summary>
    /// <param name="graph">The graph of the run's version.</param>
    /// <param name="marking">Where the run stands; <see cref="Marking.Empty"/> before <see cref="RunInput.Started"/>.</param>
    /// <param name="input">What has happened.</param>
    /// <param name="choice">Answers the canvas's questions.</param>
    public static Transition Decide<TChoice>(Graph graph, Marking marking, RunInput input, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        var turn = Turn.Take(graph, marking, input.At);
        var hadEffect = input switch
        {
            RunInput.Cancelled => Cancel(turn),
            RunInput.Paused paused => Pause(turn, paused),
            RunInput.Resumed resumed => GoOn(turn, resumed, ref choice),
            RunInput.Retried retried => Retry(turn, retried, ref choice),
            RunInput.Started started => Start(turn, started, ref choice),
            RunInput.Completed completed => Complete(turn, completed, ref choice),
            RunInput.Began began => Begin(turn, began),
            RunInput.Admitted admitted => Admit(turn, admitted, ref choice),
            RunInput.Queued queued => Queue(turn, queued),
            RunInput.Refused refused => Refuse(turn, refused),
            RunInput.Elapsed => Elapse(turn, ref choice),
            RunInput.Voted voted => Vote(turn, voted, ref choice),
            RunInput.Tended tended => ApprovalNode.Tend(turn, tended),
            RunInput.Received received => Receive(turn, received, ref choice),
            RunInput.ChildEnded ended => EndChild(turn, ended, ref choice),
            RunInput.Refreshed refreshed => Refresh(turn, refreshed),
            _ => throw new ArgumentException($"The machine does not know the input {input.GetType().Name}.", nameof(input)),
        };
        var transition = hadEffect ? turn.ToTransition() : new Transition(marking, default(EventLog), []);
        turn.Close();
        return transition;
    }

    /// <summary>Lists the effects that the marking waits for: what a new owner performs again after a crash, with the same keys and attempts.</summary>
    /// <remarks>Approval requests are not among them: they are opened and closed in the commit of their decision. A failed or paused run asks nothing.</remarks>
    public static ImmutableArray<Effect> PendingEffects(Graph graph, Marking marking)
    {
        if (marking.IsFinished || marking.Status is RunStatus.Paused)
        {
            return [];
        }

        if (marking.Status is RunStatus.Pending)
        {
            return marking.Admission is { State: AdmissionState.Asked or AdmissionState.Looking } wish ? [EffectOf(wish)] : [];
        }

        ImmutableArray<Effect>.Builder? effects = null;
        foreach (var token in marking.Tokens)
        {
            if (token.Wait is not (Wait.Result or Wait.Vote { IsTended: true }))
            {
                continue;
            }

            effects ??= ImmutableArray.CreateBuilder<Effect>(marking.Tokens.Length);
            switch (token.Wait)
            {
                case Wait.Result result:
                    effects.Add(ActionNode.EffectOf(graph.Nodes[token.Node].Id, (ActionSettings)graph.Settings[token.Node], result, token.Attempt));
                    break;
                case Wait.Vote { IsTended: true } vote:
                    effects.Add(new Effect.TendApproval { Id = vote.Approval, Key = vote.Key });
                    break;
                default:
                    break;
            }
        }

        return effects?.DrainToImmutable() ?? [];
    }

    private static bool Start<TChoice>(Turn turn, RunInput.Started started, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        if (turn.Status is not RunStatus.Pending || turn.Admission is not null)
        {
            return false;
        }

        turn.Begin(started);
        var first = turn.AddToken(scope: 0, fork: null);
        turn.Arrive(first, turn.Graph.TriggerFor(started.EventType));
        if (started.Group is { } group)
        {
            AskForAdmission(turn, group);
            return true;
        }

        RunOn(turn, first, turn.TokenCount, ref choice);
        Settle(turn, ref choice);
        return true;
    }

    private static bool Complete<TChoice>(Turn turn, RunInput.Completed completed, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        var slot = turn.FindWaiting(completed.Key);
        if (slot < 0 || turn.Token(slot).Wait is not (Wait.Result or Wait.Pending) || turn.Token(slot).Attempt != completed.Attempt)
        {
            return false;
        }

        if (turn.Token(slot).Wait is Wait.Pending && completed.Status is Actions.ActionStatus.Pending)
        {
            return false;
        }

        turn.Scope = turn.Token(slot).Scope;
        Resume(turn, slot, ActionNode.Resume(turn, slot, completed), ref choice);
        return true;
    }

    private static bool Vote<TChoice>(Turn turn, RunInput.Voted voted, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        var slot = turn.FindWaiting(voted.Key);
        if (slot < 0 || turn.Token(slot).Wait is not Wait.Vote wait || wait.Approval != voted.Approval || ApprovalNode.Resume(voted) is not { } step)
        {
            return false;
        }

        Resume(turn, slot, step, ref choice);
        return true;
    }

    // A failed run is frozen, a paused one is held: what was in flight is recorded, and waits until a person lets the run go on.
    private static void Resume<TChoice>(Turn turn, int slot, Step step, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        var isFrozen = turn.Status is RunStatus.Failed or RunStatus.Paused or RunStatus.Pending;
        var firstNew = turn.TokenCount;
        turn.Since = turn.Token(slot).Wait!.Since ?? turn.Now;
        MachineMoves.Apply(turn, slot, turn.Token(slot).Wait!.Key, step, isFrozen);
        if (!isFrozen)
        {
            RunOn(turn, slot, firstNew, ref choice);
            Settle(turn, ref choice);
        }
    }

    private static bool Elapse<TChoice>(Turn turn, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        if (turn.Status is RunStatus.Failed or RunStatus.Paused or RunStatus.Pending)
        {
            return turn.Status is RunStatus.Pending && Look(turn);
        }

        // Only what waited when the input came: a wait that begins now, even one over at once, is not its business.
        var known = turn.TokenCount;
        var any = false;
        for (var slot = NextDue(turn, known); slot >= 0 && turn.Status is not (RunStatus.Failed or RunStatus.Completed); slot = NextDue(turn, known))
        {
            any = true;
            switch (turn.Token(slot).Wait)
            {
                case Wait.Retry:
                    var effect = ActionNode.Retry(turn, slot);
                    turn.Add(new RunEvent.AttemptStarted { Key = effect.Key, Attempt = effect.Attempt });
                    turn.Ask(effect);
                    continue;
                case Wait.Vote vote:
                    // The request itself knows what is due, and whether it was decided a moment ago.
                    turn.SetWait(slot, vote with { IsTended = true });
                    turn.Ask(new Effect.TendApproval { Id = vote.Approval, Key = vote.Key });
                    continue;
                default:
                    break;
            }

            var firstNew = turn.TokenCount;
            var wait = turn.Token(slot).Wait!;
            turn.Since = wait.Since ?? turn.Now;
            if (wait is Wait.Inside inside)
            {
                MachineScopes.TimeOut(turn, inside.Scope);
            }
            else
            {
                MachineMoves.Apply(turn, slot, wait.Key, wait is Wait.Event ? WaitEventNode.Elapse() : DelayNode.Resume(), isFrozen: false);
            }

            RunOn(turn, slot, firstNew, ref choice);
        }

        if (any)
        {
            Settle(turn, ref choice);
        }

        return any;
    }

    /// <summary>Finds the timer that was due first; of two at one instant the older token's. −1 when none is due.</summary>
    private static int NextDue(Turn turn, int known)
    {
        var next = -1;
        var earliest = DateTimeOffset.MaxValue;
        for (var slot = 0; slot < known; slot++)
        {
            if (turn.Token(slot).Wait?.DueAt is { } due
                && due <= turn.Now
                && (next < 0 || due < earliest))
            {
                next = slot;
                earliest = due;
            }
        }

        return next;
    }

    private static bool Cancel(Turn turn)
    {
        if (turn.Status is RunStatus.Completed or RunStatus.Cancelled)
        {
            return false;
        }

        MachineMoves.EndAll(turn);
        turn.Status = RunStatus.Cancelled;
        turn.PausedBy = PauseCauses.None;
        turn.Error = null;
        turn.Add(new RunEvent.RunEnded { Status = RunStatus.Cancelled });
        return true;
    }

    /// <summary>Lets a token, and those that split off it, enter node after node until each waits or has ended.</summary>
    /// <param name="turn">The decision.</param>
    /// <param name="slot">The token.</param>
    /// <param name="firstNew">The first slot of the tokens that split off it already, or will.</param>
    /// <param name="choice">Answers the canvas's questions.</param>
    private static void RunOn<TChoice>(Turn turn, int slot, int firstNew, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        // New tokens get the highest slots, so going up visits them all.
        while (true)
        {
            if (IsGoing(turn) && turn.Joins is not null)
            {
                MachineJoins.FireDue(turn);
            }

            if (IsGoing(turn) && IsReady(turn, slot))
            {
                if (RunLimits.Exceeded(turn) is { } error)
                {
                    MachineMoves.FailRun(turn, error, output: null);
                    return;
                }

                Enter(turn, slot, ref choice);
            }
            else if (turn.Joins is { } joins && joins.Woken.TryDequeue(out var woken))
            {
                slot = woken;
            }
            else if (firstNew < turn.TokenCount)
            {
                slot = firstNew++;
            }
            else if (choice.IsHalted(turn) || !MachineScopes.TryAdvance(turn, out slot))
            {
                return;
            }
        }
    }

    private static bool IsGoing(Turn turn) => turn.Status is RunStatus.Running or RunStatus.Waiting;

    private static bool IsReady(Turn turn, int slot) => turn.Token(slot) is { Wait: null, Node: not MachineToken.Ended };

    private static void Enter<TChoice>(Turn turn, int slot, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        turn.Entered++;
        ref var token = ref turn.Token(slot);
        turn.Scope = token.Scope;
        if (MachineJoins.HasFired(turn, token.Node))
        {
            MachineMoves.Apply(turn, slot, key: null, Step.Leave(0), isFrozen: false); // it was entered when the first branch came
            return;
        }

        turn.BeginStep(token.Scope, token.Node);
        var step = choice.TryEnter(turn, slot, out var other) ? other : turn.Graph.Kinds[token.Node] switch
        {
            NodeKind.Trigger or NodeKind.Join => Step.Leave(0), // a join without a home passes each token
            NodeKind.Condition => ConditionNode.Enter(turn, slot, ref choice),
            NodeKind.Switch => SwitchNode.Enter(turn, slot, ref choice),
            NodeKind.Action or NodeKind.HttpRequest or NodeKind.Script => ActionNode.Enter(turn, slot),
            NodeKind.Approval => ApprovalNode.Enter(turn, slot),
            NodeKind.Delay => DelayNode.Enter(turn, slot),
            NodeKind.Set => SetNode.Enter(turn, slot),
            NodeKind.End => EndNode.Enter(turn, slot),
            NodeKind.ForEach => ForEachNode.Enter(turn, slot),
            NodeKind.Scope => ScopeNode.Enter(turn, slot),
            NodeKind.Cancel => Step.Cancel(),
            NodeKind.WaitEvent => WaitEventNode.Enter(turn, slot),
            NodeKind.EmitEvent => EmitEventNode.Enter(turn, slot),
            NodeKind.SubWorkflow => SubWorkflowNode.Enter(turn, slot),
            var kind => throw new InvalidOperationException($"There is no behaviour for {kind}."),
        };
        turn.AddEntered(turn.Token(slot), step.Input);
        if (step.Happened is { } happened)
        {
            turn.Add(happened);
        }

        MachineMoves.Apply(turn, slot, key: null, step, isFrozen: false);
    }

    /// <summary>Lets joins fire now that no token can go on by itself, and says where the run stands when none does.</summary>
    private static void Settle<TChoice>(Turn turn, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        while (IsGoing(turn) && !choice.IsHalted(turn) && MachineJoins.Settle(turn))
        {
            // What a join's failure ended may have been the last inside a container, which goes on then: there is not always a token to begin with.
            RunOn(turn, turn.Joins!.Woken.TryDequeue(out var woken) ? woken : 0, turn.TokenCount, ref choice);
        }

        if (!IsGoing(turn))
        {
            return;
        }

        if (turn.Live == 0)
        {
            turn.Status = RunStatus.Completed;
            turn.Add(turn.Output is null ? RunEvent.RunEnded.WithoutOutput : new RunEvent.RunEnded { Status = RunStatus.Completed, Output = turn.Output });
            return;
        }

        turn.Status = RunStatus.Waiting;
        for (var slot = 0; slot < turn.TokenCount; slot++)
        {
            if (turn.Token(slot).Wait is Wait.Result)
            {
                turn.Status = RunStatus.Running;
                return;
            }
        }
    }
}
