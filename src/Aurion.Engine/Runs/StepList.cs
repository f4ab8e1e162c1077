using System.Collections;
using System.Runtime.CompilerServices;

namespace Aurion.Engine.Runs;

/// <summary>The visited nodes of a marking, in the order of scope and node.</summary>
/// <remarks>
/// Kept in chunks, so that a marking shares with the one before it all that its decision did not touch: a long run's decision costs what a short one's does.
/// Most runs are one chunk, which then stands here itself. Immutable.
/// </remarks>
[CollectionBuilder(typeof(StepList), nameof(Create))]
internal readonly struct StepList : IEnumerable<StepState>
{
    /// <summary>The most nodes in a chunk: what a decision copies to change one.</summary>
    public const int MostInChunk = 32;

    private readonly Array? _chunks; // StepState[], the only one, or StepState[][]

    /// <summary>Initializes a new instance of the <see cref="StepList"/> struct from its only chunk, which it takes over; it is not empty.</summary>
    public StepList(StepState[] only) => _chunks = only;

    /// <summary>Initializes a new instance of the <see cref="StepList"/> struct from chunks, which it takes over; none is empty.</summary>
    public StepList(StepState[][] chunks) => _chunks = chunks;

    /// <summary>Gets the number of chunks.</summary>
    public int Chunks => _chunks switch { null => 0, StepState[][] chunks => chunks.Length, _ => 1 };

    public bool IsEmpty => _chunks is null;

    public StepState[] ChunkAt(int position) => _chunks is StepState[] only ? only : ((StepState[][])_chunks!)[position];

    public void CopyTo(StepState[][] chunks)
    {
        if (_chunks is StepState[] only)
        {
            chunks[0] = only;
        }
        else if (_chunks is StepState[][] several)
        {
            Array.Copy(several, chunks, several.Length);
        }
    }

    /// <summary>Searches by scope and node.</summary>
    /// <returns>The position; the complement of where it would be when it is not there.</returns>
    public static int Search(ReadOnlySpan<StepState> steps, int scope, int node)
    {
        var low = 0;
        var high = steps.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = StepState.Compare(scope, node, steps[middle]);
            if (order == 0)
            {
                return middle;
            }

            if (order > 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }

    /// <summary>Makes a list of steps that are in order.</summary>
    public static StepList Create(ReadOnlySpan<StepState> steps)
    {
        if (steps.IsEmpty)
        {
            return default;
        }

        if (steps.Length <= MostInChunk)
        {
            return new StepList(steps.ToArray());
        }

        var chunks = new StepState[(steps.Length + MostInChunk - 1) / MostInChunk][];
        for (var at = 0; at < chunks.Length; at++)
        {
            chunks[at] = steps[(at * MostInChunk)..Math.Min(steps.Length, (at + 1) * MostInChunk)].ToArray();
        }

        return new StepList(chunks);
    }

    /// <inheritdoc/>
    public IEnumerator<StepState> GetEnumerator()
    {
        for (var chunk = 0; chunk < Chunks; chunk++)
        {
            foreach (var step in ChunkAt(chunk))
            {
                yield return step;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
