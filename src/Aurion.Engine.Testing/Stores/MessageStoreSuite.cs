using System.Collections.Immutable;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Proves an <see cref="IMessageStore"/>: an id is known for ever, a claim is fenced, nothing is lost.</summary>
/// <param name="open">Opens an empty store with <see cref="StoreHandle.Messages"/>.</param>
public sealed partial class MessageStoreSuite(Func<CancellationToken, ValueTask<StoreFixture>> open) : StoreSuite(open)
{
    /// <inheritdoc/>
    public override ImmutableArray<StoreCase> Cases =>
    [
        new(nameof(SentMessageIsClaimedAsync), SentMessageIsClaimedAsync),
        new(nameof(KnownIdHasNoEffectAsync), KnownIdHasNoEffectAsync),
        new(nameof(MessageWaitsForItsTimeAsync), MessageWaitsForItsTimeAsync),
        new(nameof(LeaseRunsOutAsync), LeaseRunsOutAsync),
        new(nameof(DeliveredIsGoneAsync), DeliveredIsGoneAsync),
        new(nameof(LaterIsTriedAgainAsync), LaterIsTriedAgainAsync),
        new(nameof(DeadIsListedAsync), DeadIsListedAsync),
        new(nameof(OldestDueComesFirstAsync), OldestDueComesFirstAsync),
        new(nameof(TenantsTakeTurnsAsync), TenantsTakeTurnsAsync),
        new(nameof(ParallelClaimsShareTheMessagesAsync), ParallelClaimsShareTheMessagesAsync),
        new(nameof(SameMessageInParallelIsStoredOnceAsync), SameMessageInParallelIsStoredOnceAsync),
        new(nameof(WaitEndsWhenAMessageComesAsync), WaitEndsWhenAMessageComesAsync),
        new(nameof(RandomSequencesAgreeWithTheModelAsync), RandomSequencesAgreeWithTheModelAsync),
        new(nameof(ParallelWritersAgreeAsync), ParallelWritersAgreeAsync),
    ];

