using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas.Templates;

/// <summary>The templates that come with the engine. Made when they are first asked for.</summary>
internal static class BuiltInTemplates
{
    private static readonly Lazy<ImmutableArray<WorkflowTemplate>> Made = new(static () =>
    [
        AccessRequest.Template,
        ChangeApproval.Template,
        CsatFollowUp.Template,
        MajorIncident.Template,
        LeaveRequest.Template,
        Onboarding.Template,
        SlaReminder.Template,
        UrgentEscalation.Template,
    ]);

    private static readonly Lazy<FrozenDictionary<string, WorkflowTemplate>> ById = new(static () => Made.Value.ToFrozenDictionary(static template => template.Id, StringComparer.Ordinal));

    public static ImmutableArray<WorkflowTemplate> All => Made.Value;

    public static WorkflowTemplate? Find(string id) => ById.Value.GetValueOrDefault(id);

    /// <summary>Makes a template that starts with an event.</summary>
    public static WorkflowTemplate Of(string word, string name, string category, string description, string eventType, CanvasBuilder canvas)
    {
        var faults = new List<Fault>();
        var trigger = JsonText.Parse(new JsonObject { ["type"] = "event", ["event_types"] = new JsonArray((JsonNode)eventType) }.ToJsonString());
        return new WorkflowTemplate
        {
            Id = $"tpl_{word}",
            Name = name,
            Description = description,
            Category = category,
            Trigger = TriggerConfig.Read(trigger, FaultPath.Root, faults) ?? throw new InvalidDefinitionException([.. faults]),
            Canvas = canvas.Build(),
            IsBuiltIn = true,
        };
    }

    /// <summary>Tells people something.</summary>
    public static CanvasBuilder Tell(this CanvasBuilder canvas, string id, string template, string recipients) =>
        canvas.Action(id, "send_notification", ("template", template), ("recipients", recipients));
}
