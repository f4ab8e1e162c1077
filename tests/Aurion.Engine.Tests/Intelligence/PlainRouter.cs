using Aurion.Engine.Intelligence;

namespace Aurion.Engine.Tests.Intelligence;

/// <summary>Routing as the design says it, by sorted lists.</summary>
internal static class PlainRouter
{
    public static (RoutingOutcome Outcome, string? Team, string? Agent, bool Overflow, DateTimeOffset? RetryAt) Decide(RoutingRequest request, RoutingSettings settings)
    {
        var skills = request.Skills.ToList();
        var waited = request.Now - request.EligibleAt;
        var due = request.EligibleAt;
        while (skills.Count > 0 && (settings.SkillsTimeoutSeconds == 0 || waited >= TimeSpan.FromSeconds(settings.SkillsTimeoutSeconds)))
        {
            skills.RemoveAt(skills.Count - 1);
            waited -= TimeSpan.FromSeconds(settings.SkillsTimeoutSeconds);
            due += TimeSpan.FromSeconds(settings.SkillsTimeoutSeconds);
        }

        if (request.Method is RoutingMethod.Manual || request.Target.Seats is null)
        {
            return (RoutingOutcome.TeamAssigned, request.Target.TeamId, null, false, null);
        }

        if (First(request.Target, request.Method, skills) is { } agent)
        {
            return (RoutingOutcome.Assigned, request.Target.TeamId, agent, false, null);
        }

        var hasStaff = request.Target.Seats.Value.Any(static seat => seat.Agent.IsActive);
        if (hasStaff && skills.Count > 0)
        {
            return (RoutingOutcome.Queued, request.Target.TeamId, null, false, due + TimeSpan.FromSeconds(settings.SkillsTimeoutSeconds));
        }

        if (hasStaff && settings.FallbackToTeamPool)
        {
            return (RoutingOutcome.Queued, request.Target.TeamId, null, false, null);
        }

        if (request.Overflow is { } overflow)
        {
            if (overflow.Seats is null)
            {
                return (RoutingOutcome.TeamAssigned, overflow.TeamId, null, true, null);
            }

            if (First(overflow, request.Method, skills) is { } other)
            {
                return (RoutingOutcome.Assigned, overflow.TeamId, other, true, null);
            }

            if (overflow.Seats.Value.Any(static seat => seat.Agent.IsActive))
            {
                return (RoutingOutcome.Queued, overflow.TeamId, null, true, null);
            }
        }

        return (RoutingOutcome.Failed, null, null, false, null);
    }

    private static string? First(TeamSeats team, RoutingMethod method, List<string> skills)
    {
        var free = team.Seats!.Value
            .Where(static seat => seat.Agent.IsActive && seat.Agent.IsAvailable && seat.Agent.Open + seat.Claimed < seat.Agent.Capacity)
            .Where(seat => skills.TrueForAll(skill => seat.Agent.Skills.Contains(skill)))
            .OrderBy(static seat => seat.Agent.Id, StringComparer.Ordinal)
            .ToList();
        if (method is RoutingMethod.RoundRobin)
        {
            return (free.Find(seat => team.Cursor is null || string.CompareOrdinal(seat.Agent.Id, team.Cursor) > 0) ?? free.FirstOrDefault())?.Agent.Id;
        }

        return free.OrderBy(static seat => (decimal)(seat.Agent.Open + seat.Claimed) / seat.Agent.Capacity)
            .ThenBy(static seat => seat.LastAssignedAt ?? DateTimeOffset.MinValue).ThenBy(static seat => seat.Agent.Id, StringComparer.Ordinal)
            .FirstOrDefault()?.Agent.Id;
    }
}
