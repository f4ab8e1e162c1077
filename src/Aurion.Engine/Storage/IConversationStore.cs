using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>The host's own conversations. Implemented by the host.</summary>
/// <remarks>Safe for concurrent use; one instance serves everything. Called once per event or step, and again after a crash.</remarks>
public interface IConversationStore
{
    /// <summary>Reads a conversation.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The host's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The conversation; null when the tenant has none of that id.</returns>
    ValueTask<Conversation?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken);

    /// <summary>Applies a patch once per <see cref="ConversationPatch.Key"/>, if the conversation still has the version expected.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Applied (also when an earlier call with the same key did it), conflict with the current conversation, or refused with the reason.</returns>
    ValueTask<PatchResult> ApplyAsync(ConversationPatch patch, CancellationToken cancellationToken);

    /// <summary>Lists conversations that a time rule may be due for, oldest basis first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <returns>The conversations.</returns>
    IAsyncEnumerable<Conversation> ListDueAsync(TenantId tenant, TimeRuleQuery query, CancellationToken cancellationToken);
}
