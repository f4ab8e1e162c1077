using Aurion.Engine.Runs;

namespace Aurion.Engine.PublicTests.Golden;

/// <summary>The golden files of runs that people hold, let go on and take up again.</summary>
internal static class GoldenHolding
{
    public static void Keep(DateTimeOffset at)
    {
        GoldenFolder.KeepNew<RunInput>("run-input.paused", new RunInput.Paused { At = at, ByWorkflow = true, By = "ada", Reason = "An audit." });
        GoldenFolder.KeepNew<RunInput>("run-input.resumed", new RunInput.Resumed { At = at, ByWorkflow = true, By = "ada" });
        GoldenFolder.KeepNew<RunInput>("run-input.retried", new RunInput.Retried { At = at, IsParked = true, By = "ada" });
        GoldenFolder.KeepNew<RunEvent>("run-event.runpaused", new RunEvent.RunPaused());
        GoldenFolder.KeepNew<RunEvent>("run-event.runresumed", new RunEvent.RunResumed());
        GoldenFolder.KeepNew<RunEvent>("run-event.runretried", new RunEvent.RunRetried());
    }
}
