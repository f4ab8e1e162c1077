using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Conditions;

namespace Aurion.Engine.Execution;

/// <summary>Judges a canvas whole: what is seen by reading it and, when that shows no error, what playing every run of it shows.</summary>
internal static class CanvasCheck
{
    /// <summary>Judges the draft of a workflow.</summary>
    public static CanvasReport Run(Workflow draft, ActionCatalog actions, ConditionOptions? conditions)
    {
        var findings = CanvasValidator.Validate(draft.Canvas, draft.Trigger, actions, conditions, draft.Id);
        if (findings.Any(static finding => finding.Severity is FindingSeverity.Error))
        {
            return new CanvasReport { Findings = findings };
        }

        var graph = Graph.Compile(
            new WorkflowVersion
            {
                WorkflowId = draft.Id,
                WorkflowName = draft.Name,
                Version = 0,
                Canvas = draft.Canvas,
                Trigger = draft.Trigger,
                PublishedAt = draft.UpdatedAt,
            },
            zone: null,
            conditions);
        var soundness = SoundnessCheck.Run(graph);
        return new CanvasReport { Findings = [.. findings, .. soundness.Findings], Soundness = soundness };
    }
}
