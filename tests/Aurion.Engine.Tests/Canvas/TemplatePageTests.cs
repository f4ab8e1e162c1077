using System.Globalization;
using System.Text;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Templates;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Patterns;

namespace Aurion.Engine.Tests.Canvas;

/// <summary>The page on templates is written from them: <c>AURION_APPROVE=1 dotnet test tests/Aurion.Engine.Tests --filter TemplatePageTests</c>.</summary>
public sealed class TemplatePageTests
{
    private const string Shown = "tpl_major_incident";
    private const string ShownTrial = "Not repaired within a day";
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Page_OfTemplates_ShowsThem() => AssertSame("docs/templates.md", Page());

    [Fact]
    public async Task Picture_OfARun_ShowsWhatRanAndWhatWasCancelled()
    {
        var template = BuiltInTemplates.Find(Shown)!;
        var result = await TemplateTrials.RunAsync(template, TemplateTrials.Of(Shown).Single(static trial => trial.Shows == ShownTrial), Noon);
        var overlay = RunOverlay.Of(result) with { Summary = $"Dry run: {ShownTrial.ToLowerInvariant()}" };

        Assert.Equal(CanvasMarkState.Cancelled, overlay.Nodes["repaired"].State);
        AssertSame("docs/images/major-incident-run.svg", CanvasPicture.ToSvg(template.Canvas, overlay, $"{template.Name}: {ShownTrial.ToLowerInvariant()}"));
    }

    [Fact]
    public void Picture_OfEachTemplate_StandsInDocs()
    {
        foreach (var template in BuiltInTemplates.All)
        {
            AssertSame($"docs/images/{template.Id[4..].Replace('_', '-')}.svg", CanvasPicture.ToSvg(template.Canvas, title: template.Name));
        }
    }

    private static string Page()
    {
        var text = new StringBuilder();
        text.Append("""
            # Templates

            Workflows to start from. `GET …/workflows/templates` lists them, `WorkflowEngine.ListTemplatesAsync` in code; a workflow made from one is a copy and
            begins as a draft. A tenant saves its own beside them: `SaveTemplateAsync`, or `SaveAsTemplateAsync` from a workflow's draft.

            Each holds a sample of its event, so that a dry run works at once. A host needs handlers for the action types that are named before such a workflow can
            be published. Recipients, teams and addresses are examples: change them in the draft. Under each picture stand the ways through it that a test goes; together
            they go along every edge.

            """.ReplaceLineEndings("\n"));
        text.Append("\n| template | category | begins with | needs handlers for |\n|---|---|---|---|\n");
        foreach (var template in BuiltInTemplates.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| [{template.Name}](#{Anchor(template.Name)}) | {template.Category} | `{template.Trigger.EventTypes[0]}` | {string.Join(", ", template.RequiredActions.Select(static type => $"`{type}`"))} |\n");
        }

        foreach (var template in BuiltInTemplates.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {template.Name}\n\n`{template.Id}`: {template.Description}\n\n```mermaid\n{CanvasPicture.ToMermaid(template.Canvas)}```\n");
            if (template.Id == Shown)
            {
                text.Append(CultureInfo.InvariantCulture, $"\nThe same with a run on it, as `CanvasPicture.ToSvg` draws it ({ShownTrial.ToLowerInvariant()}):\n\n![What ran, what was cancelled and what was not reached](images/major-incident-run.svg)\n");
            }

            text.Append("\n| what happens | path |\n|---|---|\n");
            foreach (var trial in TemplateTrials.Of(template.Id))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {trial.Shows} | {string.Join(" → ", trial.Path.Split(' '))}{(trial.Ends is RunStatus.Failed ? " (failed)" : string.Empty)} |\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"\n[As SVG](images/{template.Id[4..].Replace('_', '-')}.svg)\n");
        }

        return text.ToString();
    }

    private static string Anchor(string name) => new([.. name.ToLowerInvariant().Replace(' ', '-').Where(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')]);

    private static void AssertSame(string file, string text)
    {
        var path = Path.Combine(PatternPage.Root(), file);
        if (Environment.GetEnvironmentVariable("AURION_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text, new UTF8Encoding(false));
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text);
    }
}
