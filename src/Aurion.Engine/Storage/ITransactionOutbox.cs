using System.Collections.Immutable;
using System.Data.Common;

namespace Aurion.Engine.Storage;

/// <summary>Stores messages within the host's own transaction. Implemented by stores that share a database with the host; optional.</summary>
/// <remarks>Safe for concurrent use with different transactions. The messages are there when the host's transaction is committed, and never otherwise.</remarks>
public interface ITransactionOutbox
{
    /// <summary>Stores messages; a known id has no effect, also after its delivery.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="transaction">The host's open transaction, on the database that the stores use. The host commits it or rolls it back.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when the messages are part of the transaction.</returns>
    /// <exception cref="ArgumentException">The transaction is of another provider, or is over.</exception>
    ValueTask SendAsync(ImmutableArray<Message> messages, DbTransaction transaction, CancellationToken cancellationToken);
}
