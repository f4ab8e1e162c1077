using Aurion.Engine.Runs;

namespace Aurion.Engine.Storage;

/// <summary>A message to a run, stored once by its id until a commit consumes it.</summary>
/// <param name="Id">The id, unique within the run and made from the cause, so that sending again stores nothing.</param>
/// <param name="Input">What the run decides on; the decision's time is the store's time of the claim.</param>
public sealed record InboxItem(string Id, RunInput Input);
