namespace Aurion.Engine.Execution.Exploring;

/// <summary>Reads the keys of steps: <c>run/each[1]#2/send/1</c>.</summary>
internal static class NodeKeys
{
    /// <summary>Reads the id of the node.</summary>
    public static string NodeIdOf(string key)
    {
        var end = key.LastIndexOf('/');
        var start = key.LastIndexOf('/', end - 1) + 1;
        return key[start..end].Replace("%2F", "/", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
    }

    /// <summary>Reads what stands before node and visit: the run and the scope instances, the same for all steps of an instance.</summary>
    public static ReadOnlySpan<char> PlaceOf(ReadOnlySpan<char> key)
    {
        var end = key.LastIndexOf('/');
        return end < 0 || key[..end].LastIndexOf('/') is var start && start < 0 ? key : key[..start];
    }
}
