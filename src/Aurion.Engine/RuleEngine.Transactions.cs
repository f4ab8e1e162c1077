using System.Data.Common;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>Events that belong to the host's own transaction.</content>
public sealed partial class RuleEngine
{
    /// <summary>Gets where messages are stored within the host's transactions; null when the stores can't.</summary>
    internal ITransactionOutbox? Outbox { get; init; }

    /// <summary>Hands an event over as part of the host's own transaction: it is accepted with the host's commit, and never happened after a rollback.</summary>
    /// <remarks>
    /// Needs stores that share a database with the host, as those of <c>UseSqlite</c> and <c>UsePostgreSql</c> do. A worker takes the event up
    /// after the commit, within the stores' poll interval; rules then see the conversation as the host committed it.
    /// </remarks>
    /// <param name="automationEvent">The event. The same id is accepted once, here and elsewhere.</param>
    /// <param name="transaction">The host's open transaction, on the database that the stores use. The host commits it or rolls it back.</param>
    /// <param name="cancellationToken">Gives up waiting; the host rolls back then.</param>
    /// <returns>The event with its id; no rule has looked at it yet.</returns>
    /// <exception cref="InvalidDefinitionException">The type is blank or longer than 200 characters, or the payload is no object.</exception>
    /// <exception cref="InvalidOperationException">The stores can't take part in a transaction of the host.</exception>
    /// <exception cref="ArgumentException">The transaction is of another provider, or is over.</exception>
    public async ValueTask<FiredEvent> FireAsync(AutomationEvent automationEvent, DbTransaction transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(automationEvent);
        ArgumentNullException.ThrowIfNull(transaction);
        var outbox = Outbox ?? throw new InvalidOperationException("The stores can't take part in a transaction of the host: use UseSqlite or UsePostgreSql, on the host's own database.");
        EventIntake.Validate(automationEvent);
        var fired = automationEvent with { Id = automationEvent.Id ?? _ids.Next("evt") };
        await outbox.SendAsync([FireMessage.Of(fired)], transaction, cancellationToken).ConfigureAwait(false);
        return new FiredEvent { EventId = fired.Id, EventType = fired.Type, ConversationId = fired.ConversationId };
    }
}
