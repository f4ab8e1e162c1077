using System.Collections.Immutable;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>A state of a run that was looked at, and how it was first come to.</summary>
internal sealed class ExploredState(int number, Marking marking, Move? move, int length)
{
    private long[]? _places;

    public int Number { get; } = number;

    public Marking Marking { get; } = marking;

    /// <summary>Gets where its tokens are; see <see cref="Growth"/>.</summary>
    public long[] Places => _places ??= Growth.PlacesOf(Marking);

    /// <summary>Gets what led to it; null for the first.</summary>
    public Move? Move { get; } = move;

    /// <summary>Gets the number of nodes that were left on the way to it.</summary>
    public int Length { get; } = length;

    /// <summary>Gets the watched nodes, by the scope instance, that a run has come to and can still come to.</summary>
    public ImmutableArray<(int Scope, int Node)> Passed { get; init; } = [];

    /// <summary>Gets the states that it leads to.</summary>
    public List<int> Next { get; } = [];

    /// <summary>Gets or sets a value indicating whether the run can end with the next thing that happens.</summary>
    public bool CanEnd { get; set; }
}
