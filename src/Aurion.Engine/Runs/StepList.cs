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
    private readonly StepChunk? _only;
    private readonly StepChunk[]? _chunks;

    public StepList(StepChunk only) => _only = only;

    /// <summary>Takes chunks over, none of them empty.</summary>
    public StepList(StepChunk[] chunks) => _chunks = chunks;

    /// <summary>Gets the number of chunks.</summary>
    public int Chunks => _chunks?.Length ?? (_only is null ? 0 : 1);

    public bool IsEmpty => Chunks == 0;

    public StepChunk ChunkAt(int position) => _chunks is { } chunks ? chunks[position] : _only!;

    public void CopyTo(StepChunk[] chunks)
    {
        if (_chunks is { } several)
        {
            Array.Copy(several, chunks, several.Length);
        }
        else if (_only is { } only)
        {
            chunks[0] = only;
        }
    }

    /// <summary>Makes a list of steps that are in order.</summary>
    public static StepList Create(ReadOnlySpan<StepState> steps)
    {
        if (steps.IsEmpty)
        {
            return default;
        }

        if (steps.Length <= StepChunk.Most)
        {
            return new StepList(new StepChunk(steps.ToArray(), steps.Length));
        }

        var chunks = new StepChunk[(steps.Length + StepChunk.Most - 1) / StepChunk.Most];
        for (var at = 0; at < chunks.Length; at++)
        {
            var part = steps[(at * StepChunk.Most)..Math.Min(steps.Length, (at + 1) * StepChunk.Most)];
            chunks[at] = new StepChunk(part.ToArray(), part.Length);
        }

        return new StepList(chunks);
    }

    /// <inheritdoc/>
    public IEnumerator<StepState> GetEnumerator()
    {
        for (var chunk = 0; chunk < Chunks; chunk++)
        {
            for (var at = 0; at < ChunkAt(chunk).Count; at++)
            {
                yield return ChunkAt(chunk).At(at);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
