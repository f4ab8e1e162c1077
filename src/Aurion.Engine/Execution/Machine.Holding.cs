using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Execution.Nodes;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>Runs that are held: paused ones, and failed ones that a person lets go on. And effects that may happen at most once.</summary>
internal static partial class Machine
{
    /// <summary>Notes that an attempt is about to be made; then, and only then, it is made.</summary>
    private static bool Begin(Turn turn, RunInput.Began began)
    {
        var slot = turn.FindWaiting(began.Key);
        if (slot < 0
            || turn.Status is not (RunStatus.Running or RunStatus.Waiting)
            || turn.Token(slot).Wait is not Wait.Result { IsBegun: false } result
            || turn.Token(slot).Attempt != began.Attempt)
        {
            return false;
        }

        turn.SetWait(slot, result with { IsBegun = true });
        turn.Add(new RunEvent.AttemptBegun { Key = began.Key, Attempt = began.Attempt });
        turn.Ask(EffectOf(turn, slot));
        return true;
    }

    private static bool Pause(Turn turn, RunInput.Paused paused)
    {
        var cause = paused.ByWorkflow ? PauseCauses.Workflow : PauseCauses.Person;
        if (turn.Status is not (RunStatus.Running or RunStatus.Waiting or RunStatus.Paused or RunStatus.Pending) || turn.PausedBy.HasFlag(cause))
        {
            return false;
        }

        turn.Status = RunStatus.Paused;
        turn.PausedBy |= cause;
        turn.Add(new RunEvent.RunPaused());
        return true;
    }

    private static bool GoOn<TChoice>(Turn turn, RunInput.Resumed resumed, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        var cause = resumed.ByWorkflow ? PauseCauses.Workflow : PauseCauses.Person;
        if (turn.Status is not RunStatus.Paused || !turn.PausedBy.HasFlag(cause))
        {
            return false;
        }

        turn.PausedBy &= ~cause;
        turn.Add(new RunEvent.RunResumed());
        if (turn.PausedBy is PauseCauses.None && !AwaitsAdmission(turn))
        {
            Thaw(turn, ref choice);
        }

        return true;
    }

    private static bool Retry<TChoice>(Turn turn, RunInput.Retried retried, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        if (retried.IsParked && turn.Status is RunStatus.Running or RunStatus.Waiting or RunStatus.Paused)
        {
            turn.Add(new RunEvent.RunRetried()); // nothing in it failed: its workers did
            if (turn.Admission is { } left)
            {
                AskForAdmission(turn, left.Group);
            }

            return true;
        }

        if (turn.Status is not RunStatus.Failed || !HasWorkLeft(turn))
        {
            return false;
        }

        turn.Error = null;
        turn.Add(new RunEvent.RunRetried());
        for (var slot = 0; slot < turn.TokenCount; slot++)
        {
            // A handler that failed has failed: it is not what made the run fail, and the rest is undone all the same.
            if (turn.Token(slot).Wait is Wait.Held { Port: null } && turn.Graph.Containers.UndoneBy(turn.Token(slot).Node) < 0)
            {
                turn.Arrive(slot, turn.Token(slot).Node); // a new visit, and so a new key
            }
        }

        MachineJoins.Retry(turn);
        if (turn.Admission is { } place)
        {
            AskForAdmission(turn, place.Group); // the failed run gave its place up
        }
        else
        {
            Thaw(turn, ref choice);
        }

        return true;
    }

    private static bool HasWorkLeft(Turn turn)
    {
        for (var slot = 0; slot < turn.TokenCount; slot++)
        {
            if (turn.Token(slot).Wait is null or Wait.Held or Wait.Result)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lets everything go on that was held, and asks again for what nobody may be performing any more.</summary>
    private static void Thaw<TChoice>(Turn turn, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        turn.Status = RunStatus.Running;
        var known = turn.TokenCount;
        var inFlight = new Wait?[known];
        for (var slot = 0; slot < known; slot++)
        {
            inFlight[slot] = turn.Token(slot).Wait is Wait.Result or Wait.Vote { IsTended: true } ? turn.Token(slot).Wait : null;
        }

        for (var slot = 0; slot < known && turn.Status is RunStatus.Running; slot++)
        {
            var firstNew = turn.TokenCount;
            switch (turn.Token(slot).Wait)
            {
                case Wait.Held { Port: { } port }:
                    MachineMoves.Follow(turn, slot, port);
                    break;
                case Wait.Held held:
                    MachineMoves.FailHeld(turn, slot, held.Key);
                    break;
                default:
                    break;
            }

            RunOn(turn, slot, firstNew, ref choice);
        }

        for (var slot = 0; slot < known && turn.Status is RunStatus.Running; slot++)
        {
            if (inFlight[slot] is { } wait && ReferenceEquals(wait, turn.Token(slot).Wait))
            {
                turn.Ask(EffectOf(turn, slot));
            }
        }

        Settle(turn, ref choice);
    }

    private static Effect EffectOf(Turn turn, int slot)
    {
        ref var token = ref turn.Token(slot);
        return token.Wait is Wait.Result result
            ? ActionNode.EffectOf(turn.Graph.Nodes[token.Node].Id, (ActionSettings)turn.Graph.Settings[token.Node], result, token.Attempt)
            : new Effect.TendApproval { Id = ((Wait.Vote)token.Wait!).Approval, Key = token.Wait.Key };
    }
}
