using System.Runtime.CompilerServices;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Lists the conversations for which a time condition holds: the host's candidates, oldest first, each judged here again.</summary>
internal sealed class DueListing(IConversationStore? conversations, DriverSettings settings)
{
    /// <summary>Lists.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="now">The time.</param>
    /// <param name="after">The id of the conversation after which to go on; null begins with the oldest.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <returns>The conversations; none when the host keeps none.</returns>
    public async IAsyncEnumerable<DueConversation> ListAsync(
        TenantId tenant, TimeCondition condition, DateTimeOffset now, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (conversations is null)
        {
            yield break;
        }

        var query = DueTime.QueryOf(condition, now, after);
        await foreach (var conversation in conversations.ListDueAsync(tenant, query, cancellationToken).ConfigureAwait(false))
        {
            if (DueTime.IsDue(condition, conversation.Fields.Element, now, settings.TimeZone, out var since))
            {
                yield return new DueConversation(conversation, since);
            }
        }
    }
}
