namespace Aurion.Engine.Intelligence;

/// <summary>Finds the article that answers a conversation. Implemented by the host.</summary>
/// <remarks>One instance serves everything, so it must be safe for concurrent use. What throws is tried again later.</remarks>
public interface IKnowledgeBase
{
    /// <summary>Finds the best article.</summary>
    /// <param name="query">The conversation.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The article and how well it matches; null when there is none.</returns>
    ValueTask<KnowledgeMatch?> FindAsync(KnowledgeQuery query, CancellationToken cancellationToken);
}
