using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Aurion.Engine.Rules;

namespace Aurion.Engine.Storage;

/// <summary>An event as it stands in the store.</summary>
public sealed record StoredEvent
{
    /// <summary>Gets the event.</summary>
    public required AutomationEvent Event { get; init; }

    /// <summary>Gets its id.</summary>
    public required string EventId { get; init; }

    /// <summary>Gets the revision that the next commit must expect.</summary>
    public required long Revision { get; init; }

    /// <summary>Gets when it was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Gets how far it is.</summary>
    public required EventStage Stage { get; init; }

    /// <summary>Gets the patch for the host; null when there is none.</summary>
    public ConversationPatch? Patch { get; init; }

    /// <summary>Gets what the pass found about each rule it looked at.</summary>
    public ImmutableArray<RuleVerdict> Verdicts { get; init; } = [];

    /// <summary>Gets the actions and what became of them so far.</summary>
    public ImmutableArray<ActionEntry> Actions { get; init; } = [];

    /// <summary>Gets what the decision keeps for later; null when that is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EventPlan? Plan { get; init; }

    /// <summary>Gets the number of claims since the last commit.</summary>
    public int Claims { get; init; }
}
