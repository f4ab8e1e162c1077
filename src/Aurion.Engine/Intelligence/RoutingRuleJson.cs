using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>Reads and writes routing rules as JSON, with the names of the HTTP contract.</summary>
internal static class RoutingRuleJson
{
    public static JsonText Write(RoutingRule rule) => new(JsonSerializer.SerializeToUtf8Bytes(rule, IntelligenceContext.Default.RoutingRule));

    public static RoutingRule Read(JsonText stored) =>
        JsonSerializer.Deserialize(stored.Utf8.Span, IntelligenceContext.Default.RoutingRule) ?? throw new JsonException("A stored routing rule is null.");

    /// <summary>Applies a change, or the body of a new rule to one that is empty: absent members stay, null clears a criterion.</summary>
    /// <param name="standing">The rule as it stands; its team is null when it is new.</param>
    /// <param name="body">The members.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    /// <returns>The rule; null when anything is wrong.</returns>
    public static RoutingRule? Apply(RoutingRule standing, JsonText body, ICollection<Fault> faults)
    {
        var before = faults.Count;
        var reader = new MemberReader(body.Element, FaultPath.Root, faults);
        if (!reader.IsObject())
        {
            return null;
        }

        var changed = standing with
        {
            Category = reader.Text("category", standing.Category, isRequired: false),
            Priority = reader.Text("priority", standing.Priority, isRequired: false),
            ConversationType = reader.Text("conversation_type", standing.ConversationType, isRequired: false),
            Sentiment = reader.Text("sentiment", standing.Sentiment, isRequired: false),
            TargetTeamId = reader.Text("target_team_id", standing.TargetTeamId, isRequired: true)!,
            OverflowTeamId = reader.Text("overflow_team_id", standing.OverflowTeamId, isRequired: false),
            RequiredSkills = reader.Texts("required_skills", standing.RequiredSkills),
            Method = (RoutingMethod)reader.Word("routing_method", (int)standing.Method, "balanced", "round_robin", "manual"),
            PriorityBoost = reader.Whole("priority_boost", standing.PriorityBoost, -2, 2),
            SortOrder = reader.Whole("sort_order", standing.SortOrder, 0, int.MaxValue),
            IsActive = reader.Flag("is_active", standing.IsActive),
        };
        return faults.Count == before ? changed : null;
    }
}
