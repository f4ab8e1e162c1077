using Stateless;

namespace Aurion.Engine.Benchmarks.Workflows;

/// <summary>A ticket through five states by four fires, on Stateless with one definition shared by all tickets.</summary>
/// <remarks>It keeps no record of what it did and stores nothing: the least that could stand for a workflow.</remarks>
internal sealed class StatelessTicket
{
    private readonly StateMachine<State, Move> _machine;
    private Ticket _ticket = new(string.Empty);

    public StatelessTicket()
    {
        _machine = new StateMachine<State, Move>(() => _ticket.State, state => _ticket.State = state);
        _machine.Configure(State.Started).PermitIf(Move.Check, State.Checked, () => _ticket.Category == "Onboarding");
        _machine.Configure(State.Checked).Permit(Move.Create, State.Created);
        _machine.Configure(State.Created).OnEntry(() => Performed++).Permit(Move.Notify, State.Notified);
        _machine.Configure(State.Notified).OnEntry(() => Performed++).Permit(Move.End, State.Ended);
    }

    private enum State
    {
        Started,
        Checked,
        Created,
        Notified,
        Ended,
    }

    private enum Move
    {
        Check,
        Create,
        Notify,
        End,
    }

    /// <summary>Gets the number of actions performed.</summary>
    public long Performed { get; private set; }

    /// <summary>Takes a ticket from the first state to the last.</summary>
    public void Run()
    {
        _ticket = new Ticket("Onboarding");
        _machine.Fire(Move.Check);
        _machine.Fire(Move.Create);
        _machine.Fire(Move.Notify);
        _machine.Fire(Move.End);
        if (_ticket.State is not State.Ended)
        {
            throw new InvalidOperationException($"The ticket ended {_ticket.State}.");
        }
    }

    private sealed class Ticket(string category)
    {
        public string Category { get; } = category;

        public State State { get; set; } = State.Started;
    }
}
