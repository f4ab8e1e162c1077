namespace Aurion.Engine.Execution;

/// <summary>What a run may use before it fails with a clear error.</summary>
internal static class RunLimits
{
    /// <summary>The nodes that may be entered in one decision, between two waits.</summary>
    public const int StepsPerTurn = 10_000;

    /// <summary>The events that a run may record in all.</summary>
    public const int Records = 100_000;

    /// <summary>The tokens that may live at once.</summary>
    public const int Tokens = 1_000;

    /// <summary>The bytes that one step may produce.</summary>
    public const int OutputBytes = 256 * 1024;

    /// <summary>The bytes that a run may carry: payload, variables, outputs, and the parameters of what is being performed.</summary>
    public const int DataBytes = 1024 * 1024;

    /// <summary>The steps of automation that may lead to a run: calls, emitted events, workflows that start workflows.</summary>
    public const int Depth = 10;

    // An entered node records two or three events more, the run's end one, and each token one when it is ended: the limit is not passed by them.
    private const int RecordsKept = 8;

    /// <summary>Says why a run may not cause another one; null when it may.</summary>
    public static string? DepthExceeded(Turn turn) => turn.Depth < Depth
        ? null
        : $"{turn.Depth} steps of automation (calls of workflows, emitted events) led to this run; {Depth} are allowed. It probably goes round in a loop.";

    /// <summary>Says which limit keeps a run from entering another node; null when none does.</summary>
    public static string? Exceeded(Turn turn)
    {
        if (turn.Entered >= StepsPerTurn)
        {
            return $"The run took {StepsPerTurn} steps without waiting: it probably goes round in a loop. A delay or an approval in the loop would end each round.";
        }

        if (turn.Recorded > Records - RecordsKept - turn.Live)
        {
            return $"The run has recorded {turn.Recorded} events; {Records} are allowed.";
        }

        return turn.DataBytes > DataBytes ? $"The run carries {turn.DataBytes} bytes of data (payload, variables, outputs); {DataBytes} are allowed." : null;
    }
}
