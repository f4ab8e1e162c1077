using System.Collections.Immutable;

namespace Aurion.Engine.Intelligence;

/// <summary>What a classifier says about a conversation.</summary>
public sealed record Classification
{
    /// <summary>Gets the fields that it names; of two for one field the first counts.</summary>
    public ImmutableArray<FieldPrediction> Fields { get; init; } = [];

    /// <summary>Gets the skills that the conversation needs, the most needed first; read only with <see cref="RoutingSettings.AiSkillMatchingEnabled"/>.</summary>
    public ImmutableArray<string> Skills { get; init; } = [];

    /// <summary>Gets the name of the model, for the audit; null when there is none.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the model's version, for the audit; null when there is none.</summary>
    public string? ModelVersion { get; init; }
}
