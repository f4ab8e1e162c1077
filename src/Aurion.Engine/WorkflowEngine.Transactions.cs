using System.Data.Common;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;

namespace Aurion.Engine;

/// <content>Runs that belong to the host's own transaction.</content>
public sealed partial class WorkflowEngine
{
    /// <summary>Gets where messages are stored within the host's transactions; null when the stores can't.</summary>
    internal ITransactionOutbox? Outbox { get; init; }

    /// <summary>Starts a published workflow as part of the host's own transaction: the run is accepted with the host's commit, and never was after a rollback.</summary>
    /// <remarks>
    /// <para>Needs stores that share a database with the host, as those of <c>UseSqlite</c> and <c>UsePostgreSql</c> do. A worker starts the run
    /// after the commit, within the stores' poll interval; only then is it listed.</para>
    /// <para>What can be known now is answered now. What shows after the commit, such as a conversation that is unknown then, leaves a message that could not be
    /// delivered; a start key that somebody else used in between leaves their run as the one that there is.</para>
    /// </remarks>
    /// <param name="request">Which workflow, for what.</param>
    /// <param name="transaction">The host's open transaction, on the database that the stores use. The host commits it or rolls it back.</param>
    /// <param name="cancellationToken">Gives up waiting; the host rolls back then.</param>
    /// <returns>The run with its id, or why there can be none.</returns>
    /// <exception cref="InvalidOperationException">The stores can't take part in a transaction of the host.</exception>
    /// <exception cref="ArgumentException">The transaction is of another provider, or is over.</exception>
    public ValueTask<StartResult> StartAsync(StartRun request, DbTransaction transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(transaction);
        return _starter.StartAsync(
            request,
            Outbox ?? throw new InvalidOperationException("The stores can't take part in a transaction of the host: use UseSqlite or UsePostgreSql, on the host's own database."),
            transaction,
            cancellationToken);
    }
}
