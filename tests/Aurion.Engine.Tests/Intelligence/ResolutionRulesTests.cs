using Aurion.Engine.Intelligence;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Intelligence;

public sealed class ResolutionRulesTests
{
    private static readonly ResolutionSettings Auto = new() { Enabled = true, Mode = ResolutionMode.Auto };
    private static readonly ResolutionInput Sure = new() { ClassificationConfidence = 0.95, KbMatch = 0.93, Coherence = 0.88 };

    [Fact]
    public void Decide_TheReferencesExample_IsResolved()
    {
        var decided = Decide(Auto, Sure)!;
        Assert.Equal((ResolutionOutcome.AutoResolved, 0.94, null), (decided.Outcome, decided.CombinedConfidence, decided.HeldBackBy));
    }

    [Fact]
    public void Decide_SwitchedOff_AttemptsNothing() => Assert.Null(Decide(Auto with { Enabled = false }, Sure));

    [Fact]
    public void Decide_EachGate_HoldsBack()
    {
        AssertHeld("suggest_mode", Auto with { Mode = ResolutionMode.Suggest }, Sure);
        AssertHeld("high_priority", Auto, Sure with { IsHighPriority = true });
        AssertHeld("attempts_exhausted", Auto, Sure with { Attempts = 2 });
        AssertHeld("not_classified", Auto, Sure with { ClassificationConfidence = null });
        AssertHeld("combined_below_threshold", Auto, Sure with { ClassificationConfidence = 0.9 });
        AssertHeld("coherence_below_threshold", Auto, Sure with { Coherence = 0.7999 });
        AssertHeld("nothing_sends", Auto, Sure with { CanSend = false });
        Assert.Equal(ResolutionOutcome.AutoResolved, Decide(Auto, Sure with { Attempts = 1, Coherence = 0.8, ClassificationConfidence = 0.91 })!.Outcome); // each at its limit
    }

    [Fact]
    public void Decide_NothingToSuggest_IsSkippedWithTheReason()
    {
        AssertSkipped("no_match", Sure with { KbMatch = null });
        AssertSkipped("kb_match_below_threshold", Sure with { KbMatch = 0.8999 });
        AssertSkipped("no_reply", Sure with { Coherence = null });
    }

    /// <summary>Sent only if every gate holds, by the gates written once more; suggested or skipped by the match alone.</summary>
    [Property(MaxTest = 3000)]
    public void Decide_AnyInput_SendsOnlyWhenEveryGateHolds(int seed)
    {
        var random = new Random(seed);
        double Near(double value) => value + ((random.Next(5) - 2) / 100.0);
        var settings = Auto with { Mode = (ResolutionMode)random.Next(2), ExcludeHighPriority = random.Next(2) == 0, MaxAutoResolveAttempts = random.Next(3) };
        var input = new ResolutionInput
        {
            IsHighPriority = random.Next(3) == 0,
            Attempts = random.Next(3),
            ClassificationConfidence = random.Next(6) == 0 ? null : Near(0.94),
            KbMatch = random.Next(6) == 0 ? null : Near(0.9),
            Coherence = random.Next(6) == 0 ? null : Near(0.8),
            CanSend = random.Next(5) > 0,
        };
        var decided = Decide(settings, input)!;
        var canSuggest = input.KbMatch >= settings.KbMatchThreshold && input.Coherence is not null;
        var mean = ((decimal?)input.ClassificationConfidence + (decimal?)input.KbMatch) / 2;
        var gates = settings.Mode is ResolutionMode.Auto && !(settings.ExcludeHighPriority && input.IsHighPriority) && input.Attempts < settings.MaxAutoResolveAttempts
            && mean >= (decimal)settings.AutoResolveThreshold && input.Coherence >= 0.8 && input.CanSend;
        Assert.Equal(canSuggest && gates ? ResolutionOutcome.AutoResolved : canSuggest ? ResolutionOutcome.Suggested : ResolutionOutcome.Skipped, decided.Outcome);
        Assert.Equal(decided.Outcome is ResolutionOutcome.Skipped, decided.SkipReason is not null);
        Assert.Equal(decided.Outcome is ResolutionOutcome.AutoResolved, decided.HeldBackBy is null);
    }

    [Fact]
    public void IsReversible_Within72Hours()
    {
        var at = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
        var resolved = Decide(Auto, Sure)! with { ResolvedAt = at };
        Assert.True(ResolutionRules.IsReversible(resolved, at.AddHours(72)));
        Assert.False(ResolutionRules.IsReversible(resolved, at.AddHours(72).AddTicks(1)));
        Assert.False(ResolutionRules.IsReversible(resolved with { Outcome = ResolutionOutcome.SentByAgent }, at));
    }

    private static void AssertHeld(string gate, ResolutionSettings settings, ResolutionInput input)
    {
        var decided = Decide(settings, input)!;
        Assert.Equal((ResolutionOutcome.Suggested, gate, null), (decided.Outcome, decided.HeldBackBy, decided.SkipReason));
    }

    private static void AssertSkipped(string reason, ResolutionInput input)
    {
        var decided = Decide(Auto, input)!;
        Assert.Equal((ResolutionOutcome.Skipped, reason), (decided.Outcome, decided.SkipReason));
    }

    private static ResolutionDecision? Decide(ResolutionSettings settings, ResolutionInput input) => ResolutionRules.Decide(settings, input, ResolutionRules.Mean);
}
