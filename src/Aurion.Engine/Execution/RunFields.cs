using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>Reads what stands beside the payload: <c>$vars.x.y</c>, <c>$steps.check.output.id</c>, <c>$conversation.status</c>.</summary>
/// <remarks>Names of variables and ids of nodes may hold dots: the longest that exists is meant.</remarks>
internal static class RunFields
{
    /// <summary>Tells whether a path begins with a reserved name.</summary>
    public static bool IsReserved(FieldPath path) => path.Text[0] == '$';

    /// <summary>Finds a variable: the innermost scope that knows the name, else the run's.</summary>
    public static JsonElement FindVariable(Turn turn, ImmutableSortedDictionary<string, JsonText> variables, FieldPath? path)
    {
        for (var scope = turn.Scope == 0 ? null : turn.Scopes.Find(turn.Scope); scope is not null && path is not null; scope = turn.Scopes.Find(scope.Outer))
        {
            var isKnown = false;
            JsonElement value = default;
            FieldPath? after = null;
            for (var tail = path; tail is not null;)
            {
                tail = tail.Rest;
                if (turn.Scopes.TryGetVariable(scope, NameBefore(path, tail), out var known))
                {
                    (isKnown, value, after) = (true, known, tail);
                }
            }

            if (isKnown)
            {
                return Follow(value, after);
            }
        }

        JsonText? found = null;
        FieldPath? rest = null;
        for (var tail = path; tail is not null;)
        {
            tail = tail.Rest;
            if (variables.TryGetValue(NameBefore(path!, tail), out var value))
            {
                (found, rest) = (value, tail);
            }
        }

        return found is null ? default : Follow(found.Element, rest);
    }

    /// <summary>Finds a step: what the innermost scope that visited it knows, else the run.</summary>
    public static JsonElement FindStep(Turn turn, FieldPath? path)
    {
        var found = -1;
        FieldPath? rest = null;
        for (var tail = path; tail is not null;)
        {
            tail = tail.Rest;
            if (turn.Graph.NodeById.TryGetValue(NameBefore(path!, tail), out var node))
            {
                (found, rest) = (node, tail);
            }
        }

        if (found < 0 || rest is null)
        {
            return default;
        }

        for (var scope = turn.Scope; ; scope = turn.Scopes.Find(scope)!.Outer)
        {
            if (turn.TryGetStep(scope, found, out var state))
            {
                return FindIn(state, rest);
            }

            if (scope == 0)
            {
                return default;
            }
        }
    }

    public static JsonElement FindItem(Turn turn, FieldPath? path) =>
        turn.Scope != 0 && turn.Scopes.ItemOf(turn.Scope) is { } item ? Follow(turn.Scopes.ValueOf(item), path) : default;

    public static JsonElement FindItemIndex(Turn turn, FieldPath? path) =>
        turn.Scope != 0 && path is null && turn.Scopes.ItemOf(turn.Scope) is { } item ? JsonElements.FromNumber(item.Index) : default;

    public static JsonElement FindConversation(Turn turn, FieldPath? path)
    {
        var found = Follow((turn.Conversation ?? turn.Payload).Element, path);
        return found.ValueKind is JsonValueKind.Undefined && path is { Text: "id" } && turn.ConversationId is { } id ? JsonElements.FromText(id) : found;
    }

    private static JsonElement FindIn(in StepState state, FieldPath path)
    {
        if (path.First == "output")
        {
            return state.Output is { } output ? Follow(output.Element, path.Rest) : default;
        }

        return path.Text switch
        {
            "status" => JsonElements.FromText(state.StatusName),
            "branch" when state.Branch is { } branch => JsonElements.FromText(branch),
            "error" when state.Error is { } error => JsonElements.FromText(error),
            _ => default,
        };
    }

    private static JsonElement Follow(JsonElement value, FieldPath? path) => path is null ? value : path.Find(value);

    private static string NameBefore(FieldPath path, FieldPath? tail)
    {
        if (tail is null)
        {
            return path.Text;
        }

        if (ReferenceEquals(tail, path.Rest))
        {
            return path.First;
        }

        var length = path.Text.Length - tail.Text.Length;
        return tail.Text[0] == '[' ? path.Text[..length] : path.Text[..(length - 1)];
    }
}
