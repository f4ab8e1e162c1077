using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Canvas;

/// <summary>Real canvases of six tools, beside the repository where there are any.</summary>
public sealed class SharedCanvasesTests(ITestOutputHelper output)
{
    private static readonly string[] Files = ["dify", "elsa", "flowise", "n8n", "nodered", "stepfunctions"];

    [Fact]
    public void Canvases_OfOtherTools_LoadKeepTheirTextAndValidate()
    {
        var canvases = Files
            .Select(static name => SharedData.Find($"canvases/{name}.jsonl"))
            .OfType<string>()
            .SelectMany(File.ReadLines)
            .Where(static line => line.Length > 0)
            .ToList();
        if (canvases.Count == 0)
        {
            output.WriteLine("No canvases beside the repository: nothing was tried.");
            return;
        }

        var good = 0;
        var codes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in canvases)
        {
            using var document = JsonDocument.Parse(line);
            var raw = document.RootElement.GetProperty("canvas").GetRawText();
            var canvas = CanvasDefinition.Parse(JsonText.Parse(raw));
            var workflow = new Workflow { Id = "wf_1", Name = "N", Canvas = canvas, CreatedAt = default, UpdatedAt = default };
            var findings = CanvasValidator.Validate(canvas, TriggerConfig.Manual, ActionCatalog.BuiltIn);
            foreach (var finding in findings)
            {
                codes[finding.Code] = codes.GetValueOrDefault(finding.Code) + 1;
            }

            Assert.Equal(document.RootElement.GetProperty("canvas").GetProperty("nodes").GetArrayLength(), canvas.Nodes.Length);
            Assert.Equal(document.RootElement.GetProperty("canvas").GetProperty("edges").GetArrayLength(), canvas.Edges.Length);
            Assert.Equal(raw, canvas.Text.ToString());
            Assert.Equal(raw, Workflow.FromJson(workflow.ToJson()).Canvas.Text.ToString());
            Assert.Equal(canvas.ContentHash, CanvasDefinition.Parse(canvas.Text).ContentHash);
            good++;
        }

        output.WriteLine($"{good} of {canvases.Count} canvases load, keep every byte through a store, and validate without an exception.");
        output.WriteLine(string.Join(Environment.NewLine, codes.Select(static pair => $"{pair.Key}: {pair.Value}")));
        Assert.Equal(canvases.Count, good);
    }
}
