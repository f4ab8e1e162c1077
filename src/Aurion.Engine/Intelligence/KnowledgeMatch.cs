namespace Aurion.Engine.Intelligence;

/// <summary>An article, and how well it answers a conversation.</summary>
public sealed record KnowledgeMatch
{
    /// <summary>Gets the article's id.</summary>
    public required string ArticleId { get; init; }

    /// <summary>Gets its title; null when it has none.</summary>
    public string? Title { get; init; }

    /// <summary>Gets its text.</summary>
    public required string Text { get; init; }

    /// <summary>Gets how well it matches: 0 to 1; what is outside or no number counts as 0.</summary>
    public required double Score { get; init; }
}
