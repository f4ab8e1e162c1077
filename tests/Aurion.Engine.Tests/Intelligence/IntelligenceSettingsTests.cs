using Aurion.Engine.Intelligence;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Intelligence;

public sealed class IntelligenceSettingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 10, 14, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Write_Default_IsTheReferencesExample() => Assert.Equal(
        """{"classification":{"enabled":true,"auto_apply_threshold":0.85,"suggest_threshold":0.5,"auto_apply_fields":["category","priority","conversation_type"],"classify_on":["conversation.created","conversation.customer_replied"],"reclassify_on_reply":true,"exclude_channels":[]},"routing":{"enabled":true,"route_on_first_classification_only":true,"skills_timeout_seconds":300,"fallback_to_team_pool":true,"ai_skill_matching_enabled":false},"resolution":{"enabled":false,"mode":"suggest","auto_resolve_threshold":0.92,"kb_match_threshold":0.9,"max_auto_resolve_attempts":2,"exclude_high_priority":true},"version":1,"updated_at":null}""",
        IntelligenceSettingsJson.Write(IntelligenceSettings.Default).ToString());

    [Fact]
    public void Apply_SomeMembers_LeavesTheRest()
    {
        var changed = Apply("""{"classification":{"enabled":true,"auto_apply_threshold":0.9},"resolution":{"enabled":true,"mode":"auto"},"unknown":1}""", out var faults)!;
        Assert.Empty(faults);
        Assert.Equal((0.9, 0.5, true, ResolutionMode.Auto, 300, 2L, Now), (
            changed.Classification.AutoApplyThreshold, changed.Classification.SuggestThreshold, changed.Resolution.Enabled, changed.Resolution.Mode,
            changed.Routing.SkillsTimeoutSeconds, changed.Version, changed.UpdatedAt));
        var back = IntelligenceSettingsJson.Read(IntelligenceSettingsJson.Write(changed));
        Assert.Equal(IntelligenceSettingsJson.Write(changed), IntelligenceSettingsJson.Write(back));
    }

    [Fact]
    public void Apply_ManyMistakes_NamesThemAll()
    {
        Assert.Null(Apply(
            """{"classification":{"enabled":"true","auto_apply_threshold":1.1,"auto_apply_fields":["",1],"classify_on":["conversation.classified"]},"routing":{"skills_timeout_seconds":-1},"resolution":{"mode":"always"}}""",
            out var faults));
        Assert.Equal(
            ["classification.enabled bool_type", "classification.auto_apply_threshold less_than_equal", "classification.auto_apply_fields[0] string_too_short", "classification.auto_apply_fields[1] string_type",
                "classification.classify_on value_error", "routing.skills_timeout_seconds greater_than_equal", "resolution.mode enum"],
            faults.Select(static fault => $"{fault.Path} {fault.Type}"));
        Assert.Contains("suggest, auto", faults[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_SuggestAboveApply_IsRefused()
    {
        Assert.Null(Apply("""{"classification":{"auto_apply_threshold":0.4}}""", out var faults));
        Assert.Equal("classification.suggest_threshold", Assert.Single(faults).Path.ToString());
    }

    private static IntelligenceSettings? Apply(string patch, out List<Fault> faults) =>
        IntelligenceSettingsJson.Apply(IntelligenceSettings.Default, JsonText.Parse(patch), Now, faults = []);
}
