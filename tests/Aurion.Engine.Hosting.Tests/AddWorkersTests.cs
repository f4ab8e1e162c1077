using System.Threading.Channels;
using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage.Memory;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aurion.Engine.Hosting.Tests;

public sealed class AddWorkersTests
{
    private const string Canvas = """
        {"nodes":[{"id":"t","type":"trigger","config":{}},{"id":"ok","type":"approval","config":{"approvers":["user:boss"]}},{"id":"a","type":"action","config":{"type":"do"}}],
        "edges":[{"from":"t","to":"ok"},{"from":"ok","to":"a","condition":"approved"}]}
        """;

    private const string Direct = """
        {"nodes":[{"id":"t","type":"trigger","config":{}},{"id":"a","type":"action","config":{"type":"do"}}],"edges":[{"from":"t","to":"a"}]}
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly MemoryStores _stores = new(TimeProvider.System);
    private readonly Channel<ActionRequest> _calls = Channel.CreateUnbounded<ActionRequest>();

    [Fact]
    public async Task Approval_Decided_TheWorkerGoesOnByItself()
    {
        using var host = await StartHostAsync();
        var workflows = host.Services.GetRequiredService<WorkflowEngine>();
        var boss = new Voter { Id = "boss" };
        var run = await workflows.StartAsync(new StartRun { WorkflowId = await PublishAsync(workflows, """{"type":"manual"}""") }, CancellationToken.None);

        var request = Assert.Single(await workflows.ListPendingApprovalsAsync(TenantId.Default, boss, CancellationToken.None));
        await workflows.DecideAsync(TenantId.Default, request.Id, boss, ApprovalDecision.Approved, null, CancellationToken.None);

        Assert.Equal(run.Run!.RunId, (await NextCallAsync()).Run);
        await host.StopAsync();
    }

    [Fact]
    public async Task Event_Fired_TheOutboxStartsTheWorkflow()
    {
        using var host = await StartHostAsync();
        var workflows = host.Services.GetRequiredService<WorkflowEngine>();
        await PublishAsync(workflows, """{"type":"event","event_types":["ticket.created"]}""", Direct);

        await host.Services.GetRequiredService<RuleEngine>().FireAsync(new AutomationEvent { Type = "ticket.created" }, CancellationToken.None);

        Assert.Equal("ticket.created", (await NextCallAsync()).EventType);
        await host.StopAsync();
    }

    [Fact]
    public async Task Stop_HandlerIsAtWork_CancelsItAndAnotherHostGoesOn()
    {
        var hanging = new TaskCompletionSource<CancellationToken>();
        RunId run;
        using (var first = await StartHostAsync(hanging))
        {
            var workflows = first.Services.GetRequiredService<WorkflowEngine>();
            var workflow = await PublishAsync(workflows, """{"type":"manual"}""", Direct);
            run = (await workflows.StartAsync(new StartRun { WorkflowId = workflow }, CancellationToken.None)).Run!.RunId;
            var cancellation = await hanging.Task.WaitAsync(Patience);
            await first.StopAsync();
            Assert.True(cancellation.IsCancellationRequested);
        }

        using var second = await StartHostAsync();
        var call = await NextCallAsync();

        Assert.Equal((run, 1), (call.Run!.Value, call.Attempt));
        await second.StopAsync();
        var head = await second.Services.GetRequiredService<WorkflowEngine>().FindRunAsync(TenantId.Default, run, CancellationToken.None);
        Assert.NotEqual(RunStatus.Failed, head!.Status);
    }

    [Fact]
    public void AddWorkers_Twice_IsOneWorkerWithTheLastWord()
    {
        var services = new ServiceCollection();
        services.AddAurionEngine(static engine => engine
            .AddWorkers(static options => options.PollInterval = TimeSpan.FromSeconds(5))
            .AddWorkers(static options => options.StopWithin = TimeSpan.Zero));

        Assert.Single(services, static service => service.ServiceType == typeof(IHostedService));
        var options = (AurionWorkerOptions)Assert.Single(services, static service => service.ServiceType == typeof(AurionWorkerOptions)).ImplementationInstance!;
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.Zero), (options.PollInterval, options.StopWithin));
        Assert.Throws<ArgumentOutOfRangeException>(() => services.AddAurionEngine(static engine => engine.AddWorkers(static options => options.PollInterval = TimeSpan.Zero)));
    }

    private async Task<ActionRequest> NextCallAsync() => await _calls.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private static async Task<string> PublishAsync(WorkflowEngine workflows, string trigger, string canvas = Canvas)
    {
        var body = JsonText.Parse($$"""{"name":"W","trigger_config":{{trigger}},"canvas_definition":{{canvas}}}""");
        var state = await workflows.CreateAsync(TenantId.Default, body, CancellationToken.None);
        var result = await workflows.PublishAsync(TenantId.Default, state.Workflow.Id, null, null, CancellationToken.None);
        Assert.True(result.IsPublished, string.Join(Environment.NewLine, result.Findings));
        return state.Workflow.Id;
    }

    private async Task<IHost> StartHostAsync(TaskCompletionSource<CancellationToken>? hanging = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(_stores.Reopen());
        builder.Services.AddSingleton(_calls);
        builder.Services.AddTransient(_ => new Handler(_calls, hanging));
        builder.Services.AddAurionEngine(static engine => engine.AddAction<Handler>("do").AddWorkers());
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private sealed class Handler(Channel<ActionRequest> calls, TaskCompletionSource<CancellationToken>? hanging) : IActionHandler
    {
        public async ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
        {
            if (hanging is not null)
            {
                hanging.SetResult(cancellationToken);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            await calls.Writer.WriteAsync(request, cancellationToken);
            return ActionResult.Completed();
        }
    }
}
