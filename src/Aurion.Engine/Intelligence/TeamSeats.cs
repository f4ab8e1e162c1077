using System.Collections.Immutable;

namespace Aurion.Engine.Intelligence;

/// <summary>A team as routing sees it.</summary>
/// <param name="TeamId">The team.</param>
/// <param name="Seats">Its agents; null when the directory does not know the team, or there is no directory.</param>
/// <param name="Cursor">The agent who had the last turn of a round; null before the first.</param>
internal sealed record TeamSeats(string TeamId, ImmutableArray<AgentSeat>? Seats, string? Cursor)
{
    /// <summary>Gets a value indicating whether somebody may come back.</summary>
    public bool HasStaff => Seats is { } seats && seats.Any(static seat => seat.Agent.IsActive);
}
