using Aurion.Engine.Intelligence;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Intelligence;

public sealed class MetricsTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 1, 10, 0, 0, TimeSpan.Zero);

    /// <summary>The example of the reference, every figure, counted from as many decisions.</summary>
    [Fact]
    public void ToMetrics_TheReferencesExample_EveryFigure()
    {
        var tally = new MetricsTally();
        Repeat(410, () => tally.Add(new ClassificationDecision { Outcome = ClassificationOutcome.AutoApplied }));
        Repeat(45, () => tally.Add(new ClassificationDecision { Outcome = ClassificationOutcome.Suggested }));
        Repeat(15, () => tally.Add(new ClassificationDecision { Outcome = ClassificationOutcome.Silent }));
        Repeat(12, () => tally.Add(new ClassificationDecision { Outcome = ClassificationOutcome.AgentOverridden }));

        var routed = new RoutingDecision { Outcome = RoutingOutcome.Assigned, RuleId = "rr_1", IntendedTeamId = "t", TeamId = "t", EligibleAt = Start, AssignedAt = Start.AddMilliseconds(120) };
        Repeat(368, () => tally.Add(routed));
        Repeat(15, () => tally.Add(routed with { TeamId = "o", IsOverflow = true }));
        Repeat(7, () => tally.Add(routed with { MovedAt = Start.AddDays(1) }));
        Repeat(8, () => tally.Add(routed with { RuleId = null })); // a step of a canvas named the team
        Repeat(3, () => tally.Add(new RoutingDecision { Outcome = RoutingOutcome.Failed, RuleId = "rr_1", IntendedTeamId = "t" }));

        Repeat(85, () => tally.Add(new ResolutionDecision { Outcome = ResolutionOutcome.AutoResolved, CombinedConfidence = 0.94 }));
        Repeat(70, () => tally.Add(new ResolutionDecision { Outcome = ResolutionOutcome.SentByAgent, CombinedConfidence = 0.9 }));
        Repeat(20, () => tally.Add(new ResolutionDecision { Outcome = ResolutionOutcome.DismissedByAgent, CombinedConfidence = 0.85 }));
        Repeat(25, () => tally.Add(new ResolutionDecision { Outcome = ResolutionOutcome.Skipped, CombinedConfidence = 0.884 }));

        var metrics = tally.ToMetrics(Start, Start.AddDays(30));
        Assert.Equal(
            new ClassificationMetrics { TotalClassified = 482, AutoApplied = 410, Suggested = 45, Silent = 15, AgentOverridden = 12, AutoApplyRate = 0.8506, OverrideRate = 0.0293 },
            metrics.Classification);
        Assert.Equal(
            new RoutingMetrics { TotalRouted = 398, OverflowUsed = 15, RoutingFailed = 3, SubsequentlyReassigned = 7, Kept = 368, FirstAssignmentAccuracy = 0.9246, AvgTimeToRouteMs = 120 },
            metrics.Routing);
        Assert.Equal(
            new ResolutionMetrics
            {
                TotalAttempted = 200, AutoResolved = 85, Suggested = 90, Skipped = 25, SentByAgent = 70, DismissedByAgent = 20,
                ResolutionRate = 0.425, SuggestionAcceptanceRate = 0.7778, AvgCombinedConfidence = 0.91,
            },
            metrics.Resolution);
        Assert.Equal(new FunnelMetrics { Classified = 482, Routed = 398, Resolved = 85 }, metrics.Funnel);
    }

    [Fact]
    public void ToMetrics_Nothing_RatesAreNull()
    {
        var metrics = new MetricsTally().ToMetrics(Start, Start);
        Assert.Equal(new ClassificationMetrics(), metrics.Classification);
        Assert.Equal(new RoutingMetrics(), metrics.Routing);
        Assert.Equal(new ResolutionMetrics(), metrics.Resolution);
    }

    [Fact]
    public void ToMetrics_FiveInTheFifthPlace_RoundsAwayFromZero()
    {
        var tally = new MetricsTally();
        Repeat(1, () => tally.Add(new ResolutionDecision { Outcome = ResolutionOutcome.Suggested, CombinedConfidence = 0.12345 }));
        Assert.Equal(0.1235, tally.ToMetrics(Start, Start).Resolution.AvgCombinedConfidence);
    }

    /// <summary>Any log of decisions gives the figures of one that is counted with lists and the formulas as they stand in the design.</summary>
    [Property(MaxTest = 2000)]
    public void ToMetrics_RandomLog_AgreesWithThePlainFormulas(int seed)
    {
        var random = new Random(seed);
        var classified = Enumerable.Range(0, random.Next(60)).Select(_ => new ClassificationDecision { Outcome = (ClassificationOutcome)random.Next(5) }).ToList();
        var routed = Enumerable.Range(0, random.Next(60)).Select(_ => RandomRouting(random)).ToList();
        var resolved = Enumerable.Range(0, random.Next(60)).Select(_ => new ResolutionDecision { Outcome = (ResolutionOutcome)random.Next(6), CombinedConfidence = random.Next(4) == 0 ? null : random.Next(100_001) / 100_000.0 }).ToList();
        var tally = new MetricsTally();
        classified.ForEach(tally.Add);
        routed.ForEach(tally.Add);
        resolved.ForEach(tally.Add);

        var metrics = tally.ToMetrics(Start, Start.AddDays(1));

        int C(ClassificationOutcome outcome) => classified.Count(decision => decision.Outcome == outcome);
        var total = classified.Count - C(ClassificationOutcome.None);
        Assert.Equal((total, C(ClassificationOutcome.AutoApplied)), (metrics.Classification.TotalClassified, metrics.Classification.AutoApplied));
        Assert.Equal(Ratio(C(ClassificationOutcome.AutoApplied), total), metrics.Classification.AutoApplyRate);
        Assert.Equal(Ratio(C(ClassificationOutcome.AgentOverridden), C(ClassificationOutcome.AutoApplied)), metrics.Classification.OverrideRate);

        var there = routed.Where(static decision => decision.Outcome is RoutingOutcome.Assigned or RoutingOutcome.TeamAssigned).ToList();
        bool Moved(RoutingDecision decision) => decision.MovedAt is { } moved && moved <= decision.AssignedAt!.Value.AddDays(7) && (decision.ResolvedAt is null || moved <= decision.ResolvedAt);
        var kept = there.Count(decision => decision.RuleId is not null && decision.TeamId == decision.IntendedTeamId && !decision.IsOverflow && !Moved(decision));
        Assert.Equal((there.Count, there.Count(static decision => decision.IsOverflow), routed.Count(static decision => decision.Outcome is RoutingOutcome.Failed), there.Count(Moved), kept),
            (metrics.Routing.TotalRouted, metrics.Routing.OverflowUsed, metrics.Routing.RoutingFailed, metrics.Routing.SubsequentlyReassigned, metrics.Routing.Kept));
        Assert.Equal(Ratio(kept, there.Count), metrics.Routing.FirstAssignmentAccuracy);
        Assert.Equal(there.Count == 0 ? null : (long)Math.Round(there.Average(static decision => (decimal)(decision.AssignedAt!.Value - decision.EligibleAt).Ticks) / 10_000, MidpointRounding.AwayFromZero), metrics.Routing.AvgTimeToRouteMs);

        int R(params ResolutionOutcome[] outcomes) => resolved.Count(decision => outcomes.Contains(decision.Outcome));
        var (sent, dismissed, auto) = (R(ResolutionOutcome.SentByAgent), R(ResolutionOutcome.DismissedByAgent), R(ResolutionOutcome.AutoResolved));
        var attempted = resolved.Count - R(ResolutionOutcome.Reversed);
        Assert.Equal((attempted, R(ResolutionOutcome.Suggested) + sent + dismissed, R(ResolutionOutcome.Skipped)), (metrics.Resolution.TotalAttempted, metrics.Resolution.Suggested, metrics.Resolution.Skipped));
        Assert.Equal(Ratio(auto, attempted), metrics.Resolution.ResolutionRate);
        Assert.Equal(Ratio(sent, sent + dismissed), metrics.Resolution.SuggestionAcceptanceRate);
        var sure = resolved.Where(static decision => decision.Outcome is not ResolutionOutcome.Reversed && decision.CombinedConfidence is not null).ToList();
        Assert.Equal(Ratio(sure.Sum(static decision => (decimal)decision.CombinedConfidence!.Value), sure.Count), metrics.Resolution.AvgCombinedConfidence);
    }

    private static RoutingDecision RandomRouting(Random random)
    {
        var outcome = (RoutingOutcome)random.Next(4);
        return new RoutingDecision
        {
            Outcome = outcome,
            RuleId = random.Next(4) == 0 ? null : "rr_1",
            IntendedTeamId = "a",
            TeamId = random.Next(3) == 0 ? "b" : "a",
            IsOverflow = random.Next(4) == 0,
            EligibleAt = Start,
            AssignedAt = outcome is RoutingOutcome.Assigned or RoutingOutcome.TeamAssigned ? Start.AddTicks(random.Next(10_000_000)) : null,
            MovedAt = random.Next(3) == 0 ? Start.AddHours(random.Next(300)) : null,
            ResolvedAt = random.Next(3) == 0 ? Start.AddHours(random.Next(300)) : null,
        };
    }

    private static double? Ratio(decimal part, int whole) => whole == 0 ? null : (double)Math.Round(part / whole, 4, MidpointRounding.AwayFromZero);

    private static void Repeat(int times, Action act)
    {
        for (var at = 0; at < times; at++)
        {
            act();
        }
    }
}
