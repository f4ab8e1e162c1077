using System.Text.Json;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>The items of a <c>for_each</c>, each in a scope instance of its own. Only <see cref="MachineScopes"/> calls it.</summary>
internal static class MachineItems
{
    /// <summary>Begins as many items as may be at work.</summary>
    public static void Begin(Turn turn, int activation)
    {
        var settings = (ForEachSettings)turn.Graph.Settings[turn.Scopes.Find(activation)!.Node];
        while (turn.Scopes.Find(activation) is { IsClosed: false, Closing: null } scope
            && scope.Started < scope.Outputs.Length
            && (settings.MaxParallel is not { } most || scope.Started - scope.Finished < most))
        {
            var entries = turn.Graph.Containers.Entries(scope.Node).Length;
            if (turn.Live + entries > RunLimits.Tokens)
            {
                MachineUndo.Close(turn, scope, ScopeEnd.Error, MachineScopes.TooManyTokens(turn.Live + entries));
                return;
            }

            var item = turn.Scopes.Add(scope.Node, scope.Visit, scope.Id) with { Index = scope.Started };
            turn.Scopes.Set(item);
            turn.Scopes.Set(scope with { Started = scope.Started + 1 });
            if (!MachineScopes.Begin(turn, scope, item.Id))
            {
                return;
            }
        }
    }

    /// <summary>Takes what an item has produced, now that nothing is left in it.</summary>
    /// <returns>The activation of its <c>for_each</c>.</returns>
    public static ScopeInstance Finish(Turn turn, ScopeInstance item)
    {
        var each = turn.Scopes.Find(item.Outer)!;
        each = each with { Finished = each.Finished + 1, Outputs = each.Outputs.SetItem(item.Index, item.Output) };
        turn.Scopes.Set(each);
        MachineScopes.Forget(turn, item);
        return each;
    }

    /// <summary>Makes the list of what the items produced, by position.</summary>
    /// <returns>The list; null, with the reason, when it can't be kept.</returns>
    public static JsonText? OutputOf(ScopeInstance each, out string? error)
    {
        var length = 1 + each.Outputs.Length + each.Outputs.Sum(static output => output?.Utf8.Length ?? 4);
        if (length > RunLimits.OutputBytes)
        {
            error = $"The output has {length} bytes; a step may produce {RunLimits.OutputBytes}.";
            return null;
        }

        var text = new byte[length];
        var at = 0;
        foreach (var output in each.Outputs)
        {
            text[at++] = at == 1 ? (byte)'[' : (byte)',';
            (output ?? JsonText.Null).Utf8.Span.CopyTo(text.AsSpan(at));
            at += (output ?? JsonText.Null).Utf8.Length;
        }

        text[at] = (byte)']';
        try
        {
            error = null;
            return StrictJson.Parse(text);
        }
        catch (JsonException exception)
        {
            error = $"The output can't be kept: {exception.Message}";
            return null;
        }
    }
}
