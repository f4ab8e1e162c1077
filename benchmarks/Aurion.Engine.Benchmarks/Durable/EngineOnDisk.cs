using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Benchmarks.Workflows;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Benchmarks.Durable;

/// <summary>The whole engine with its workers, as a host embeds it, on a database on disk.</summary>
internal sealed class EngineOnDisk : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly WorkflowEngine _workflows;
    private readonly IRunReader _reader;

    private EngineOnDisk(IHost host)
    {
        _host = host;
        _workflows = host.Services.GetRequiredService<WorkflowEngine>();
        _reader = host.Services.GetRequiredService<IRunReader>();
        Watch = (RunWatch)host.Services.GetRequiredService<IRunStore>();
        Queue = host.Services.GetRequiredService<IRunQueue>();
    }

    public RunWatch Watch { get; }

    public IRunQueue Queue { get; }

    /// <summary>Starts an engine.</summary>
    /// <param name="store">Where it keeps everything.</param>
    /// <param name="guarantee">What the canvases' action promises.</param>
    /// <param name="works">Whether its workers run.</param>
    public static async Task<EngineOnDisk> OpenAsync(DiskStore store, ActionGuarantee guarantee, bool works = true)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddAurionEngine(engine =>
        {
            engine.Configure(static options => options.MaxConcurrentRuns = 1_024);
            engine.AddAction<DoNothing>("do", ActionCatalog.Describe("do") with { Guarantee = guarantee });
            store.Use(engine);
            if (works)
            {
                engine.AddWorkers();
            }
        });
        builder.Services.Replace(ServiceDescriptor.Singleton<IRunStore>(provider => new RunWatch(store.RunsOf(provider))));
        var host = builder.Build();
        await host.StartAsync();
        return new EngineOnDisk(host);
    }

    public async Task<string> PublishAsync(string canvas)
    {
        var body = JsonText.Parse($$"""{"name":"Measured","trigger_config":{"type":"manual"},"canvas_definition":{{canvas}}}""");
        var state = await _workflows.CreateAsync(TenantId.Default, body, CancellationToken.None);
        var result = await _workflows.PublishAsync(TenantId.Default, state.Workflow.Id, "benchmark", null, CancellationToken.None);
        return result.IsPublished ? state.Workflow.Id : throw new InvalidOperationException(string.Join(Environment.NewLine, result.Findings));
    }

    /// <summary>Starts a run; it is durable when this has answered.</summary>
    public async ValueTask<RunId> StartAsync(string workflow)
    {
        var result = await _workflows.StartAsync(new StartRun { WorkflowId = workflow, Payload = Canvases.Payload }, CancellationToken.None);
        return result.Run?.RunId ?? throw new InvalidOperationException($"The start was answered {result.Status}.");
    }

    public async ValueTask ApproveAsync(ApprovalId approval)
    {
        var result = await _workflows.DecideAsync(TenantId.Default, approval, new Voter { Id = "boss" }, ApprovalDecision.Approved, null, CancellationToken.None);
        if (result.Status is not DecideStatus.Accepted)
        {
            throw new InvalidOperationException($"The vote was answered {result.Status}.");
        }
    }

    /// <summary>Tells whether a run can be read back as completed, with all of its steps.</summary>
    public async ValueTask<bool> IsWholeAsync(RunId run, int steps) =>
        await _reader.FindAsync(TenantId.Default, run, CancellationToken.None) is { Status: RunStatus.Completed }
        && (await _reader.ListStepsAsync(TenantId.Default, run, Page.First(100), CancellationToken.None)).Length == steps;

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private sealed class DoNothing : IActionHandler
    {
        public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken) => new(ActionResult.Completed());
    }
}
