namespace Aurion.Engine.Runs;

/// <summary>A run's place among those that share its key.</summary>
/// <param name="Group">Whom it shares with.</param>
/// <param name="Ticket">The number of its wish for a place, the first being 1: a run that is retried asks again.</param>
/// <param name="State">Where the wish stands.</param>
/// <param name="LookAt">When a run that waits for its turn asks again by itself; null when it does not wait.</param>
internal sealed record Admission(ConcurrencyGroup Group, int Ticket, AdmissionState State, DateTimeOffset? LookAt = null);
