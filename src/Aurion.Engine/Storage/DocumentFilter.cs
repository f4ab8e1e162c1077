namespace Aurion.Engine.Storage;

/// <summary>Which documents to list; a null member asks nothing.</summary>
public sealed record DocumentFilter
{
    /// <summary>Gets the filter that lets everything through.</summary>
    public static DocumentFilter All { get; } = new();

    /// <summary>Gets the document that they belong to.</summary>
    public string? Parent { get; init; }

    /// <summary>Gets the word that they carry.</summary>
    public string? Tag { get; init; }

    /// <summary>Gets a value indicating whether the list is by id descending (newest first) rather than ascending.</summary>
    public bool NewestFirst { get; init; }
}
