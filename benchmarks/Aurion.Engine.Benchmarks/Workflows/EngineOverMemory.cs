using Aurion.Engine.Actions;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Storage.Memory;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;

namespace Aurion.Engine.Benchmarks.Workflows;

/// <summary>The whole engine, as a host embeds it, on the stores in memory.</summary>
internal sealed class EngineOverMemory : IDisposable
{
    private readonly ServiceProvider _provider;
    private readonly WorkflowEngine _workflows;
    private readonly EngineWorker _worker;
    private readonly string _workflow;

    /// <summary>Builds an engine with one published workflow.</summary>
    /// <param name="canvas">The workflow's canvas.</param>
    /// <param name="wrap">Stands between the engine and its runs; null puts nothing there.</param>
    public EngineOverMemory(string canvas, Func<IRunStore, IRunStore>? wrap = null)
    {
        Stores = new MemoryStores(TimeProvider.System);
        var services = new ServiceCollection();
        services.AddSingleton(Stores);
        if (wrap is not null)
        {
            services.AddSingleton(wrap(Stores.Runs));
        }

        services.AddAurionEngine(static engine => engine.AddAction<DoNothing>("do"));
        _provider = services.BuildServiceProvider();
        _workflows = _provider.GetRequiredService<WorkflowEngine>();
        _worker = _provider.GetRequiredService<EngineWorker>();
        _workflow = Wait(PublishAsync(canvas));
    }

    public MemoryStores Stores { get; }

    /// <summary>Starts a run and waits until it has ended, or waits itself.</summary>
    public RunId Run(JsonText payload)
    {
        var started = Wait(_workflows.StartAsync(new StartRun { WorkflowId = _workflow, Payload = payload }, CancellationToken.None).AsTask());
        Wait(_worker.WhenIdleAsync(CancellationToken.None));
        return started.Run!.RunId;
    }

    public RunHead Head(RunId run) => Wait(_workflows.FindRunAsync(TenantId.Default, run, CancellationToken.None).AsTask())!;

    public void Dispose() => _provider.Dispose();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private async Task<string> PublishAsync(string canvas)
    {
        var body = JsonText.Parse($$"""{"name":"Measured","trigger_config":{"type":"manual"},"canvas_definition":{{canvas}}}""");
        var state = await _workflows.CreateAsync(TenantId.Default, body, CancellationToken.None);
        var result = await _workflows.PublishAsync(TenantId.Default, state.Workflow.Id, "benchmark", null, CancellationToken.None);
        return result.IsPublished ? state.Workflow.Id : throw new InvalidOperationException(string.Join(Environment.NewLine, result.Findings));
    }

    private sealed class DoNothing : IActionHandler
    {
        public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken) => new(ActionResult.Completed());
    }
}
