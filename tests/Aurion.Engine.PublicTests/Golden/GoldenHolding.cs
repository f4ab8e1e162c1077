using Aurion.Engine.Runs;
using Aurion.Engine.Values;

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
        GoldenFolder.KeepNew<RunInput>("run-input.began", new RunInput.Began { At = at, Key = "run_1/pay/1", Attempt = 1 });
        GoldenFolder.KeepNew<RunEvent>("run-event.attemptbegun", new RunEvent.AttemptBegun { Key = "run_1/pay/1", Attempt = 1 });
        GoldenFolder.KeepNew<RunInput>("run-input.admitted", new RunInput.Admitted { At = at, Ticket = 2 });
        GoldenFolder.KeepNew<RunInput>("run-input.queued", new RunInput.Queued { At = at, Ticket = 2 });
        GoldenFolder.KeepNew<RunInput>("run-input.refused", new RunInput.Refused { At = at, Ticket = 2, Holder = new RunId("run_1") });
        GoldenFolder.KeepNew<RunEvent>("run-event.admissionasked", new RunEvent.AdmissionAsked());
        GoldenFolder.KeepNew<RunEvent>("run-event.runqueued", new RunEvent.RunQueued());
        GoldenFolder.KeepNew<RunEvent>("run-event.runadmitted", new RunEvent.RunAdmitted());
    }
}