    /// <summary>A message that one opening sent is claimed by the other, byte for byte.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task SentMessageIsClaimedAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Messages.SendAsync([Sample.Message("m1")], ct).ConfigureAwait(false);
            var claimed = await ClaimAsync(store.Second, store, ct).ConfigureAwait(false);
            Check.Equal([(Check.Text(Sample.Message("m1")), 1)], claimed.Select(static message => (Check.Text(message.Message), message.Attempt)), "The message must be read as it was written, as the first attempt.");
            await CheckClaimedAsync(store.First, store, ct).ConfigureAwait(false);
            await store.First.Messages.SendAsync([], ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A known id has no effect, also in one call, while claimed, after the delivery, and when dead.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task KnownIdHasNoEffectAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Messages.SendAsync([Sample.Message("m1"), Sample.Message("m1") with { Kind = "other" }], ct).ConfigureAwait(false);
            await store.Second.Messages.SendAsync([Sample.Message("m1"), Sample.Message("m2")], ct).ConfigureAwait(false);
            var claimed = await ClaimAsync(store.Second, store, ct).ConfigureAwait(false);
            Check.Equal([("m1", "workflow.start"), ("m2", "workflow.start")], claimed.Select(static message => (message.Message.Id, message.Message.Kind)).Order(), "The first message of an id stands.");
            await store.First.Messages.SendAsync([Sample.Message("m1")], ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, store, ct).ConfigureAwait(false);
            await store.First.Messages.CompleteAsync([End(claimed[0], DeliveryOutcome.Delivered), End(claimed[1], DeliveryOutcome.Dead)], ct).ConfigureAwait(false);
            await store.Second.Messages.SendAsync([Sample.Message("m1"), Sample.Message("m2")], ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.First, store, ct).ConfigureAwait(false);
            await store.Second.Messages.SendAsync([Sample.Message("m1", Sample.OtherTenant)], ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.First, store, ct, "m1").ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A message with a time is claimed from then on and not before.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task MessageWaitsForItsTimeAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Messages.SendAsync([Sample.Message("m1", dueAt: store.Now + (2 * store.Tick)), Sample.Message("m2", dueAt: store.Now)], ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, store, ct, "m2").ConfigureAwait(false);
            await store.PassAsync(3 * store.Tick, ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, store, ct, "m1").ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A claim that ran out is another's, one attempt and fence later; the late worker's word has no effect.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task LeaseRunsOutAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Messages.SendAsync([Sample.Message("m1")], ct).ConfigureAwait(false);
            var first = await ClaimOneAsync(store.First, store, ct).ConfigureAwait(false);
            await store.PassAsync(5 * store.Tick, ct).ConfigureAwait(false);
            var second = await ClaimOneAsync(store.Second, store, ct).ConfigureAwait(false);
            Check.Equal(2, second.Attempt, "The second claim is the second attempt.");
            Check.That(second.Fence > first.Fence, "A later claim must have a higher fence.");

            foreach (var outcome in Enum.GetValues<DeliveryOutcome>())
            {
                await store.First.Messages.CompleteAsync([End(first, outcome) with { Next = [Sample.Message("m2")] }], ct).ConfigureAwait(false);
            }

            Check.Equal(0, (await store.First.Messages.ListDeadAsync(Sample.Tenant, Page.First(9), ct).ConfigureAwait(false)).Length, "An old fence must not kill the message.");
            await store.PassAsync(5 * store.Tick, ct).ConfigureAwait(false);
            var third = await ClaimAsync(store.First, store, ct).ConfigureAwait(false);
            Check.Equal([("m1", 3)], third.Select(static message => (message.Message.Id, message.Attempt)), "An old fence must neither deliver the message nor send the next.");
        },
        cancellationToken);

    /// <summary>A delivered message does not come again, and what follows from it is stored with it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task DeliveredIsGoneAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Messages.SendAsync([Sample.Message("m1")], ct).ConfigureAwait(false);
            var claimed = await ClaimOneAsync(store.First, store, ct).ConfigureAwait(false);
            await store.Second.Messages.CompleteAsync([End(claimed, DeliveryOutcome.Delivered) with { Next = [Sample.Message("m2"), Sample.Message("m1")] }], ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.First, store, ct, "m2").ConfigureAwait(false);
            await store.PassAsync(5 * store.Tick, ct).ConfigureAwait(false);
            await store.Second.Messages.CompleteAsync([End(claimed, DeliveryOutcome.Later)], ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.First, store, ct, "m2").ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A message that is tried later comes at its time, as the next attempt; without a time, at once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task LaterIsTriedAgainAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Messages.SendAsync([Sample.Message("m1")], ct).ConfigureAwait(false);
            var claimed = await ClaimOneAsync(store.First, store, ct).ConfigureAwait(false);
            await store.First.Messages.CompleteAsync([End(claimed, DeliveryOutcome.Later) with { RetryAt = store.Now + (2 * store.Tick) }], ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, store, ct).ConfigureAwait(false);
            await store.First.Messages.CompleteAsync([End(claimed, DeliveryOutcome.Delivered)], ct).ConfigureAwait(false);
            await store.PassAsync(3 * store.Tick, ct).ConfigureAwait(false);
            claimed = await ClaimOneAsync(store.Second, store, ct).ConfigureAwait(false);
            Check.Equal(2, claimed.Attempt, "The claim was given back: its fence is old. The next claim is the second attempt.");
            await store.First.Messages.CompleteAsync([End(claimed, DeliveryOutcome.Later)], ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, store, ct, "m1").ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A dead message is never claimed again, and listed by id, by pages, to its tenant.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task DeadIsListedAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            string[] ids = ["m3", "m1", "m4", "m2"];
            await store.First.Messages.SendAsync([.. ids.Select(static id => Sample.Message(id)), Sample.Message("m9", Sample.OtherTenant), Sample.Message("m5")], ct).ConfigureAwait(false);
            var claimed = await ClaimAsync(store.First, store, ct).ConfigureAwait(false);
            await store.First.Messages.CompleteAsync([.. claimed.Select(static message => End(message, message.Message.Id == "m5" ? DeliveryOutcome.Delivered : DeliveryOutcome.Dead))], ct).ConfigureAwait(false);
            await store.PassAsync(5 * store.Tick, ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, store, ct).ConfigureAwait(false);

            var dead = await store.Second.Messages.ListDeadAsync(Sample.Tenant, Page.First(9), ct).ConfigureAwait(false);
            Check.Equal(ids.Order(StringComparer.Ordinal).Select(static id => Check.Text(Sample.Message(id))), dead.Select(Check.Text), "Dead messages must be listed by id, as they were written.");
            dead = await store.Second.Messages.ListDeadAsync(Sample.Tenant, new Page("m1", 2), ct).ConfigureAwait(false);
            Check.Equal(["m2", "m3"], dead.Select(static message => message.Id), "A page starts after the message that was seen.");
        },
        cancellationToken);

    /// <summary>Within a tenant, what has been due longest is claimed first.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OldestDueComesFirstAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            await store.First.Messages.SendAsync([Sample.Message("a", dueAt: now - store.Tick), Sample.Message("b", dueAt: now - (3 * store.Tick)), Sample.Message("c", dueAt: now - (2 * store.Tick))], ct).ConfigureAwait(false);
            foreach (var expected in (string[])["b", "c", "a"])
            {
                var claimed = await store.Second.Messages.ClaimAsync(Sample.Claim("w1", store, limit: 1), ct).ConfigureAwait(false);
                Check.Equal([expected], claimed.Select(static message => message.Message.Id), "The message that has been due longest comes first.");
            }
        },
        cancellationToken);

    /// <summary>A tenant with many messages does not keep another waiting, and no claim takes more than its limits.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task TenantsTakeTurnsAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Messages.SendAsync([.. Enumerable.Range(0, 30).Select(number => Sample.Message($"m{number:00}", dueAt: store.Now - store.Tick))], ct).ConfigureAwait(false);
            await store.First.Messages.SendAsync([Sample.Message("x", Sample.OtherTenant)], ct).ConfigureAwait(false);
            var claimed = await store.Second.Messages.ClaimAsync(Sample.Claim("w1", store, limit: 4), ct).ConfigureAwait(false);
            Check.Equal((4, true), (claimed.Length, claimed.Any(static message => message.Message.Tenant == Sample.OtherTenant)), "The other tenant must have its turn.");
            claimed = await store.Second.Messages.ClaimAsync(Sample.Claim("w1", store, maxPerTenant: 5), ct).ConfigureAwait(false);
            Check.Equal(5, claimed.Length, "A claim takes at most so many of one tenant.");
        },
        cancellationToken);

    /// <summary>Many workers at once get each message once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ParallelClaimsShareTheMessagesAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await store.First.Messages.SendAsync([.. Enumerable.Range(0, 60).Select(number => Sample.Message($"m{number:00}"))], ct).ConfigureAwait(false);
            var claimed = await StoreCalls.RaceAsync(
                store, async (handle, racer) => await handle.Messages.ClaimAsync(Sample.Claim($"w{racer}", store, limit: 5), ct).ConfigureAwait(false)).ConfigureAwait(false);
            var all = claimed.SelectMany(static messages => messages).Select(static message => message.Message.Id).ToList();
            Check.Equal(all.Count, all.Distinct().Count(), "No message may have two workers.");
            all.AddRange((await ClaimAsync(store.First, store, ct).ConfigureAwait(false)).Select(static message => message.Message.Id));
            Check.Equal(60, all.Distinct().Count(), "Every message must get a worker.");
        },
        cancellationToken);

    /// <summary>The same message sent many times at once is stored once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task SameMessageInParallelIsStoredOnceAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            await StoreCalls.RaceAsync(store, async (handle, _) =>
            {
                await handle.Messages.SendAsync([Sample.Message("m1")], ct).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            await CheckClaimedAsync(store.First, store, ct, "m1").ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Whoever waits is woken by a message through the same opening; one that is there already ends the wait at once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task WaitEndsWhenAMessageComesAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var waiting = store.First.Messages.WaitAsync(TimeSpan.FromDays(1), ct).AsTask();
            Check.That(!waiting.IsCompleted, "There is no message.");
            await store.First.Messages.SendAsync([Sample.Message("m1")], ct).ConfigureAwait(false);
            await waiting.ConfigureAwait(false);
            await store.Second.Messages.WaitAsync(TimeSpan.FromDays(1), ct).ConfigureAwait(false);
            await CheckClaimedAsync(store.Second, store, ct, "m1").ConfigureAwait(false);
        },
        cancellationToken);

    private static async Task<ImmutableArray<ClaimedMessage>> ClaimAsync(StoreHandle handle, StoreFixture store, CancellationToken cancellationToken) =>
        [.. (await handle.Messages.ClaimAsync(Sample.Claim("w1", store), cancellationToken).ConfigureAwait(false)).OrderBy(static message => message.Message.Id, StringComparer.Ordinal)];

    private static async Task<ClaimedMessage> ClaimOneAsync(StoreHandle handle, StoreFixture store, CancellationToken cancellationToken)
    {
        var claimed = await ClaimAsync(handle, store, cancellationToken).ConfigureAwait(false);
        Check.Equal(1, claimed.Length, "The message that is due and free must be claimed, and no other.");
        return claimed[0];
    }

    private static async Task CheckClaimedAsync(StoreHandle handle, StoreFixture store, CancellationToken cancellationToken, params string[] ids) =>
        Check.Equal(ids, (await ClaimAsync(handle, store, cancellationToken).ConfigureAwait(false)).Select(static message => message.Message.Id), "The messages that are due and free must be claimed, and no others.");

    private static Delivery End(ClaimedMessage claimed, DeliveryOutcome outcome) => new()
    {
        Tenant = claimed.Message.Tenant,
        MessageId = claimed.Message.Id,
        Fence = claimed.Fence,
        Outcome = outcome,
        Error = outcome is DeliveryOutcome.Delivered ? null : "Nobody is at home.",
    };
}
