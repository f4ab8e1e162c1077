using System.Text.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Patterns;

/// <summary>One control-flow pattern: its canvas, and what happens on it.</summary>
/// <param name="FileName">The file's name without its ending, such as <c>03-synchronization</c>.</param>
/// <param name="Number">The pattern's number in the catalogue.</param>
/// <param name="Name">The pattern's name in the catalogue.</param>
/// <param name="Meaning">What the pattern asks for.</param>
/// <param name="How">How a canvas says it.</param>
/// <param name="Canvas">The canvas.</param>
/// <param name="Scenarios">What happens on it.</param>
internal sealed record PatternFile(
    string FileName, int Number, string Name, string Meaning, string How, CanvasDefinition Canvas, IReadOnlyList<PatternScenario> Scenarios)
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Execution", "Patterns");

    public static IReadOnlyList<string> List() =>
        [.. Directory.EnumerateFiles(Folder, "*.json").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static PatternFile Read(string name)
    {
        var root = JsonText.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json"))).Element;
        return new PatternFile(
            name,
            root.GetProperty("pattern").GetInt32(),
            root.GetProperty("name").GetString()!,
            root.GetProperty("meaning").GetString()!,
            root.GetProperty("how").GetString()!,
            CanvasDefinition.Parse(JsonText.From(root.GetProperty("canvas"))),
            [.. root.GetProperty("scenarios").EnumerateArray().Select(ReadScenario)]);
    }

    private static PatternScenario ReadScenario(JsonElement scenario) => new(
        scenario.GetProperty("shows").GetString()!,
        scenario.TryGetProperty("payload", out var payload) ? payload.GetRawText() : "{}",
        [.. scenario.GetProperty("inputs").EnumerateArray().Select(static input => input.GetString()!)],
        [.. scenario.GetProperty("trace").EnumerateArray().Select(static line => line.GetString()!)]);
}
