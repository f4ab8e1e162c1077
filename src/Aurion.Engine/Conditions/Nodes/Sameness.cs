using System.Runtime.InteropServices;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>Tells whether two values of a payload are the same, as <c>changed</c> sees it: scalars by the coercions of <c>equals</c>.</summary>
internal static class Sameness
{
    /// <summary>Compares two values: empty ones are the same, lists compare item by item, objects member by member.</summary>
    public static bool AreSame(JsonElement left, JsonElement right, bool caseSensitive, TimeZoneInfo zone) =>
        AreSame(left, right, caseSensitive, zone, StrictJson.MaxDepth);

    private static bool AreSame(JsonElement left, JsonElement right, bool caseSensitive, TimeZoneInfo zone, int depth)
    {
        if (Coercion.IsEmpty(left) || Coercion.IsEmpty(right))
        {
            return Coercion.IsEmpty(left) && Coercion.IsEmpty(right);
        }

        if (JsonMarshal.GetRawUtf8Value(left).SequenceEqual(JsonMarshal.GetRawUtf8Value(right)))
        {
            return true;
        }

        return (left.ValueKind, right.ValueKind) switch
        {
            (JsonValueKind.Array, JsonValueKind.Array) => depth > 0 && AreSameLists(left, right, caseSensitive, zone, depth - 1),
            (JsonValueKind.Object, JsonValueKind.Object) => depth > 0 && AreSameObjects(left, right, caseSensitive, zone, depth - 1),
            (JsonValueKind.Array or JsonValueKind.Object, _) or (_, JsonValueKind.Array or JsonValueKind.Object) => false,
            _ => Operand.From(right, caseSensitive).MatchesOne(left, zone),
        };
    }

    private static bool AreSameLists(JsonElement left, JsonElement right, bool caseSensitive, TimeZoneInfo zone, int depth)
    {
        if (left.GetArrayLength() != right.GetArrayLength())
        {
            return false;
        }

        var others = right.EnumerateArray();
        foreach (var item in left.EnumerateArray())
        {
            if (!others.MoveNext() || !AreSame(item, others.Current, caseSensitive, zone, depth))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreSameObjects(JsonElement left, JsonElement right, bool caseSensitive, TimeZoneInfo zone, int depth)
    {
        if (left.GetPropertyCount() != right.GetPropertyCount())
        {
            return false;
        }

        var others = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in right.EnumerateObject())
        {
            others[FieldText.ReadName(member)] = member.Value;
        }

        foreach (var member in left.EnumerateObject())
        {
            if (!others.TryGetValue(FieldText.ReadName(member), out var other) || !AreSame(member.Value, other, caseSensitive, zone, depth))
            {
                return false;
            }
        }

        return true;
    }
}
