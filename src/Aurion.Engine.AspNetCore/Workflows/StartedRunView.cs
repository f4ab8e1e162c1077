using Aurion.Engine.Runs;

namespace Aurion.Engine.AspNetCore.Workflows;

/// <summary>A run that was accepted, as the API shows it.</summary>
internal sealed record StartedRunView(string RunId, string WorkflowId, int Version, RunStatus Status)
{
    public static StartedRunView Of(StartedRun run) => new(run.RunId.Value, run.WorkflowId, run.Version, run.Status);

    public static StartedRunView Of(RunHead run) => new(run.Run.Value, run.WorkflowId, run.Version, run.Status);
}
