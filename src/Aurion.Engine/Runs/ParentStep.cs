using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>The step of another run that called this one and waits for its end.</summary>
public sealed record ParentStep
{
    /// <summary>Gets the run.</summary>
    public required RunId Run { get; init; }

    /// <summary>Gets the step's key.</summary>
    public required string Key { get; init; }
}
