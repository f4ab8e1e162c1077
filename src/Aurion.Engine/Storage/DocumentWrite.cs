using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>One write or deletion of a configuration document.</summary>
public sealed record DocumentWrite
{
    /// <summary>Gets the kind.</summary>
    public required DocumentKind Kind { get; init; }

    /// <summary>Gets the id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the revision that the write builds on; 0 creates the document; null takes whatever is there, or creates.</summary>
    public required long? ExpectedRevision { get; init; }

    /// <summary>Gets the document that this one belongs to; null when none.</summary>
    public string? Parent { get; init; }

    /// <summary>Gets the word that lists filter by; null when none.</summary>
    public string? Tag { get; init; }

    /// <summary>Gets the text; null deletes the document.</summary>
    public JsonText? Body { get; init; }
}
