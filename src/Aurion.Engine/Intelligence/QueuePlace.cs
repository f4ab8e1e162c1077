namespace Aurion.Engine.Intelligence;

/// <summary>A conversation's place in a team's queue.</summary>
/// <param name="Since">Since when it waits.</param>
/// <param name="Boost">How far up it is moved.</param>
/// <param name="Depth">How many steps of automation led to it.</param>
internal sealed record QueuePlace(DateTimeOffset Since, int Boost, int Depth);
