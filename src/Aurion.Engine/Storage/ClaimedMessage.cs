namespace Aurion.Engine.Storage;

/// <summary>A message that this worker is to deliver while its lease lasts.</summary>
/// <param name="Message">The message.</param>
/// <param name="Attempt">The attempt, the first being 1.</param>
/// <param name="Fence">The claim's number: a delivery with an older one is ignored.</param>
public sealed record ClaimedMessage(Message Message, int Attempt, long Fence);
