using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.PublicTests.Golden;

/// <summary>The golden files of runs that wait for events, raise them, and call workflows.</summary>
internal static class GoldenSignals
{
    public static void Keep(DateTimeOffset at)
    {
        var (key, child, payload) = ("run_1/ask/1", new RunId("run_2"), JsonText.Parse("""{"order": 17}"""));
        GoldenFolder.KeepNew<RunInput>("run-input.received", new RunInput.Received
        {
            At = at, EventId = "evt-golden", EventType = "order.paid", ConversationId = "conv_1", Correlation = "17", Payload = payload,
        });
        GoldenFolder.KeepNew<RunInput>("run-input.childended", new RunInput.ChildEnded { At = at, Key = key, Child = child, Status = RunStatus.Failed, Output = payload, Error = "No." });
        GoldenFolder.KeepNew<RunInput>("run-input.refreshed", new RunInput.Refreshed { At = at, Conversation = payload });
        GoldenFolder.KeepNew<RunInput>("run-input.started.called", new RunInput.Started
        {
            At = at, Run = child, Tenant = TenantId.Default, Payload = payload, Depth = 1, Parent = new ParentStep { Run = new RunId("run_1"), Key = key },
        });
        GoldenFolder.KeepNew<RunEvent>("run-event.eventemitted", new RunEvent.EventEmitted { Key = key, EventType = "order.paid", Correlation = "17", Payload = payload });
        GoldenFolder.KeepNew<RunEvent>("run-event.childstarted", new RunEvent.ChildStarted { Key = key, Child = child, WorkflowId = "wf_1", Version = 2, Input = payload, IsAwaited = true });
        GoldenFolder.KeepNew<RunEvent>("run-event.childcancelled", new RunEvent.ChildCancelled { Key = key, Child = child });
        GoldenFolder.KeepNew<RunEvent>("run-event.conversationrefreshed", new RunEvent.ConversationRefreshed());
        GoldenFolder.KeepNew("automation-event.raised", new AutomationEvent { Id = key, Type = "order.paid", Correlation = "17", Depth = 1, Payload = payload });
    }
}
