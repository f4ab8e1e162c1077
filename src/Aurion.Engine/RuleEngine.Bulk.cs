using Aurion.Engine.Rules;

namespace Aurion.Engine;

/// <content>Many events at once.</content>
public sealed partial class RuleEngine
{
    /// <summary>Hands many events over, as an import does: those of one conversation and type become one event with all the changes, and a hundred of these are accepted in one flush.</summary>
    /// <remarks>
    /// In the merged payload later values win, and <c>previous</c> tells the values before the first change. Events without a
    /// conversation stay alone. Each id is accepted once, here and by <see cref="FireAsync(AutomationEvent, CancellationToken)"/>: after a
    /// crash or a cancellation the same list is handed over again. Only the very same moment is no time to hand one id over both ways.
    /// </remarks>
    /// <param name="events">The events, the oldest change of a conversation first.</param>
    /// <param name="mode">Whether rules and workflows run.</param>
    /// <param name="cancellationToken">Stops before the next batch; what was accepted is finished all the same.</param>
    /// <returns>One result for each event, as soon as its batch is done: first those that were refused, then by conversation.</returns>
    public IAsyncEnumerable<BulkResult> FireManyAsync(IReadOnlyList<AutomationEvent> events, BulkMode mode, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        return _bulk.AcceptAsync(events, mode, cancellationToken);
    }
}
