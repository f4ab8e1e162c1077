namespace Aurion.Engine.Intelligence;

/// <summary>Teams at one moment, with the revisions that a claim must still find.</summary>
internal sealed record RoutingPicture(
    Dictionary<string, (AgentClaimsDocument Claims, long Revision)> Claims, (TeamSeats Seats, long CursorRevision) Target, (TeamSeats Seats, long CursorRevision)? Overflow)
{
    /// <summary>Gets the revision of a team's cursor; null when the team is none of these.</summary>
    public long? CursorRevisionOf(string teamId) =>
        teamId == Target.Seats.TeamId ? Target.CursorRevision
        : teamId == Overflow?.Seats.TeamId ? Overflow?.CursorRevision
        : null;
}
