using Aurion.Engine.Actions;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>One process with an engine of its own on stores that outlive it.</summary>
internal sealed class RuleProcess : IAsyncDisposable
{
    private readonly EventDriver _driver;
    private readonly CrashingEventStore _events;
    private readonly string _worker;

    public RuleProcess(World world, CrashPoint? crash = null, TimeSpan? answerWithin = null)
    {
        var alive = crash ?? CrashPoint.Never;
        var stores = world.Stores.Reopen();
        var ids = new IdSource(world.Time);
        _worker = ids.Next("worker");
        _events = new CrashingEventStore(stores.Events, alive);
        var settings = new DriverSettings
        {
            Worker = _worker,
            Lease = World.Lease,
            CommitRetryDelay = TimeSpan.Zero,
            AnswerWithin = answerWithin ?? TimeSpan.FromSeconds(5),
            ActionTimeout = TimeSpan.FromSeconds(60),
            MaxClaims = 5,
        };
        var tickets = world.Tickets.Open(alive);
        var registrations = world.Handlers.Select(handler => new ActionRegistration(
            ActionCatalog.Describe(handler.Key), new Handler(handler.Key, handler.Value, world, alive))).ToList();
        var rules = new RuleSetCache(stores.Documents, world.Time, NullLogger<RuleSetCache>.Instance);
        var decider = new EventDecider(tickets, rules, settings, world.Time, NullLogger<EventDecider>.Instance);
        var committer = new EventCommitter(_events, settings, world.Time, NullLogger<EventCommitter>.Instance);
        var invoker = new ActionInvoker(
            registrations, new WorkflowStarter(stores.Documents, new CrashingMessageStore(stores.Messages, alive)), NullLogger<ActionInvoker>.Instance);
        var stages = new EventStages(decider, committer, tickets, invoker, ids, settings, world.Time);
        var triggers = new TriggerIndex(stores.Documents, new GraphCache(stores.Documents), settings, NullLogger<TriggerIndex>.Instance);
        _driver = new EventDriver(
            _events, decider, stages, committer, triggers, ids, settings, world.Time, NullLogger<EventDriver>.Instance);
        Engine = new RuleEngine(
            _driver, rules, stores.Documents, _events, new ActionCatalog(registrations.Select(static action => action.Description)), ids, world.Time);
    }

    public RuleEngine Engine { get; }

    public Task<FiredEvent> FireAsync(string payload, string? conversation = null, string? id = "evt_1", CancellationToken cancellationToken = default) =>
        Engine.FireAsync(
            new AutomationEvent { Id = id, Type = "ticket.created", ConversationId = conversation, Payload = JsonText.Parse(payload), Actor = "user_1" },
            cancellationToken).AsTask();

    /// <summary>Finishes whatever is claimable now, as a worker does.</summary>
    /// <returns>The number of events claimed.</returns>
    public async Task<int> WorkAsync()
    {
        var claimed = await _events.ClaimAsync(new ClaimRequest { Worker = _worker, Lease = World.Lease }, CancellationToken.None);
        foreach (var stored in claimed)
        {
            await _driver.FinishAsync(stored, CancellationToken.None);
        }

        return claimed.Length;
    }

    public ValueTask DisposeAsync() => _driver.DisposeAsync();

    private sealed class Handler(string type, Func<ActionRequest, CancellationToken, ValueTask<ActionResult>> perform, World world, CrashPoint crash)
        : IActionHandler
    {
        public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken) => crash.CallAsync(() =>
        {
            Assert.Equal(type, request.Type);
            world.Calls.Enqueue(request);
            return perform(request, cancellationToken);
        });
    }
}
