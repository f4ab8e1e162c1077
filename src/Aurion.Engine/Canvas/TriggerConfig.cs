using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aurion.Engine.Conditions;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>When a workflow starts: its <c>trigger_config</c>.</summary>
/// <remarks>Immutable and safe for concurrent use. Equality compares the text.</remarks>
[JsonConverter(typeof(TriggerConfigConverter))]
public sealed record TriggerConfig
{
    private TriggerConfig()
    {
    }

    /// <summary>Gets the configuration of a workflow that starts only by name.</summary>
    public static TriggerConfig Manual { get; } = new() { Text = new JsonText("""{"type":"manual"}"""u8.ToArray()), Type = TriggerType.Manual };

    /// <summary>Gets the text as it was handed in.</summary>
    public required JsonText Text { get; init; }

    /// <summary>Gets the kind: manual, event, webhook, schedule or time.</summary>
    public required TriggerType Type { get; init; }

    /// <summary>Gets the types of events that start it; empty unless it is started by events.</summary>
    public ImmutableArray<string> EventTypes { get; init; } = [];

    /// <summary>Gets the calendar expression of five fields; null unless it is started by a schedule.</summary>
    public string? Cron { get; init; }

    /// <summary>Gets the IANA zone of <see cref="Cron"/>. The default is <c>UTC</c>.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Gets what becomes of occurrences that came while nobody worked. The default is <see cref="CatchUp.One"/>.</summary>
    public CatchUp CatchUp { get; init; }

    /// <summary>Gets what a conversation must be in, and for how long; null unless it is started by time.</summary>
    public JsonText? TimeCondition { get; init; }

    /// <summary>Gets what the event, or the conversation that time starts it for, must be like; null asks nothing.</summary>
    public ConditionGroup? Conditions { get; init; }

    /// <summary>Reads a trigger configuration.</summary>
    /// <param name="text">Any JSON value.</param>
    /// <param name="at">Where it stands, for faults.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    /// <param name="conditions">What the host declares about its fields; null is <see cref="ConditionOptions.Default"/>.</param>
    /// <returns>The configuration; null when a fault was found.</returns>
    public static TriggerConfig? Read(JsonText text, FaultPath at, ICollection<Fault> faults, ConditionOptions? conditions = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(faults);
        return TriggerConfigReader.Read(text, at, faults, conditions);
    }

    /// <inheritdoc/>
    public bool Equals(TriggerConfig? other) => other is not null && Text.Equals(other.Text);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode();

    /// <summary>Reads the time condition as time rules have it; null unless the trigger is of that kind.</summary>
    internal TimeCondition? ToTimeCondition()
    {
        if (TimeCondition is not { } text)
        {
            return null;
        }

        var members = text.Element;
        return new TimeCondition
        {
            OlderThanMinutes = members.GetProperty("older_than_minutes").GetInt32(),
            Statuses = members.TryGetProperty("status", out var statuses) && statuses.ValueKind is JsonValueKind.Array ? [.. statuses.EnumerateArray().Select(static status => status.GetString()!)] : [],
            Basis = members.TryGetProperty("basis", out var basis) && basis.ValueKind is JsonValueKind.String ? RuleWords.BasisOf(basis.GetString()!) : TimeBasis.StatusChangedAt,
        };
    }

    internal static TriggerConfig Create(JsonText text, TriggerType type) => new() { Text = text, Type = type };
}
