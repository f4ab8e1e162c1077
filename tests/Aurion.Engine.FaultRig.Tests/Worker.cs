using System.Globalization;
using Aurion.Engine.Actions;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.FaultRig.Tests;

/// <summary>A host with workers, in a process that anything may happen to: starts runs under keys, drives them, and writes down what was answered and done.</summary>
internal static class Worker
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);
    private const string Canvas = """
        {"nodes":[
          {"id":"start","type":"trigger","config":{}},
          {"id":"create","type":"action","config":{"type":"do"}},
          {"id":"notify","type":"action","config":{"type":"do"}},
          {"id":"end","type":"end","config":{}}],
         "edges":[{"from":"start","to":"create"},{"from":"create","to":"notify"},{"from":"notify","to":"end"}]}
        """;

    /// <summary>Makes the database and publishes the workflow.</summary>
    public static async Task<string> PrepareAsync(string database)
    {
        using var host = Build(database, new Oracle(database + ".none"), works: false);
        var workflows = host.Services.GetRequiredService<WorkflowEngine>();
        var body = JsonText.Parse($$"""{"name":"Faults","trigger_config":{"type":"manual"},"canvas_definition":{{Canvas}}}""");
        var state = await workflows.CreateAsync(TenantId.Default, body, CancellationToken.None).ConfigureAwait(false);
        var result = await workflows.PublishAsync(TenantId.Default, state.Workflow.Id, "rig", null, CancellationToken.None).ConfigureAwait(false);
        return result.IsPublished ? state.Workflow.Id : throw new InvalidOperationException(string.Join(Environment.NewLine, result.Findings));
    }

    /// <summary>Opens the database without working on it.</summary>
    public static IHost Open(string database) => Build(database, new Oracle(database + ".none"), works: false);

    /// <summary>Starts what was not answered yet, and works until every run has ended.</summary>
    public static async Task<int> RunAsync(string database, string oraclePath, int runs)
    {
        var known = Oracle.Read(oraclePath).Accepted;
        var oracle = new Oracle(oraclePath);
        using var host = Build(database, oracle, works: true);
        await host.StartAsync().ConfigureAwait(false);
        var workflows = host.Services.GetRequiredService<WorkflowEngine>();
        var reader = host.Services.GetRequiredService<IRunReader>();
        var workflow = (await File.ReadAllTextAsync(database + ".workflow").ConfigureAwait(false)).Trim();
        var missing = Enumerable.Range(0, runs).Where(number => !known.ContainsKey(number));
        await Parallel.ForEachAsync(missing, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, stopping) =>
        {
            var start = new StartRun { WorkflowId = workflow, StartKey = string.Create(CultureInfo.InvariantCulture, $"start-{number}"), Payload = JsonText.EmptyObject };
            var result = await workflows.StartAsync(start, stopping).ConfigureAwait(false);
            oracle.Accepted(number, result.Run!.RunId.Value);
        }).ConfigureAwait(false);
        while ((await reader.CountAsync(TenantId.Default, DateTimeOffset.MinValue, CancellationToken.None).ConfigureAwait(false)).Active > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System).ConfigureAwait(false);
        }

        await host.StopAsync().ConfigureAwait(false);
        return 0;
    }

    private static IHost Build(string database, Oracle oracle, bool works)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(_ => oracle);
        builder.Services.AddAurionEngine(engine =>
        {
            engine.Configure(static options =>
            {
                options.Lease = Lease;
                options.MaxClaims = 1_000; // the rig kills more often than any run deserves
            });
            engine.AddAction<Do>("do");
            engine.UseSqlite($"Data Source={database}");
            if (works)
            {
                engine.AddWorkers(static options => options.PollInterval = TimeSpan.FromMilliseconds(100));
            }
        });
        return builder.Build();
    }

    private sealed class Do(Oracle oracle) : IActionHandler
    {
        public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
        {
            oracle.Did(request.IdempotencyKey);
            return new(ActionResult.Completed());
        }
    }
}
