using System.Collections.Immutable;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Stores;

/// <content>What time rules ask for.</content>
public sealed partial class ConversationStoreSuite
{
    private const string Basis = "status_changed_at";

    private ImmutableArray<StoreCase> DueCases =>
    [
        new(nameof(DueAreListedOldestFirstAsync), DueAreListedOldestFirstAsync),
        new(nameof(DueGoOnAfterAConversationAsync), DueGoOnAfterAConversationAsync),
        new(nameof(DueAreAskedByStatusAndBasisAsync), DueAreAskedByStatusAndBasisAsync),
        new(nameof(AutomationLeavesTheBasisAsync), AutomationLeavesTheBasisAsync),
    ];

    /// <summary>What is old enough is listed, the oldest first, as it is found; what is younger is not, nor another tenant's.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task DueAreListedOldestFirstAsync(CancellationToken cancellationToken = default) => UseAsync(
        async (store, ct) =>
        {
            var made = await MakeAsync(store, ct, 3, 1, 2, 9).ConfigureAwait(false);
            var due = await ListAsync(store.Second, made[0].Tenant, Query(3), ct).ConfigureAwait(false);
            Check.Equal([made[1].Id, made[2].Id, made[0].Id], due.Select(static each => each.Id), "The oldest must come first, one that is exactly as old as asked belongs to it, a younger one does not.");
            Check.Equal(made[1], due[0], "A listed conversation must be as it is found.");
            Check.Equal(0, (await ListAsync(store.Second, new TenantId($"not {made[0].Tenant}"), Query(3), ct).ConfigureAwait(false)).Count, "Another tenant's must not be listed.");
        },
        cancellationToken);

    /// <summary>A list goes on after any conversation of it, those of the same instant included: none is left out, none comes twice.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task DueGoOnAfterAConversationAsync(CancellationToken cancellationToken = default) => UseAsync(
        async (store, ct) =>
        {
            var made = await MakeAsync(store, ct, 1, 2, 2, 2, 3).ConfigureAwait(false);
            var all = await ListAsync(store.First, made[0].Tenant, Query(9), ct).ConfigureAwait(false);
            Check.Equal(made.Select(static each => each.Id).Order(StringComparer.Ordinal), all.Select(static each => each.Id).Order(StringComparer.Ordinal), "All are due.");
            for (var at = 0; at < all.Count; at++)
            {
                var rest = await ListAsync(store.Second, made[0].Tenant, Query(9) with { After = all[at].Id }, ct).ConfigureAwait(false);
                Check.Equal(all.Skip(at + 1).Select(static each => each.Id), rest.Select(static each => each.Id), "A list that goes on must be the rest of the whole one.");
            }
        },
        cancellationToken);

    /// <summary>Only the statuses that are asked for are listed, none asked for is all, and one whose basis is missing is never due.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task DueAreAskedByStatusAndBasisAsync(CancellationToken cancellationToken = default) => UseAsync(
        async (store, ct) =>
        {
            var open = await _createAt!(store.First, "open", Basis, At(1), ct).ConfigureAwait(false);
            var waiting = await _createAt(store.First, "waiting", Basis, At(2), ct).ConfigureAwait(false);
            await _createAt(store.First, "closed", Basis, At(3), ct).ConfigureAwait(false);
            var listed = await ListAsync(store.Second, open.Tenant, Query(9) with { Statuses = ["waiting", "open"] }, ct).ConfigureAwait(false);
            Check.Equal([open.Id, waiting.Id], listed.Select(static each => each.Id), "Only the statuses asked for must be listed.");
            Check.Equal(3, (await ListAsync(store.Second, open.Tenant, Query(9), ct).ConfigureAwait(false)).Count, "No status asked for is any.");
            var replied = await _createAt(store.First, "open", "last_agent_reply_at", At(4), ct).ConfigureAwait(false);
            var byReply = await ListAsync(store.Second, open.Tenant, Query(9) with { Basis = "last_agent_reply_at" }, ct).ConfigureAwait(false);
            Check.Equal([replied.Id], byReply.Select(static each => each.Id), "A conversation without the instant asked for is not due.");
        },
        cancellationToken);

    /// <summary>A change by automation leaves <c>updated_at</c> where it is: otherwise a rule that counts from it would fire again and again.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task AutomationLeavesTheBasisAsync(CancellationToken cancellationToken = default) => UseAsync(
        async (store, ct) =>
        {
            var made = await _createAt!(store.First, "open", "updated_at", At(1), ct).ConfigureAwait(false);
            var result = await store.First.Conversations.ApplyAsync(Patch(made, "p1"), ct).ConfigureAwait(false);
            Check.Equal(PatchStatus.Applied, result.Status, "Nobody else changed the conversation.");
            var due = await ListAsync(store.Second, made.Tenant, Query(1) with { Basis = "updated_at" }, ct).ConfigureAwait(false);
            Check.Equal([made.Id], due.Select(static each => each.Id), "It must be as old as before.");
        },
        cancellationToken);

    /// <summary>Whole seconds, for a host may keep no more.</summary>
    private static DateTimeOffset At(int seconds) => new DateTimeOffset(2026, 2, 10, 14, 30, 0, TimeSpan.Zero) + TimeSpan.FromSeconds(seconds);

    private static TimeRuleQuery Query(int seconds) => new() { Basis = Basis, NotAfter = At(seconds) };

    private static Task<List<Conversation>> ListAsync(StoreHandle handle, TenantId tenant, TimeRuleQuery query, CancellationToken cancellationToken) =>
        StoreCalls.ListAsync(handle.Conversations.ListDueAsync(tenant, query, cancellationToken), cancellationToken);

    private async Task<List<Conversation>> MakeAsync(StoreFixture store, CancellationToken cancellationToken, params int[] seconds)
    {
        var made = new List<Conversation>();
        foreach (var second in seconds)
        {
            made.Add(await _createAt!(store.First, "open", Basis, At(second), cancellationToken).ConfigureAwait(false));
        }

        return made;
    }
}
