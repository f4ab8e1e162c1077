namespace Aurion.Engine.Intelligence;

/// <summary>Counts decisions, one after the other, and works out the figures. Sums are exact, so their order does not matter.</summary>
internal sealed class MetricsTally
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);
    private readonly int[] _classified = new int[5];
    private readonly int[] _resolved = new int[6];
    private int _routed;
    private int _overflow;
    private int _failed;
    private int _moved;
    private int _kept;
    private decimal _routeTicks;
    private decimal _confidence;
    private int _confidences;

    public void Add(ClassificationDecision decision) => _classified[(int)decision.Outcome]++;

    public void Add(RoutingDecision decision)
    {
        if (decision.Outcome is RoutingOutcome.Failed)
        {
            _failed++;
        }

        if (decision is not { Outcome: RoutingOutcome.Assigned or RoutingOutcome.TeamAssigned, AssignedAt: { } assignedAt })
        {
            return;
        }

        var wasMoved = decision.MovedAt is { } movedAt && movedAt - assignedAt <= KeptFor && !(decision.ResolvedAt < movedAt);
        _routed++;
        _overflow += decision.IsOverflow ? 1 : 0;
        _moved += wasMoved ? 1 : 0;
        _kept += decision is { RuleId: not null, IsOverflow: false } && decision.TeamId == decision.IntendedTeamId && !wasMoved ? 1 : 0;
        _routeTicks += (assignedAt - decision.EligibleAt).Ticks;
    }

    public void Add(ResolutionDecision decision)
    {
        _resolved[(int)decision.Outcome]++;
        if (decision is { Outcome: not ResolutionOutcome.Reversed, CombinedConfidence: { } combined })
        {
            _confidence += (decimal)combined;
            _confidences++;
        }
    }

    public IntelligenceMetrics ToMetrics(DateTimeOffset from, DateTimeOffset until)
    {
        var classification = Classification();
        var resolution = Resolution();
        return new IntelligenceMetrics
        {
            From = from,
            Until = until,
            Classification = classification,
            Routing = new RoutingMetrics
            {
                TotalRouted = _routed,
                OverflowUsed = _overflow,
                RoutingFailed = _failed,
                SubsequentlyReassigned = _moved,
                Kept = _kept,
                FirstAssignmentAccuracy = Rate(_kept, _routed),
                AvgTimeToRouteMs = _routed == 0 ? null : (long)Math.Round(_routeTicks / _routed / TimeSpan.TicksPerMillisecond, 0, MidpointRounding.AwayFromZero),
            },
            Resolution = resolution,
            Funnel = new FunnelMetrics { Classified = classification.TotalClassified, Routed = _routed, Resolved = resolution.AutoResolved },
        };
    }

    private ClassificationMetrics Classification()
    {
        var (applied, suggested, silent, overridden) = (
            _classified[(int)ClassificationOutcome.AutoApplied],
            _classified[(int)ClassificationOutcome.Suggested],
            _classified[(int)ClassificationOutcome.Silent],
            _classified[(int)ClassificationOutcome.AgentOverridden]);
        var total = applied + suggested + silent + overridden;
        return new ClassificationMetrics
        {
            TotalClassified = total,
            AutoApplied = applied,
            Suggested = suggested,
            Silent = silent,
            AgentOverridden = overridden,
            AutoApplyRate = Rate(applied, total),
            OverrideRate = Rate(overridden, applied),
        };
    }

    private ResolutionMetrics Resolution()
    {
        var (sent, dismissed) = (_resolved[(int)ResolutionOutcome.SentByAgent], _resolved[(int)ResolutionOutcome.DismissedByAgent]);
        var (resolved, skipped) = (_resolved[(int)ResolutionOutcome.AutoResolved], _resolved[(int)ResolutionOutcome.Skipped]);
        var suggested = _resolved[(int)ResolutionOutcome.Suggested] + sent + dismissed;
        var attempted = resolved + suggested + skipped;
        return new ResolutionMetrics
        {
            TotalAttempted = attempted,
            AutoResolved = resolved,
            Suggested = suggested,
            Skipped = skipped,
            SentByAgent = sent,
            DismissedByAgent = dismissed,
            ResolutionRate = Rate(resolved, attempted),
            SuggestionAcceptanceRate = Rate(sent, sent + dismissed),
            AvgCombinedConfidence = Rate(_confidence, _confidences),
        };
    }

    private static double? Rate(decimal part, int whole) => whole == 0 ? null : (double)Math.Round(part / whole, 4, MidpointRounding.AwayFromZero);
}
