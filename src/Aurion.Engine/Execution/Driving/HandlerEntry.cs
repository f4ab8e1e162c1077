using Aurion.Engine.Actions;

namespace Aurion.Engine.Execution.Driving;

/// <summary>A registered handler, and whether it has been giving its caller's thread back at once.</summary>
/// <remarks>Safe for concurrent use: a call that is not counted among others at the same moment changes nothing that matters.</remarks>
internal sealed class HandlerEntry(ActionRegistration registration, TimeProvider time)
{
    private const int Enough = 16;
    private static readonly TimeSpan AtOnce = TimeSpan.FromMicroseconds(200);
    private int _inRow;

    public ActionRegistration Registration { get; } = registration;

    /// <summary>Gets a value indicating whether the last calls all returned at once, finished or not: its next one may be made by a run's own loop.</summary>
    public bool IsPrompt => Volatile.Read(ref _inRow) >= Enough;

    /// <summary>Calls the handler and notes how long it kept the thread.</summary>
    public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        try
        {
            return Registration.Handler.ExecuteAsync(request, cancellationToken);
        }
        finally
        {
            var inRow = Volatile.Read(ref _inRow);
            Volatile.Write(ref _inRow, time.GetElapsedTime(begun) > AtOnce ? 0 : Math.Min(inRow + 1, Enough));
        }
    }
}
