using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>Reads and writes settings of AI automation as JSON, with the names of the HTTP contract.</summary>
/// <remarks>Stateless and safe for concurrent use. Reading a change reports all faults at once and never throws.</remarks>
public static class IntelligenceSettingsJson
{
    private const int MaxSeconds = 30 * 24 * 3600;

    /// <summary>Writes settings whole.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The object with its three sections, <c>version</c> and <c>updated_at</c>.</returns>
    public static JsonText Write(IntelligenceSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new JsonText(JsonSerializer.SerializeToUtf8Bytes(settings, IntelligenceContext.Default.IntelligenceSettings));
    }

    /// <summary>Applies a change: sections and members that are absent stay, unknown ones are ignored, and the version is raised.</summary>
    /// <param name="standing">The settings as they stand.</param>
    /// <param name="patch">The members to change, as an object.</param>
    /// <param name="now">When they are changed.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    /// <returns>The changed settings; null when anything is wrong.</returns>
    public static IntelligenceSettings? Apply(IntelligenceSettings standing, JsonText patch, DateTimeOffset now, ICollection<Fault> faults)
    {
        ArgumentNullException.ThrowIfNull(standing);
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(faults);
        var before = faults.Count;
        var body = new MemberReader(patch.Element, FaultPath.Root, faults);
        if (!body.IsObject())
        {
            return null;
        }

        var changed = standing with
        {
            Classification = body.Section("classification") is { } classification ? Apply(standing.Classification, classification) : standing.Classification,
            Routing = body.Section("routing") is { } routing ? Apply(standing.Routing, routing) : standing.Routing,
            Resolution = body.Section("resolution") is { } resolution ? Apply(standing.Resolution, resolution) : standing.Resolution,
            Version = standing.Version + 1,
            UpdatedAt = now,
        };
        return faults.Count == before ? changed : null;
    }

    /// <summary>Reads stored settings; what they do not name has its default.</summary>
    internal static IntelligenceSettings Read(JsonText stored)
    {
        var faults = new List<Fault>();
        var root = stored.Element;
        var read = Apply(IntelligenceSettings.Default, stored, default, faults) ?? throw new JsonException($"The stored settings of AI automation cannot be read: {faults[0]}");
        return read with
        {
            Version = root.TryGetProperty("version", out var version) && version.TryGetInt64(out var number) ? number : 1,
            UpdatedAt = root.TryGetProperty("updated_at", out var at) && at.ValueKind is JsonValueKind.String && at.TryGetDateTimeOffset(out var instant) ? instant : null,
        };
    }

    private static ClassificationSettings Apply(ClassificationSettings standing, MemberReader body)
    {
        var changed = standing with
        {
            Enabled = body.Flag("enabled", standing.Enabled),
            AutoApplyThreshold = body.Share("auto_apply_threshold", standing.AutoApplyThreshold),
            SuggestThreshold = body.Share("suggest_threshold", standing.SuggestThreshold),
            AutoApplyFields = body.Texts("auto_apply_fields", standing.AutoApplyFields),
            ClassifyOn = body.Texts("classify_on", standing.ClassifyOn),
            ReclassifyOnReply = body.Flag("reclassify_on_reply", standing.ReclassifyOnReply),
            ExcludeChannels = body.Texts("exclude_channels", standing.ExcludeChannels),
        };
        if (changed.SuggestThreshold > changed.AutoApplyThreshold)
        {
            body.Add("suggest_threshold", "value_error", "suggest_threshold should be less than or equal to auto_apply_threshold", default);
        }

        if (changed.ClassifyOn.Contains(IntelligenceEvents.Classified))
        {
            body.Add("classify_on", "value_error", $"A conversation can't be classified on {IntelligenceEvents.Classified}: it would be classified for ever", default);
        }

        return changed;
    }

    private static RoutingSettings Apply(RoutingSettings standing, MemberReader body) => standing with
    {
        Enabled = body.Flag("enabled", standing.Enabled),
        RouteOnFirstClassificationOnly = body.Flag("route_on_first_classification_only", standing.RouteOnFirstClassificationOnly),
        SkillsTimeoutSeconds = body.Whole("skills_timeout_seconds", standing.SkillsTimeoutSeconds, 0, MaxSeconds),
        FallbackToTeamPool = body.Flag("fallback_to_team_pool", standing.FallbackToTeamPool),
        AiSkillMatchingEnabled = body.Flag("ai_skill_matching_enabled", standing.AiSkillMatchingEnabled),
    };

    private static ResolutionSettings Apply(ResolutionSettings standing, MemberReader body) => standing with
    {
        Enabled = body.Flag("enabled", standing.Enabled),
        Mode = (ResolutionMode)body.Word("mode", (int)standing.Mode, "suggest", "auto"),
        AutoResolveThreshold = body.Share("auto_resolve_threshold", standing.AutoResolveThreshold),
        KbMatchThreshold = body.Share("kb_match_threshold", standing.KbMatchThreshold),
        MaxAutoResolveAttempts = body.Whole("max_auto_resolve_attempts", standing.MaxAutoResolveAttempts, 0, int.MaxValue),
        ExcludeHighPriority = body.Flag("exclude_high_priority", standing.ExcludeHighPriority),
    };
}
