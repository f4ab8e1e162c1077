using System.Collections.Immutable;
using Aurion.Engine.Intelligence;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Intelligence;

public sealed class ClassificationRulesTests
{
    private static readonly ClassificationSettings Settings = new();

    [Theory]
    [InlineData("category", 0.85, FieldOutcome.Applied)]
    [InlineData("category", 0.8499999999, FieldOutcome.Suggested)]
    [InlineData("category", 0.5, FieldOutcome.Suggested)]
    [InlineData("category", 0.4999999, FieldOutcome.Silent)]
    [InlineData("sentiment", 0.99, FieldOutcome.Suggested)]
    [InlineData("category", double.NaN, FieldOutcome.Silent)]
    [InlineData("category", 7, FieldOutcome.Silent)]
    public void Decide_Confidence_DecidesTheField(string field, double confidence, FieldOutcome expected) =>
        Assert.Equal(expected, Decide(Said((field, "Network", confidence)))!.Fields[0].Outcome);

    [Fact]
    public void Decide_ValueThatIsNotListed_IsNeverApplied()
    {
        var decided = ClassificationRules.Decide(Settings, Said(("category", "Root access for all", 1)), static _ => ["Network", "Mail"], null)!;
        Assert.Equal(FieldOutcome.Invalid, decided.Fields[0].Outcome);
        Assert.Equal((ClassificationOutcome.Silent, 0), (decided.Outcome, decided.Confidence));
    }

    [Fact]
    public void Decide_FieldThatAnAgentSet_IsNeverOverwritten()
    {
        var locked = ClassificationRules.Lock(null, new Dictionary<string, string?> { ["category"] = "Mail" });
        var decided = Decide(Said(("category", "Network", 1), ("priority", "high", 0.9)), locked)!;
        Assert.Equal([FieldOutcome.Locked, FieldOutcome.Applied], decided.Fields.Select(static field => field.Outcome));
        Assert.Equal("category", Assert.Single(decided.Locked));
    }

    [Fact]
    public void Lock_AppliedFieldChanged_OverridesOnce()
    {
        var decided = Decide(Said(("category", "Network", 1)))!;
        Assert.Equal(ClassificationOutcome.AutoApplied, ClassificationRules.Lock(decided, Changed("Network"))!.Outcome); // the agent agrees
        var overridden = ClassificationRules.Lock(decided, Changed("Mail"))!;
        Assert.Equal(ClassificationOutcome.AgentOverridden, overridden.Outcome);
        Assert.Null(ClassificationRules.Lock(overridden, Changed("Printer")));
        Assert.Equal("An agent has overridden the classification.", ClassificationRules.ObstacleTo(Settings, overridden, null, isReply: true, isAssigned: false));
    }

    [Theory]
    [InlineData(0.6, 0.7, true)]
    [InlineData(0.6, 0.69999, false)]
    [InlineData(0.2, 0.3, true)]
    public void Decide_Again_NeedsATenthMore(double before, double after, bool expected)
    {
        var standing = Decide(Said(("category", "Network", before)))!;
        var again = Decide(Said(("category", "Mail", after)), standing);
        Assert.Equal(expected, again is not null);
        Assert.Equal(expected ? 1 : 0, again?.Reclassifications ?? 0);
    }

    [Fact]
    public void ObstacleTo_EachReason_InTurn()
    {
        var standing = Decide(Said(("category", "Network", 0.1)))!;
        Assert.Null(ClassificationRules.ObstacleTo(Settings, null, "email", false, false));
        Assert.Null(ClassificationRules.ObstacleTo(Settings, standing, "email", true, false));
        Assert.Equal("Classification is switched off.", ClassificationRules.ObstacleTo(Settings with { Enabled = false }, null, null, false, false));
        Assert.Equal("The channel 'Email' is excluded.", ClassificationRules.ObstacleTo(Settings with { ExcludeChannels = ["email"] }, null, "Email", false, false));
        Assert.Equal("The conversation is classified already.", ClassificationRules.ObstacleTo(Settings, standing, null, false, false));
        Assert.Equal("A reply does not classify anew.", ClassificationRules.ObstacleTo(Settings with { ReclassifyOnReply = false }, standing, null, true, false));
        Assert.Equal("An agent has the conversation.", ClassificationRules.ObstacleTo(Settings, standing, null, true, true));
        Assert.Equal("The conversation was classified anew 3 times.", ClassificationRules.ObstacleTo(Settings, standing with { Reclassifications = 3 }, null, true, false));
    }

    /// <summary>Over any story of replies and agents: no locked field is applied, at most three reclassifications, none after an override, each a tenth surer.</summary>
    [Property(MaxTest = 2000)]
    public void AnyStory_KeepsThePromises(int seed)
    {
        var random = new Random(seed);
        ClassificationDecision? standing = null;
        var locked = new HashSet<string>();
        for (var at = 0; at < 12; at++)
        {
            if (random.Next(4) == 0)
            {
                var field = Settings.AutoApplyFields[random.Next(3)];
                locked.Add(field);
                var before = standing;
                standing = ClassificationRules.Lock(standing, new Dictionary<string, string?> { [field] = "by agent" }) ?? standing;
                Assert.Equal(
                    before?.Outcome is ClassificationOutcome.AgentOverridden || (before?.Outcome is ClassificationOutcome.AutoApplied && before.Fields.Any(known => known.Field == field && known.Outcome is FieldOutcome.Applied)),
                    standing!.Outcome is ClassificationOutcome.AgentOverridden);
                continue;
            }

            if (ClassificationRules.ObstacleTo(Settings, standing, null, isReply: standing is not null, isAssigned: false) is not null)
            {
                Assert.True(standing!.Outcome is ClassificationOutcome.AgentOverridden || standing.Reclassifications == 3);
                continue;
            }

            var next = Decide(Said([.. Settings.AutoApplyFields.Select(field => (field, $"v{at}", random.Next(101) / 100.0))]), standing);
            if (next is null)
            {
                continue;
            }

            Assert.Equal(locked, next.Locked.ToHashSet());
            Assert.All(next.Fields, field => Assert.Equal(locked.Contains(field.Field), field.Outcome is FieldOutcome.Locked));
            Assert.True(next.Reclassifications <= 3);
            Assert.True(standing is null or { Outcome: ClassificationOutcome.None } || next.Confidence - standing.Confidence > 0.0999999);
            standing = next;
        }
    }

    private static Dictionary<string, string?> Changed(string category) => new() { ["category"] = category };

    private static Classification Said(params (string Field, string Value, double Confidence)[] fields) =>
        new() { Fields = [.. fields.Select(static field => new FieldPrediction { Field = field.Field, Value = field.Value, Confidence = field.Confidence })] };

    private static ClassificationDecision? Decide(Classification said, ClassificationDecision? standing = null) =>
        ClassificationRules.Decide(Settings, said, static _ => (ImmutableArray<string>?)null, standing);
}
