using Aurion.Engine.Execution;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Runs;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>A run as its records tell it.</summary>
internal static class RecordedRun
{
    /// <summary>Decides a run again from its recorded inputs alone, and compares where they lead with what is stored.</summary>
    public static async Task CheckAsync(EngineHarness engine, RunId run)
    {
        var head = await engine.HeadAsync(run);
        var graph = await new GraphCache(engine.Stores.Documents).GetAsync(head.Tenant, head.WorkflowId, head.Version, CancellationToken.None);
        var marking = Marking.Empty;
        await foreach (var record in engine.Stores.Runs.ReadAsync(TenantId.Default, run, 1, CancellationToken.None))
        {
            marking = Machine.Decide(graph, marking, record.Input).Marking;
        }

        var stored = await engine.Stores.Runs.LoadAsync(TenantId.Default, run, CancellationToken.None);
        Assert.Equal(TestRun.Text(stored!.Marking), TestRun.Text(marking));
    }
}
