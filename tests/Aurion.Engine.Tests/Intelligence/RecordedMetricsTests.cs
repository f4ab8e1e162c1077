using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aurion.Engine.Intelligence;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Intelligence;

/// <summary>The example of the reference once more, from decisions as the store keeps them: superseded, noted later, and outside of the time.</summary>
public sealed class RecordedMetricsTests
{
    private static readonly DateTimeOffset Until = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset From = Until.AddDays(-30);
    private int _rows;

    [Fact]
    public async Task GetMetrics_TheReferencesExampleRecorded_EveryFigure()
    {
        await using var world = new DeskWorld(withModels: false);
        var store = world.Decisions;
        foreach (var (outcome, count) in new[] { (ClassificationOutcome.AutoApplied, 410), (ClassificationOutcome.Suggested, 45), (ClassificationOutcome.Silent, 15), (ClassificationOutcome.AgentOverridden, 12) })
        {
            // An override is a note about a decision that had applied.
            await RecordAsync(store, DecisionKind.Classification, IntelligenceContext.Default.ClassificationDecision, count,
                outcome is ClassificationOutcome.AgentOverridden ? [new ClassificationDecision { Outcome = ClassificationOutcome.AutoApplied }, new ClassificationDecision { Outcome = outcome }] : [new ClassificationDecision { Outcome = outcome }]);
        }

        var queued = new RoutingDecision { Outcome = RoutingOutcome.Queued, RuleId = "rr_1", IntendedTeamId = "t", TeamId = "t", EligibleAt = From };
        var routed = queued with { Outcome = RoutingOutcome.Assigned, AssignedAt = From.AddMilliseconds(120) };
        var routing = IntelligenceContext.Default.RoutingDecision;
        await RecordAsync(store, DecisionKind.Routing, routing, 368, queued, routed);
        await RecordAsync(store, DecisionKind.Routing, routing, 15, routed with { TeamId = "o", IsOverflow = true });
        await RecordAsync(store, DecisionKind.Routing, routing, 7, routed, routed with { MovedAt = From.AddDays(2) });
        await RecordAsync(store, DecisionKind.Routing, routing, 8, routed with { RuleId = null });
        await RecordAsync(store, DecisionKind.Routing, routing, 3, routed with { Outcome = RoutingOutcome.Failed, AssignedAt = null });

        var resolution = IntelligenceContext.Default.ResolutionDecision;
        var suggested = new ResolutionDecision { Outcome = ResolutionOutcome.Suggested, CombinedConfidence = 0.9 };
        await RecordAsync(store, DecisionKind.Resolution, resolution, 85, suggested with { Outcome = ResolutionOutcome.AutoResolved, CombinedConfidence = 0.94 });
        await RecordAsync(store, DecisionKind.Resolution, resolution, 70, suggested, suggested with { Outcome = ResolutionOutcome.SentByAgent });
        await RecordAsync(store, DecisionKind.Resolution, resolution, 20, suggested, suggested with { Outcome = ResolutionOutcome.DismissedByAgent, CombinedConfidence = 0.85 });
        await RecordAsync(store, DecisionKind.Resolution, resolution, 25, suggested with { Outcome = ResolutionOutcome.Skipped, CombinedConfidence = 0.884 });
        await RecordAsync(store, DecisionKind.Resolution, resolution, 4, suggested with { Outcome = ResolutionOutcome.AutoResolved }, suggested with { Outcome = ResolutionOutcome.Reversed });

        var metrics = await world.Ai.GetMetricsAsync(TenantId.Default, From, Until, CancellationToken.None);
        Assert.Equal((482, 410, 45, 15, 12, 0.8506, 0.0293), (metrics.Classification.TotalClassified, metrics.Classification.AutoApplied, metrics.Classification.Suggested, metrics.Classification.Silent,
            metrics.Classification.AgentOverridden, metrics.Classification.AutoApplyRate, metrics.Classification.OverrideRate));
        Assert.Equal((398, 15, 3, 7, 0.9246, 120L), (metrics.Routing.TotalRouted, metrics.Routing.OverflowUsed, metrics.Routing.RoutingFailed, metrics.Routing.SubsequentlyReassigned,
            metrics.Routing.FirstAssignmentAccuracy, metrics.Routing.AvgTimeToRouteMs));
        Assert.Equal((200, 85, 90, 25, 70, 20), (metrics.Resolution.TotalAttempted, metrics.Resolution.AutoResolved, metrics.Resolution.Suggested, metrics.Resolution.Skipped,
            metrics.Resolution.SentByAgent, metrics.Resolution.DismissedByAgent));
        Assert.Equal((0.425, 0.7778, 0.91), (metrics.Resolution.ResolutionRate, metrics.Resolution.SuggestionAcceptanceRate, metrics.Resolution.AvgCombinedConfidence));
        Assert.Equal((482, 398, 85), (metrics.Funnel.Classified, metrics.Funnel.Routed, metrics.Funnel.Resolved));
        Assert.Equal(0, (await world.Ai.GetMetricsAsync(new TenantId("other"), From, Until, CancellationToken.None)).Funnel.Classified);
    }

    /// <summary>Records decisions of as many conversations, within the time, and one more just before it and one at its end.</summary>
    private async Task RecordAsync<T>(IDecisionStore store, DecisionKind kind, JsonTypeInfo<T> typeInfo, int count, params T[] each)
    {
        for (var at = -1; at <= count; at++)
        {
            var decidedAt = at == -1 ? From.AddTicks(-1) : at == count ? Until : From.AddMinutes(at);
            var conversation = $"c{_rows}";
            string? before = null;
            foreach (var decision in each)
            {
                var row = new StoredDecision
                {
                    Tenant = TenantId.Default, Id = $"aud_{_rows++:000000}", ConversationId = conversation, Kind = kind, DecidedAt = decidedAt, RecordedAt = decidedAt,
                    Body = JsonText.Parse(JsonSerializer.Serialize(decision, typeInfo)),
                };
                Assert.True((await store.AppendAsync(row, before, CancellationToken.None)).IsDurable);
                before = row.Id;
            }
        }
    }
}
