using System.Text.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Storage;
using Aurion.Engine.Tests;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Aurion.Engine.Sqlite.Tests;

/// <summary>Real canvases of six tools, beside the repository where there are any, kept in a file across a restart of the engine.</summary>
public sealed class SharedCanvasesTests(ITestOutputHelper output)
{
    private static readonly string[] Files = ["dify", "elsa", "flowise", "n8n", "nodered", "stepfunctions"];

    [Fact]
    public async Task Canvases_SavedPublishedAndReadByANewEngine_KeepEveryByte()
    {
        var canvases = Files.Select(static name => SharedData.Find($"canvases/{name}.jsonl")).OfType<string>()
            .SelectMany(File.ReadLines).Where(static line => line.Length > 0).Select(CanvasOf).ToList();
        if (canvases.Count == 0)
        {
            output.WriteLine("No canvases beside the repository: nothing was tried.");
            return;
        }

        using var file = new DatabaseFile();
        var saved = new List<(string Id, string Text)>();
        var published = new HashSet<string>(StringComparer.Ordinal);
        await using (var first = Provider(file))
        {
            var workflows = first.GetRequiredService<WorkflowEngine>();
            foreach (var text in canvases)
            {
                var state = await workflows.CreateAsync(TenantId.Default, JsonText.Parse($$"""{"name":"Kept","canvas_definition":{{text}}}"""), CancellationToken.None);
                saved.Add((state.Workflow.Id, text));
                Assert.NotNull(await workflows.ValidateAsync(TenantId.Default, state.Workflow.Id, CancellationToken.None));
                var result = await workflows.PublishAsync(TenantId.Default, state.Workflow.Id, "u1", null, CancellationToken.None);
                Assert.True(result.IsPublished || result.Status is PublishStatus.Invalid);
                if (result.IsPublished)
                {
                    published.Add(state.Workflow.Id);
                }
                else
                {
                    // One that may not run yet: its version is laid beside it by hand, as publishing would lay it.
                    await first.GetRequiredService<IDocumentStore>().CommitAsync(TenantId.Default, [VersionOf(state)], CancellationToken.None);
                }
            }
        }

        await using var second = Provider(file);
        var again = second.GetRequiredService<WorkflowEngine>();
        var kept = 0;
        foreach (var (id, text) in saved)
        {
            var found = await again.FindAsync(TenantId.Default, id, CancellationToken.None);
            Assert.Equal(text, found!.Workflow.Canvas.Text.ToString());
            var versions = await again.ListVersionsAsync(TenantId.Default, id, CancellationToken.None);
            Assert.Equal(text, Assert.Single(versions!.Value).Canvas.Text.ToString());
            kept++;
        }

        output.WriteLine($"{kept} of {canvases.Count} canvases keep every byte through save, version and restart; {published.Count} of them may run and were published.");
        Assert.Equal(canvases.Count, kept);
        Assert.NotEmpty(published);
    }

    private static ServiceProvider Provider(DatabaseFile file)
    {
        var services = new ServiceCollection();
        services.AddAurionEngine(engine => engine.UseSqlite($"Data Source={file.Path}"));
        return services.BuildServiceProvider();
    }

    private static string CanvasOf(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("canvas").GetRawText();
    }

    private static DocumentWrite VersionOf(WorkflowState state)
    {
        var version = new WorkflowVersion
        {
            WorkflowId = state.Workflow.Id,
            WorkflowName = state.Workflow.Name,
            Version = 1,
            Canvas = state.Workflow.Canvas,
            PublishedAt = state.Workflow.CreatedAt,
        };
        return new DocumentWrite
        {
            Kind = DocumentKind.WorkflowVersion,
            Id = $"{state.Workflow.Id}/1",
            ExpectedRevision = 0,
            Parent = state.Workflow.Id,
            Body = version.ToJson(),
        };
    }
}
