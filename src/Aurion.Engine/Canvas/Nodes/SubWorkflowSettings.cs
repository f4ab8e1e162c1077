namespace Aurion.Engine.Canvas.Nodes;

/// <summary>A node that calls another workflow.</summary>
/// <param name="WorkflowId">The workflow.</param>
/// <param name="Version">The version; null is the one that is published when the call is made.</param>
/// <param name="Input">What it is given, an object; null hands the run's payload on.</param>
/// <param name="Waits">Whether the step waits for the called run's end.</param>
internal sealed record SubWorkflowSettings(string WorkflowId, int? Version, JsonTemplate? Input, bool Waits)
{
    public static SubWorkflowSettings Read(in ConfigReader config)
    {
        var id = config.Text("workflow_id");
        if (id is null && !config.Has("workflow_id"))
        {
            config.Missing("workflow_id", "A sub-workflow needs \"workflow_id\": the id of the workflow that it calls.");
        }
        else if (id?.Contains("{{", StringComparison.Ordinal) == true)
        {
            config.TryGet("workflow_id", out var found);
            config.Wrong("workflow_id", "the id of a workflow, without placeholders", found);
        }

        return new SubWorkflowSettings(
            id ?? string.Empty,
            config.WholeNumber("version", 1, int.MaxValue),
            EventTypes.ReadObject(config, "input"),
            config.Flag("wait", true));
    }
}
