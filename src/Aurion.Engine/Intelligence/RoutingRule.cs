using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Aurion.Engine.Intelligence;

/// <summary>A rule that sends conversations to a team.</summary>
public sealed record RoutingRule
{
    /// <summary>Gets the id: <c>rr_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the category asked for, case ignored; null takes any.</summary>
    public string? Category { get; init; }

    /// <summary>Gets the priority asked for, case ignored; null takes any.</summary>
    public string? Priority { get; init; }

    /// <summary>Gets the type of conversation asked for, case ignored; null takes any.</summary>
    public string? ConversationType { get; init; }

    /// <summary>Gets the sentiment asked for, case ignored; null takes any.</summary>
    public string? Sentiment { get; init; }

    /// <summary>Gets the team that gets the conversation.</summary>
    public required string TargetTeamId { get; init; }

    /// <summary>Gets the team that gets it where the target can't; null when there is none.</summary>
    public string? OverflowTeamId { get; init; }

    /// <summary>Gets the skills that an agent needs, the most needed first; case ignored.</summary>
    public ImmutableArray<string> RequiredSkills { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Gets how the agent is chosen.</summary>
    [JsonPropertyName("routing_method")]
    public RoutingMethod Method { get; init; }

    /// <summary>Gets how far up the queue it moves a conversation: −2 to 2.</summary>
    public int PriorityBoost { get; init; }

    /// <summary>Gets the place among the rules, at least 0: the lowest is asked first.</summary>
    public int SortOrder { get; init; }

    /// <summary>Gets a value indicating whether it is asked at all.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Gets when it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when it was changed last.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}
