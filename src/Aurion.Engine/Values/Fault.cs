namespace Aurion.Engine.Values;

/// <summary>One thing wrong with a document that a person or program handed in.</summary>
public sealed record Fault
{
    /// <summary>Gets where it is.</summary>
    public required FaultPath Path { get; init; }

    /// <summary>Gets the kind of fault, stable for programs: <c>missing</c>, <c>string_type</c>, <c>unknown_operator</c>, ….</summary>
    public required string Type { get; init; }

    /// <summary>Gets one sentence for people: what was found and what is allowed.</summary>
    public required string Message { get; init; }

    /// <summary>Gets what was found there; null when nothing was.</summary>
    public JsonText? Input { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}
