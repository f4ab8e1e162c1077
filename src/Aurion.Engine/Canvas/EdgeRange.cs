namespace Aurion.Engine.Canvas;

/// <summary>Edges that follow one another.</summary>
/// <param name="First">The first.</param>
/// <param name="End">The one behind the last.</param>
internal readonly record struct EdgeRange(int First, int End)
{
    public int Count => End - First;

    public Enumerator GetEnumerator() => new(First, End);

    internal struct Enumerator(int first, int end)
    {
        public int Current { get; private set; } = first - 1;

        public bool MoveNext() => ++Current < end;
    }
}
