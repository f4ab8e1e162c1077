using System.Collections.Concurrent;
using Aurion.Engine.Actions;
using Aurion.Engine.Storage;
using Aurion.Engine.Tests.Execution.Driving.Harness;
using Aurion.Engine.Values;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Tests.Execution.Driving.Events;

/// <summary>What outlives a process: the stores, the host's tickets, what its handlers did, the time.</summary>
internal sealed class World
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <param name="place">Makes the place where the stores keep things, to be opened again for each process; null is memory.</param>
    public World(Func<TimeProvider, Func<StoreSet>>? place = null)
    {
        Time = new FakeTimeProvider(new DateTimeOffset(2026, 2, 10, 14, 30, 0, TimeSpan.Zero));
        Open = (place ?? StoreSet.MemoryPlace)(Time);
        Stores = Open();
        Handlers["send_notification"] = static (_, _) => new(ActionResult.Completed());
        Handlers["add_note"] = static (_, _) => new(ActionResult.Completed());
    }

    public FakeTimeProvider Time { get; }

    /// <summary>Gets what opens the stores for one more process.</summary>
    public Func<StoreSet> Open { get; }

    /// <summary>Gets the stores as the test itself looks at them.</summary>
    public StoreSet Stores { get; }

    public Tickets Tickets { get; } = new();

    public Dictionary<string, Func<ActionRequest, CancellationToken, ValueTask<ActionResult>>> Handlers { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the attempts that reached a handler.</summary>
    public ConcurrentQueue<ActionRequest> Calls { get; } = new();

    /// <summary>Creates rules on <c>ticket.created</c>; their ids are in the order given.</summary>
    public async Task<string[]> AddRulesAsync(params string[] members)
    {
        await using var process = new RuleProcess(this);
        var ids = new List<string>();
        foreach (var member in members)
        {
            var body = JsonText.Parse($$"""{"name":"rule {{ids.Count + 1}}","trigger_event":"ticket.created",{{member}}}""");
            ids.Add((await process.Engine.CreateAsync(TenantId.Default, body, CancellationToken.None)).Rule.Id);
        }

        return [.. ids];
    }

    public async Task<StoredEvent?> FindAsync(string eventId) => await Stores.Events.FindAsync(TenantId.Default, eventId, CancellationToken.None);
}
