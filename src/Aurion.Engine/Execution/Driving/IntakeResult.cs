using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>What became of an event that came in.</summary>
internal sealed class IntakeResult
{
    private IntakeResult(EventWork? work, StoredEvent? known)
    {
        Work = work;
        Before = known;
    }

    /// <summary>Gets the event, accepted now; null when it was known.</summary>
    public EventWork? Work { get; }

    /// <summary>Gets the event that came before; null when this one was accepted.</summary>
    public StoredEvent? Before { get; }

    public static IntakeResult Accepted(EventWork work) => new(work, null);

    public static IntakeResult Known(StoredEvent known) => new(null, known);
}
