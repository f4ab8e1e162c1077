using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>A template as the API shows it.</summary>
internal sealed record TemplateView(
    string Id, string Name, string? Description, string Category, bool IsBuiltIn, JsonText TriggerConfig, JsonText CanvasDefinition, IEnumerable<string> RequiredActions, DateTimeOffset? CreatedAt)
{
    public static TemplateView Of(WorkflowTemplate template) => new(
        template.Id, template.Name, template.Description, template.Category, template.IsBuiltIn, template.Trigger.Text, template.Canvas.Text, template.RequiredActions, template.CreatedAt);
}
