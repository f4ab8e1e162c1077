using System.Collections.Immutable;

namespace Aurion.Engine.Intelligence;

/// <summary>Decides who gets a conversation. Pure: the same team gives the same answer, and <c>simulate</c> asks the same code.</summary>
internal static class Router
{
    /// <summary>Finds the first rule that fits: by place, then by age, then by id.</summary>
    /// <returns>The rule; null when none fits.</returns>
    public static RoutingRule? Match(IEnumerable<RoutingRule> rules, RoutingCriteria conversation)
    {
        RoutingRule? best = null;
        foreach (var rule in rules)
        {
            if (rule.IsActive && Fits(rule, conversation) && (best is null || Compare(rule, best) < 0))
            {
                best = rule;
            }
        }

        return best;
    }

    /// <summary>Orders rules as they are asked.</summary>
    public static int Compare(RoutingRule one, RoutingRule other)
    {
        var order = one.SortOrder.CompareTo(other.SortOrder);
        order = order != 0 ? order : one.CreatedAt.CompareTo(other.CreatedAt);
        return order != 0 ? order : string.CompareOrdinal(one.Id, other.Id);
    }

    /// <summary>Joins the rule's skills with those of the classifier where that is wanted; of two the first stays, case ignored.</summary>
    public static ImmutableArray<string> SkillsOf(RoutingRule rule, ImmutableArray<string> named, RoutingSettings settings) =>
        settings.AiSkillMatchingEnabled ? [.. rule.RequiredSkills.Concat(named).Distinct(StringComparer.OrdinalIgnoreCase)] : rule.RequiredSkills;

    /// <summary>Tells how many skills are let go after a wait, from the last on: one for each timeout that has passed whole.</summary>
    public static int RelaxedAfter(TimeSpan waited, int skills, int timeoutSeconds) => timeoutSeconds <= 0
        ? skills
        : (int)Math.Min(skills, Math.Max(0, waited.Ticks) / (timeoutSeconds * TimeSpan.TicksPerSecond));

    /// <summary>Decides.</summary>
    public static RoutingDecision Decide(RoutingRequest request, RoutingSettings settings)
    {
        var relaxed = RelaxedAfter(request.Now - request.EligibleAt, request.Skills.Length, settings.SkillsTimeoutSeconds);
        var decision = new RoutingDecision
        {
            RuleId = request.RuleId,
            IntendedTeamId = request.Target.TeamId,
            RequiredSkills = request.Skills,
            RelaxedSkills = relaxed,
            Method = request.Method,
            PriorityBoost = request.PriorityBoost,
            EligibleAt = request.EligibleAt,
        };
        var held = request.Skills.AsSpan(0, request.Skills.Length - relaxed);
        if (TryTeam(request.Target, request.Method, held) is { } here)
        {
            return decision with { Outcome = here.Outcome, TeamId = here.TeamId, AgentId = here.AgentId, AssignedAt = request.Now };
        }

        if (request.Target.HasStaff && relaxed < request.Skills.Length)
        {
            return decision with
            {
                Outcome = RoutingOutcome.Queued,
                TeamId = request.Target.TeamId,
                RetryAt = request.EligibleAt.AddSeconds((double)settings.SkillsTimeoutSeconds * (relaxed + 1)),
                Reason = $"Nobody who is free has all of: {string.Join(", ", held.ToArray())}.",
            };
        }

        if (request.Target.HasStaff && settings.FallbackToTeamPool)
        {
            return decision with { Outcome = RoutingOutcome.Queued, TeamId = request.Target.TeamId, Reason = "Nobody in the team is free." };
        }

        if (request.Overflow is { } overflow)
        {
            if (TryTeam(overflow, request.Method, held) is { } there)
            {
                return decision with { Outcome = there.Outcome, TeamId = there.TeamId, AgentId = there.AgentId, AssignedAt = request.Now, IsOverflow = true };
            }

            if (overflow.HasStaff)
            {
                return decision with { Outcome = RoutingOutcome.Queued, TeamId = overflow.TeamId, IsOverflow = true, Reason = "Nobody in the overflow team is free." };
            }
        }

        return decision with { Outcome = RoutingOutcome.Failed, Reason = request.Overflow is null ? "Nobody in the team can take it, and there is no overflow team." : "Nobody in either team can take it." };
    }

    /// <summary>Chooses an agent of a team.</summary>
    /// <returns>The agent; null when nobody can take it.</returns>
    public static AgentSeat? Choose(ImmutableArray<AgentSeat> seats, RoutingMethod method, string? cursor, ReadOnlySpan<string> skills)
    {
        AgentSeat? best = null;
        foreach (var seat in seats)
        {
            if (seat.IsEligible(skills) && (best is null || IsBefore(seat, best, method, cursor)))
            {
                best = seat;
            }
        }

        return best;
    }

    private static (RoutingOutcome Outcome, string TeamId, string? AgentId)? TryTeam(TeamSeats team, RoutingMethod method, ReadOnlySpan<string> skills)
    {
        if (method is RoutingMethod.Manual || team.Seats is not { } seats)
        {
            return (RoutingOutcome.TeamAssigned, team.TeamId, null);
        }

        return Choose(seats, method, team.Cursor, skills) is { } seat ? (RoutingOutcome.Assigned, team.TeamId, seat.Agent.Id) : null;
    }

    private static bool IsBefore(AgentSeat one, AgentSeat other, RoutingMethod method, string? cursor)
    {
        if (method is RoutingMethod.RoundRobin)
        {
            // Those behind the cursor come first, then those up to it, each by id.
            var (oneHad, otherHad) = (HadItsTurn(one, cursor), HadItsTurn(other, cursor));
            return oneHad != otherHad ? otherHad : string.CompareOrdinal(one.Agent.Id, other.Agent.Id) < 0;
        }

        var share = ((Int128)one.Load * other.Agent.Capacity).CompareTo((Int128)other.Load * one.Agent.Capacity);
        if (share != 0)
        {
            return share < 0;
        }

        var since = Nullable.Compare(one.LastAssignedAt, other.LastAssignedAt); // never comes before any time
        return since != 0 ? since < 0 : string.CompareOrdinal(one.Agent.Id, other.Agent.Id) < 0;
    }

    private static bool HadItsTurn(AgentSeat seat, string? cursor) => cursor is not null && string.CompareOrdinal(seat.Agent.Id, cursor) <= 0;

    private static bool Fits(RoutingRule rule, RoutingCriteria conversation) =>
        Fits(rule.Category, conversation.Category) && Fits(rule.Priority, conversation.Priority)
        && Fits(rule.ConversationType, conversation.ConversationType) && Fits(rule.Sentiment, conversation.Sentiment);

    private static bool Fits(string? asked, string? found) => asked is null || string.Equals(asked, found, StringComparison.OrdinalIgnoreCase);
}
