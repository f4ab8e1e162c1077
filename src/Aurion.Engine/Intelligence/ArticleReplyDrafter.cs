namespace Aurion.Engine.Intelligence;

/// <summary>Replies with the article as it stands: for tests, trials and hosts without a model.</summary>
/// <remarks>Safe for concurrent use. An article that people wrote hangs together, so its coherence is 1.</remarks>
public sealed class ArticleReplyDrafter : IReplyDrafter
{
    /// <inheritdoc/>
    public ValueTask<ReplyDraft?> DraftAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new(new ReplyDraft { Text = request.Article.Text, Coherence = 1, Model = "article" });
    }
}
