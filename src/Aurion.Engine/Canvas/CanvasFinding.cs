using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>One thing that is wrong with a canvas, or doubtful.</summary>
public sealed record CanvasFinding
{
    /// <summary>Gets how grave it is.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>Gets the kind of finding, stable for programs: <c>no_trigger</c>, <c>unknown_port</c>, ….</summary>
    public required string Code { get; init; }

    /// <summary>Gets the node that it is about; null when it is about no single node.</summary>
    public string? NodeId { get; init; }

    /// <summary>Gets the edge that it is about; null when it is about none.</summary>
    public CanvasEdge? Edge { get; init; }

    /// <summary>Gets one or two sentences for people: what, where, what was found and what is allowed.</summary>
    public required string Message { get; init; }

    /// <summary>Gets the way to it inside the canvas definition: <c>nodes[2].config.operator</c>.</summary>
    public required FaultPath Path { get; init; }

    /// <summary>Gets what was found there; null when nothing was.</summary>
    [JsonIgnore]
    public JsonText? Input { get; init; }

    /// <summary>Gets the shortest way that was found to show it: the nodes in the order that a run leaves them, the last one being where it shows. Empty for a finding that is seen without playing a run.</summary>
    public ImmutableArray<CanvasStep> Trace { get; init; } = [];

    /// <summary>Gets what would mend it, in a sentence; null when that depends on what is meant.</summary>
    public string? Suggestion { get; init; }

    /// <summary>Gets the message, and what would mend it where that is known.</summary>
    [JsonIgnore]
    public string Advice => Suggestion is null ? Message : $"{Message} {Suggestion}";

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}
