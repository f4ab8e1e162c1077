namespace Aurion.Engine.Values;

/// <summary>Hashes text the same in every process and for ever: stored runs depend on it.</summary>
internal static class StableHash
{
    /// <summary>FNV-1a over the UTF-16 units and a number, with a final mix so that all bits depend on all of the text.</summary>
    public static ulong Of(string text, int number)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        hash = (hash ^ (uint)number) * 1099511628211UL;
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        hash ^= hash >> 33;
        return hash;
    }
}
