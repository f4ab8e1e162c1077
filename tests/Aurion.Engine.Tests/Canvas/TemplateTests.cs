using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Templates;

namespace Aurion.Engine.Tests.Canvas;

public sealed class TemplateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Ids => [.. BuiltInTemplates.All.Select(static template => template.Id)];

    [Fact]
    public void All_AreEightWithWhatAListShows()
    {
        Assert.Equal(8, BuiltInTemplates.All.Length);
        Assert.Equal(8, BuiltInTemplates.All.Select(static template => template.Id).Distinct().Count());
        Assert.All(BuiltInTemplates.All, static template =>
        {
            Assert.True(template.IsBuiltIn);
            Assert.NotEmpty(template.Name);
            Assert.NotEmpty(template.Description!);
            Assert.NotEmpty(template.Category);
            Assert.NotNull(template.TestData);
            Assert.NotEmpty(template.RequiredActions);
            Assert.All(template.Canvas.Nodes, static node => Assert.False(string.IsNullOrEmpty(node.Name), node.Id));
        });
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Canvas_OfTemplate_HasNoErrorsAndOneKindOfWarningAtMost(string id)
    {
        var template = BuiltInTemplates.Find(id)!;

        // That nobody approves their own request holds when the event says who asked; publishing says so.
        Assert.DoesNotContain(CanvasValidator.Validate(template.Canvas, template.Trigger, CatalogOf(template)), static finding => finding.Code != "requester_unknown");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ToJson_OfTemplate_ReadsBack(string id)
    {
        var template = BuiltInTemplates.Find(id)!;

        var read = WorkflowTemplate.FromJson(template.ToJson());

        Assert.Equal(template.Canvas.ContentHash, read.Canvas.ContentHash);
        Assert.Equal((template.Id, template.Name, template.Description, template.Category, template.Trigger), (read.Id, read.Name, read.Description, read.Category, read.Trigger));
        Assert.Equal(template.ToJson(), read.ToJson());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task DryRun_OfTemplate_GoesEveryEdge(string id)
    {
        var template = BuiltInTemplates.Find(id)!;
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var (expected, ways) = (new List<string>(), new List<string>());

        foreach (var trial in TemplateTrials.Of(id))
        {
            var result = await TemplateTrials.RunAsync(template, trial, Noon);

            Assert.True(result.Status == trial.Ends, $"{trial.Shows}: {result.Status}, {result.Error}\n{string.Join(' ', result.Path)}\n{string.Join('\n', result.Warnings)}");
            Assert.True(result.Warnings.All(static warning => warning.Contains("excludes the requester", StringComparison.Ordinal)), $"{trial.Shows}: {string.Join('\n', result.Warnings)}");
            expected.Add($"{trial.Shows}: {trial.Path}");
            ways.Add($"{trial.Shows}: {string.Join(' ', result.Path)}");
            taken.UnionWith(TemplateTrials.EdgesOf(template.Canvas, result));
        }

        Assert.Equal(string.Join('\n', expected), string.Join('\n', ways));
        var missing = template.Canvas.Edges.Select(static edge => edge.ToString()).Where(edge => !taken.Contains(edge)).ToArray();
        Assert.True(missing.Length == 0, $"{template.Canvas.Edges.Length - missing.Length} of {template.Canvas.Edges.Length} edges; not gone: {string.Join(", ", missing)}");
    }

    [Fact]
    public async Task DryRun_OfOnboarding_FillsItsTestDataIn()
    {
        var template = BuiltInTemplates.Find("tpl_onboarding")!;

        var result = await TemplateTrials.RunAsync(template, TemplateTrials.Of(template.Id)[0], Noon);

        Assert.Equal(
            ["Create the mail account of Mina Sato", "Create the chat account of Mina Sato", "Create the payroll account of Mina Sato"],
            result.PlannedActions.Where(static action => action.Type == "create_ticket").Select(static action => action.Parameters.Element.GetProperty("subject").GetString()));
        Assert.Equal("mina@example.com", result.PlannedActions.Single(static action => action.NodeId == "welcome").Parameters.Element.GetProperty("recipients").GetString());
    }

    [Fact]
    public void Find_ByAnother_IsUnknown() => Assert.Null(BuiltInTemplates.Find("tpl_nobody"));

    internal static ActionCatalog CatalogOf(WorkflowTemplate template) => new(template.RequiredActions.Select(ActionCatalog.Describe));
}
