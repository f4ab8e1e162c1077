using System.Globalization;
using System.Text;
using Aurion.Engine.Canvas;

namespace Aurion.Engine.Tests.Execution.Patterns;

/// <summary>Writes the page of a pattern from its file, so that picture, canvas and trace can't differ.</summary>
internal static class PatternPage
{
    public const string Folder = "docs/patterns";

    public static string PathOf(PatternFile pattern) => Path.Combine(Root(), Folder, pattern.FileName + ".md");

    public static string ReadTable() => File.ReadAllText(Path.Combine(Root(), Folder, "README.md"));

    public static string Write(PatternFile pattern)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {pattern.Number}: {pattern.Name}\n\n{pattern.Meaning}\n\n{pattern.How}\n\n```mermaid\n{CanvasPicture.ToMermaid(pattern.Canvas)}```\n");
        foreach (var scenario in pattern.Scenarios)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n**{scenario.Shows}**\n\n");
            if (scenario.Payload != "{}")
            {
                text.Append(CultureInfo.InvariantCulture, $"It begins with `{scenario.Payload}`. ");
            }

            text.Append(scenario.Inputs.Count == 0
                ? "Nothing else happens.\n\n"
                : $"Then: {string.Join(", ", scenario.Inputs.Select(static input => $"`{input}`"))}.\n\n");
            text.Append(CultureInfo.InvariantCulture, $"```text\n{string.Join('\n', scenario.Trace)}\n```\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nThe canvas: [`{pattern.FileName}.json`](../../tests/Aurion.Engine.Tests/Execution/Patterns/{pattern.FileName}.json). [All patterns](README.md)\n");
        return text.ToString();
    }

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Aurion.Engine.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No Aurion.Engine.sln above the test's folder.");
    }
}
