using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>A configuration document: opaque to the store but for what lists filter by.</summary>
public sealed record Document
{
    /// <summary>Gets the kind.</summary>
    public required DocumentKind Kind { get; init; }

    /// <summary>Gets the id, unique within tenant and kind.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the document that this one belongs to, for example a version's workflow; null when none.</summary>
    public string? Parent { get; init; }

    /// <summary>Gets the word that lists filter by, for example a status; null when none.</summary>
    public string? Tag { get; init; }

    /// <summary>Gets the revision that the next write must expect; the first is 1.</summary>
    public required long Revision { get; init; }

    /// <summary>Gets the text, kept byte for byte.</summary>
    public required JsonText Body { get; init; }
}
