using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>Working room for a decision: handed from one decision of a thread to its next, so that a decision allocates what it answers and little else.</summary>
internal sealed class TurnRoom
{
    private const int MostKept = 1_024;

    [ThreadStatic]
    private static TurnRoom? t_spare;

    private TurnRoom()
    {
    }

    public StepTable Steps { get; } = new();

    public List<RunEvent> Events { get; } = new(16);

    public List<Effect> Effects { get; } = new(4);

    /// <summary>Gets or sets room for tokens; whoever needs more puts the larger array here.</summary>
    public MachineToken[] Tokens { get; set; } = new MachineToken[4];

    /// <summary>Takes the thread's room, or makes some: a decision may be made within another.</summary>
    public static TurnRoom Take()
    {
        var room = t_spare ?? new TurnRoom();
        t_spare = null;
        return room;
    }

    /// <summary>Gives it back, empty; one that a very large decision has stretched is left to the collector.</summary>
    /// <param name="tokens">The number of slots that were used.</param>
    public void Return(int tokens)
    {
        if (Events.Capacity > MostKept || Effects.Capacity > MostKept || Tokens.Length > MostKept)
        {
            return;
        }

        Events.Clear();
        Effects.Clear();
        Array.Clear(Tokens, 0, tokens);
        t_spare = this;
    }
}
