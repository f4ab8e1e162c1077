using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>Counts the bytes of data that a run carries.</summary>
internal static class DataSize
{
    public static int Of(JsonText? text) => text?.Utf8.Length ?? 0;

    public static int Of(Wait? wait) => wait switch
    {
        Wait.Result result => Of(result.Parameters),
        Wait.Pending pending => Of(pending.Parameters),
        Wait.Retry retry => Of(retry.Parameters),
        _ => 0,
    };

    public static int Of(ImmutableSortedDictionary<string, JsonText> variables)
    {
        var size = 0;
        foreach (var (name, value) in variables)
        {
            size += Of(value) + name.Length;
        }

        return size;
    }

    public static int Of(ScopeInstance? scope)
    {
        if (scope is null)
        {
            return 0;
        }

        var size = Of(scope.Variables) + Of(scope.Output) + Of(scope.Items);
        foreach (var output in scope.Outputs)
        {
            size += Of(output);
        }

        foreach (var step in scope.Completed)
        {
            size += Of(step.Output);
        }

        return size;
    }

    public static int Of(Marking marking)
    {
        var size = Of(marking.Payload) + Of(marking.Before) + Of(marking.Conversation) + Of(marking.Variables);
        for (var chunk = 0; chunk < marking.Steps.Chunks; chunk++)
        {
            foreach (ref readonly var step in marking.Steps.ChunkAt(chunk).AsSpan())
            {
                size += Of(step.Output);
            }
        }

        foreach (var token in marking.Tokens)
        {
            size += Of(token.Wait);
        }

        foreach (var scope in marking.Scopes)
        {
            size += Of(scope);
        }

        return size;
    }
}
