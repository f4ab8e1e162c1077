using System.Collections.Immutable;
using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving.Harness;

/// <summary>One engine on given stores; dispose it and make another on the same stores to see what survives.</summary>
internal sealed class EngineHarness : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private readonly ServiceProvider _provider;

    public EngineHarness(StoreSet stores, FakeTimeProvider time, Outside outside, IConversationStore? conversations = null, Action<AurionEngineBuilder>? more = null)
    {
        Stores = stores;
        Time = time;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton(outside);
        if (conversations is not null)
        {
            services.AddSingleton(conversations);
        }

        stores.AddTo(services);
        services.AddAurionEngine(engine =>
        {
            engine.Configure(static options => (options.CommitRetryDelay, options.Lease) = (TimeSpan.Zero, Lease));
            foreach (var type in new[] { "send_notification", "create_ticket", "do" })
            {
                engine.AddAction<TestHandler>(type);
            }

            engine.AddAction<TestHandler>("pay", new ActionDescription { Type = "pay", Guarantee = ActionGuarantee.AtMostOnce });
            engine.AddAction<TestHandler>("look", new ActionDescription { Type = "look", Guarantee = ActionGuarantee.Repeatable });
            more?.Invoke(engine);
        });
        _provider = services.BuildServiceProvider();
    }

    public StoreSet Stores { get; }

    public FakeTimeProvider Time { get; }

    public WorkflowEngine Workflows => _provider.GetRequiredService<WorkflowEngine>();

    public RuleEngine Rules => _provider.GetRequiredService<RuleEngine>();

    public EngineWorker Worker => _provider.GetRequiredService<EngineWorker>();

    /// <summary>Works until nothing is due.</summary>
    public async Task SettleAsync()
    {
        for (var round = 0; round < 100; round++)
        {
            await Worker.WhenIdleAsync(CancellationToken.None);
            if (await Worker.WorkOnceAsync(CancellationToken.None) == 0)
            {
                return;
            }
        }

        throw new InvalidOperationException("There is no end of work.");
    }

    /// <summary>Creates a workflow and publishes it.</summary>
    public async Task<string> PublishAsync(string canvas, string trigger = """{"type":"manual"}""", string name = "Test")
    {
        var (id, result) = await TryPublishAsync(canvas, trigger, name);
        Assert.True(result.IsPublished, string.Join(Environment.NewLine, result.Findings));
        return id;
    }

    /// <summary>Creates a workflow and publishes it, unless its canvas is refused.</summary>
    public async Task<(string Id, PublishResult Result)> TryPublishAsync(string canvas, string trigger = """{"type":"manual"}""", string name = "Test")
    {
        var body = JsonText.Parse($$"""{"name":"{{name}}","trigger_config":{{trigger}},"canvas_definition":{{canvas}}}""");
        var state = await Workflows.CreateAsync(TenantId.Default, body, CancellationToken.None);
        return (state.Workflow.Id, await Workflows.PublishAsync(TenantId.Default, state.Workflow.Id, "author", null, CancellationToken.None));
    }

    public async Task<RunId> StartAsync(string workflowId, string payload = "{}", string? key = null, string? conversationId = null, string? requestedBy = null)
    {
        var request = new StartRun
        {
            WorkflowId = workflowId,
            Payload = JsonText.Parse(payload),
            StartKey = key,
            ConversationId = conversationId,
            RequestedBy = requestedBy,
        };
        var result = await Workflows.StartAsync(request, CancellationToken.None);
        Assert.True(result.IsStarted, result.Status.ToString());
        return result.Run.RunId;
    }

    public async Task<RunHead> HeadAsync(RunId run) => (await Workflows.FindRunAsync(TenantId.Default, run, CancellationToken.None))!;

    public async Task<ImmutableArray<StepRow>> StepsAsync(RunId run) => (await Workflows.ListStepsAsync(TenantId.Default, run, CancellationToken.None))!.Value;

    public async Task<string> PathAsync(RunId run) => string.Join(' ', (await StepsAsync(run)).Select(static step => step.NodeId));

    public async Task<ImmutableArray<Approval>> PendingAsync(Voter voter) =>
        await Workflows.ListPendingApprovalsAsync(TenantId.Default, voter, CancellationToken.None);

    public async Task<DecideResult> DecideAsync(ApprovalId id, Voter voter, ApprovalDecision decision, string? comment = null) =>
        await Workflows.DecideAsync(TenantId.Default, id, voter, decision, comment, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        if (Stores.Owner is { } owner)
        {
            await owner.DisposeAsync();
        }
    }
}
