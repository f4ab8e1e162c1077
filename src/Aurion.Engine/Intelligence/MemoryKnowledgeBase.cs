using System.Collections.Immutable;

namespace Aurion.Engine.Intelligence;

/// <summary>A knowledge base in memory that compares words: for tests, trials and hosts without a model.</summary>
/// <remarks>Safe for concurrent use. The score is the share of the conversation's words of four letters and more that an article holds.</remarks>
/// <param name="articles">The articles; their scores are not read.</param>
public sealed class MemoryKnowledgeBase(ImmutableArray<KnowledgeMatch> articles) : IKnowledgeBase
{
    private const int ShortestWord = 4;
    private readonly ImmutableArray<(KnowledgeMatch Article, HashSet<string> Words)> _articles =
        [.. articles.Select(static article => (article, TextWords.Split($"{article.Title} {article.Text}")))];

    /// <inheritdoc/>
    public ValueTask<KnowledgeMatch?> FindAsync(KnowledgeQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var asked = TextWords.Split(TextWords.Of(query.Fields.Element)).Where(static word => word.Length >= ShortestWord).ToArray();
        var best = _articles
            .Select(each => each.Article with { Score = asked.Length == 0 ? 0 : asked.Count(each.Words.Contains) / (double)asked.Length })
            .Where(static article => article.Score > 0)
            .OrderByDescending(static article => article.Score).ThenBy(static article => article.ArticleId, StringComparer.Ordinal)
            .FirstOrDefault();
        return new(best);
    }
}
