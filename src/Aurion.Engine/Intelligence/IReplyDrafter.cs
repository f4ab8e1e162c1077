namespace Aurion.Engine.Intelligence;

/// <summary>Writes a reply from an article. Implemented by the host.</summary>
/// <remarks>One instance serves everything, so it must be safe for concurrent use. Asked only where the article matches well enough; what throws is tried again later.</remarks>
public interface IReplyDrafter
{
    /// <summary>Writes a reply.</summary>
    /// <param name="request">The conversation and the article.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The reply; null when none can be written.</returns>
    ValueTask<ReplyDraft?> DraftAsync(DraftRequest request, CancellationToken cancellationToken);
}
