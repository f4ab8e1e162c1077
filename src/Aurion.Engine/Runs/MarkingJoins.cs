using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Aurion.Engine.Runs;

/// <summary>The stored form of the joins that have fired and absorb what still comes.</summary>
internal static class MarkingJoins
{
    public static void Write(Utf8JsonWriter writer, ImmutableArray<FiredJoin> fired)
    {
        if (fired.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("fired"u8);
        foreach (var one in fired)
        {
            writer.WriteStartObject();
            writer.WriteNumber("join"u8, one.Join);
            MarkingJson.WriteNumber(writer, "visit"u8, one.Visit, 1);
            MarkingJson.WriteNumber(writer, "scope"u8, one.Scope, 0);
            writer.WriteNumber("home"u8, one.Home);
            MarkingJson.WriteNumber(writer, "home_visit"u8, one.HomeVisit, 1);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static ImmutableArray<FiredJoin> Read(JsonElement root)
    {
        if (!root.TryGetProperty("fired"u8, out var stored))
        {
            return [];
        }

        var fired = new FiredJoin[stored.GetArrayLength()];
        var at = 0;
        foreach (var one in stored.EnumerateArray())
        {
            fired[at++] = new FiredJoin(
                one.GetProperty("join"u8).GetInt32(),
                MarkingJson.Number(one, "visit"u8, 1),
                MarkingJson.Number(one, "scope"u8, 0),
                one.GetProperty("home"u8).GetInt32(),
                MarkingJson.Number(one, "home_visit"u8, 1));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(fired);
    }
}
