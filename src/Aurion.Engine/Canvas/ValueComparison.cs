using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>Finds what differs between two JSON values, as precisely as a reader would say it.</summary>
/// <remarks>
/// Objects are compared member by member, lists of one length item by item. Lists of two lengths differ as a whole: an item that
/// was put in at the front would else look like a change of all. Numbers are compared by their spelling, as the content hash does.
/// </remarks>
internal static class ValueComparison
{
    public static ImmutableArray<ValueChange> Compare(JsonElement before, JsonElement after)
    {
        var changes = ImmutableArray.CreateBuilder<ValueChange>();
        Compare(FaultPath.Root, before, after, changes);
        return changes.DrainToImmutable();
    }

    /// <summary>Compares two values; one of kind Undefined is none.</summary>
    public static void Compare(FaultPath at, JsonElement before, JsonElement after, ImmutableArray<ValueChange>.Builder changes)
    {
        if (before.ValueKind is JsonValueKind.Object && after.ValueKind is JsonValueKind.Object)
        {
            CompareMembers(at, before, after, changes);
        }
        else if (before.ValueKind is JsonValueKind.Array && after.ValueKind is JsonValueKind.Array && before.GetArrayLength() == after.GetArrayLength())
        {
            var index = 0;
            foreach (var (one, other) in before.EnumerateArray().Zip(after.EnumerateArray()))
            {
                Compare(at.Item(index++), one, other, changes);
            }
        }
        else if (!Means(before, after))
        {
            changes.Add(new ValueChange(at, TextOf(before), TextOf(after)));
        }
    }

    /// <summary>Whether two values mean the same; the order of members means nothing.</summary>
    public static bool Means(JsonElement one, JsonElement other) =>
        one.ValueKind == other.ValueKind && (one.ValueKind is JsonValueKind.Undefined || CanvasHash.Of(one) == CanvasHash.Of(other));

    private static void CompareMembers(FaultPath at, JsonElement before, JsonElement after, ImmutableArray<ValueChange>.Builder changes)
    {
        foreach (var member in before.EnumerateObject())
        {
            Compare(at.Member(member.Name), member.Value, after.TryGetProperty(member.Name, out var now) ? now : default, changes);
        }

        foreach (var member in after.EnumerateObject())
        {
            if (!before.TryGetProperty(member.Name, out _))
            {
                Compare(at.Member(member.Name), default, member.Value, changes);
            }
        }
    }

    private static JsonText? TextOf(JsonElement value) => value.ValueKind is JsonValueKind.Undefined ? null : JsonText.Copy(value);
}
