using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>Runs of which only so many may be at work at once: a run is pending until it has its place, and has it until it ends.</summary>
internal static partial class Machine
{
    // A run that waits is told when its turn has come; it asks by itself only in case that was lost.
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(1);

    private static void AskForAdmission(Turn turn, ConcurrencyGroup group)
    {
        turn.Admission = new Admission(group, (turn.Admission?.Ticket ?? 0) + 1, AdmissionState.Asked);
        turn.Add(new RunEvent.AdmissionAsked());
        if (turn.Status is not RunStatus.Paused)
        {
            turn.Status = RunStatus.Pending;
            turn.Ask(EffectOf(turn.Admission));
        }
    }

    private static bool Admit<TChoice>(Turn turn, RunInput.Admitted admitted, ref TChoice choice)
        where TChoice : struct, IChoice
    {
        if (WishOf(turn, admitted.Ticket) is not { } wish)
        {
            return false;
        }

        turn.Admission = wish with { State = AdmissionState.Admitted, LookAt = null };
        turn.Add(new RunEvent.RunAdmitted());
        if (turn.Status is RunStatus.Pending)
        {
            Thaw(turn, ref choice);
        }

        return true;
    }

    private static bool Queue(Turn turn, RunInput.Queued queued)
    {
        if (WishOf(turn, queued.Ticket) is not { State: not AdmissionState.Queued } wish)
        {
            return false;
        }

        turn.Admission = wish with { State = AdmissionState.Queued, LookAt = turn.Now + LookAgainAfter };
        if (wish.State is AdmissionState.Asked)
        {
            turn.Add(new RunEvent.RunQueued());
        }

        return true;
    }

    private static bool Refuse(Turn turn, RunInput.Refused refused)
    {
        if (WishOf(turn, refused.Ticket) is not { } wish)
        {
            return false;
        }

        var error = $"Run {refused.Holder} has the place that this one asked for, and the workflow skips what would have to wait.";
        turn.PausedBy = PauseCauses.None;
        turn.Error = error;
        if (wish.Ticket > 1)
        {
            turn.Status = RunStatus.Failed; // as before it was retried
        }
        else
        {
            MachineMoves.EndAll(turn);
            turn.Status = RunStatus.Cancelled;
        }

        turn.Add(new RunEvent.RunEnded { Status = turn.Status, Error = error });
        return true;
    }

    /// <summary>Lets a run that has waited for a while ask whether its turn has come.</summary>
    private static bool Look(Turn turn)
    {
        if (turn.Admission is not { State: AdmissionState.Queued, LookAt: { } lookAt } wish || lookAt > turn.Now)
        {
            return false;
        }

        turn.Admission = wish with { State = AdmissionState.Looking, LookAt = null };
        turn.Ask(EffectOf(wish));
        return true;
    }

    /// <summary>Tells whether a run that goes on must still wait for its place; it asks again, since it may have missed the answer.</summary>
    private static bool AwaitsAdmission(Turn turn)
    {
        if (turn.Admission is not { State: not AdmissionState.Admitted } wish)
        {
            return false;
        }

        turn.Status = RunStatus.Pending;
        if (wish.State is not AdmissionState.Queued)
        {
            turn.Ask(EffectOf(wish));
        }

        return true;
    }

    private static Admission? WishOf(Turn turn, int ticket) =>
        turn.Status is RunStatus.Pending or RunStatus.Paused && turn.Admission is { State: not AdmissionState.Admitted } wish && wish.Ticket == ticket ? wish : null;

    private static Effect.RequestAdmission EffectOf(Admission wish) => new() { Group = wish.Group, Ticket = wish.Ticket };
}
