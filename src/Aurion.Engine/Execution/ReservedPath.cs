using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>A path that begins with a reserved name: <c>$vars.x.y</c>, <c>$steps.check.output.id</c>, <c>$conversation.status</c>.</summary>
internal sealed class ReservedPath
{
    // Paths live as long as the compiled canvas that holds them, and so do their readings.
    private static readonly ConditionalWeakTable<FieldPath, ReservedPath> Known = [];

    private ReservedPath(string root, string rest)
    {
        Root = root;
        Rest = rest;
    }

    /// <summary>Gets the reserved name with its dollar sign.</summary>
    public string Root { get; }

    /// <summary>Gets what follows it, without the dot between; empty when nothing does.</summary>
    public string Rest { get; }

    public static ReservedPath Of(FieldPath path) => Known.GetValue(path, static path =>
    {
        var end = path.Text.AsSpan().IndexOfAny('.', '[');
        return end < 0
            ? new ReservedPath(path.Text, string.Empty)
            : new ReservedPath(path.Text[..end], path.Text[end] == '.' ? path.Text[(end + 1)..] : path.Text[end..]);
    });

    /// <summary>Finds where names may end in a text that begins with one, the longest first; −1 after the shortest.</summary>
    public static int PreviousEnd(string text, int end) => end <= 0 ? -1 : text.AsSpan(0, end).LastIndexOfAny('.', '[');

    /// <summary>Goes on from a value: <c>.id</c>, <c>[0].name</c>, or nothing.</summary>
    public static JsonElement Walk(JsonElement value, ReadOnlySpan<char> rest)
    {
        while (rest.Length > 0 && rest[0] == '[')
        {
            var close = rest.IndexOf(']');
            if (close < 2
                || value.ValueKind is not JsonValueKind.Array
                || !int.TryParse(rest[1..close], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                || index >= value.GetArrayLength())
            {
                return default;
            }

            value = value[index];
            rest = rest[(close + 1)..];
        }

        if (rest.IsEmpty)
        {
            return value;
        }

        return rest[0] == '.' && FieldPath.TryParse(rest[1..].ToString(), out var path, out _) ? path.Find(value) : default;
    }
}
