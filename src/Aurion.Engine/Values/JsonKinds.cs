using System.Text.Json;

namespace Aurion.Engine.Values;

/// <summary>Names JSON values for people, in messages that say what was found.</summary>
internal static class JsonKinds
{
    private const int MaxShown = 60;

    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text {Shorten(value.GetRawText())}",
        JsonValueKind.Number => $"the number {Shorten(value.GetRawText())}",
        _ => value.GetRawText(),
    };

    private static string Shorten(string raw) => raw.Length <= MaxShown ? raw : string.Concat(raw.AsSpan(0, MaxShown), "…");
}
