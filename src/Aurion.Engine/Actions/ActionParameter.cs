using System.Collections.Immutable;

namespace Aurion.Engine.Actions;

/// <summary>One parameter of an action type, as validation, the designer and the docs read it.</summary>
public sealed record ActionParameter
{
    /// <summary>Gets the member's name in the action, for example <c>team_id</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what it holds. The default is <see cref="ActionParameterType.Any"/>.</summary>
    public ActionParameterType Type { get; init; }

    /// <summary>Gets a value indicating whether an action without it is refused.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Gets the texts that are allowed; empty allows all.</summary>
    public ImmutableArray<string> AllowedValues { get; init; } = [];

    /// <summary>Gets one sentence for people; null when the name says it all.</summary>
    public string? Description { get; init; }
}
