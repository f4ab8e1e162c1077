namespace Aurion.Engine.Storage;

/// <summary>A part of a list: what follows a place in it, up to a number.</summary>
/// <param name="After">The id of the last item that was seen; null starts at the beginning. An unknown id starts where it would stand.</param>
/// <param name="Limit">The most items to answer, at least 1.</param>
public readonly record struct Page(string? After, int Limit)
{
    /// <summary>The beginning of a list.</summary>
    /// <param name="limit">The most items to answer, at least 1.</param>
    /// <returns>The page.</returns>
    public static Page First(int limit) => new(null, limit);
}
