using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.PublicTests.Golden;

/// <summary>An engine on memory stores and a clock of its own, as it stood when the golden files were made.</summary>
internal sealed class GoldenHost : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    public GoldenHost()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(Sent);
        services.AddAurionEngine(static engine => engine.AddAction<Recorder>("send_notification"));
        _provider = services.BuildServiceProvider();
    }

    public static Voter Ada { get; } = new() { Id = "ada", Roles = ["supervisor"] };

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 2, 10, 14, 30, 0, 123, TimeSpan.Zero).AddTicks(4560));

    public List<string> Sent { get; } = [];

    public RuleEngine Rules => Get<RuleEngine>();

    public WorkflowEngine Workflows => Get<WorkflowEngine>();

    public T Get<T>()
        where T : class => _provider.GetRequiredService<T>();

    /// <summary>Works until nothing is due.</summary>
    public async Task WorkAsync()
    {
        while (await Get<EngineWorker>().WorkOnceAsync(CancellationToken.None) > 0)
        {
        }
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    internal sealed class Recorder(List<string> sent) : IActionHandler
    {
        public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
        {
            lock (sent)
            {
                sent.Add($"{request.IdempotencyKey[(request.IdempotencyKey.IndexOf('/', StringComparison.Ordinal) + 1)..]} {request.Parameters}");
            }

            return new(ActionResult.Completed());
        }
    }
}
