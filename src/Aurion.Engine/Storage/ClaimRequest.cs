using Aurion.Engine.Runs;

namespace Aurion.Engine.Storage;

/// <summary>A worker's request for work.</summary>
public sealed record ClaimRequest
{
    /// <summary>Gets the worker's name, unique among all that share the store.</summary>
    public required string Worker { get; init; }

    /// <summary>Gets the most items to claim. The default is 32.</summary>
    public int Limit { get; init; } = 32;

    /// <summary>Gets how long the items are the worker's, by the store's clock. The default is 30 seconds.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the most items of one tenant in one claim. The default is 16.</summary>
    public int MaxPerTenant { get; init; } = 16;

    /// <summary>Gets the newest format that the worker can read; newer items are left alone.</summary>
    public int MaxFormat { get; init; } = Marking.CurrentFormat;
}
