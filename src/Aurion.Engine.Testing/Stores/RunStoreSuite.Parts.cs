using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Stores;

/// <content>Inbox, values, records, subscriptions, messages, approvals, tenants.</content>
public sealed partial class RunStoreSuite
{
    /// <summary>An inbox stores an id once, also after it was consumed.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task InboxTakesAnIdOnceAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            Check.Equal(SendStatus.Stored, await store.First.Runs.SendAsync(start.Tenant, start.Run, Sample.Item("a", store.Now), ct).ConfigureAwait(false), "The id is new.");
            Check.Equal(SendStatus.AlreadyStored, await store.Second.Runs.SendAsync(start.Tenant, start.Run, Sample.Item("a", store.Now), ct).ConfigureAwait(false), "The id is known.");
            Check.Equal(1, (await store.Second.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false)).Inbox.Length, "A known id must not be stored again.");

            await store.Second.Runs.CommittedAsync(Sample.After(start) with { Consumed = ["a"] }, ct).ConfigureAwait(false);
            Check.Equal(SendStatus.AlreadyStored, await store.First.Runs.SendAsync(start.Tenant, start.Run, Sample.Item("a", store.Now), ct).ConfigureAwait(false), "A consumed id stays known.");
            Check.Equal(0, (await store.First.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false)).Inbox.Length, "What was consumed must not come back.");
        },
        cancellationToken);

    /// <summary>A commit consumes what it names; what came meanwhile stays, in order.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task InboxIsConsumedByIdAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var now = store.Now;
            var start = Sample.Start(now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            foreach (var id in (string[])["z", "b", "m"])
            {
                await store.First.Runs.SendAsync(start.Tenant, start.Run, Sample.Item(id, now), ct).ConfigureAwait(false);
            }

            var seen = await store.Second.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false);
            Check.Equal(["z", "b", "m"], seen.Inbox.Select(static item => item.Id), "The inbox is in the order of storing.");
            Check.Same(Sample.Item("b", now), seen.Inbox[1], "An item must be read as it was written.");
            await store.First.Runs.SendAsync(start.Tenant, start.Run, Sample.Item("a", now), ct).ConfigureAwait(false);
            await store.Second.Runs.CommittedAsync(Sample.After(start) with { Consumed = ["b", "unknown", "z"] }, ct).ConfigureAwait(false);

            var left = await store.First.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false);
            Check.Equal(["m", "a"], left.Inbox.Select(static item => item.Id), "Only what the commit names is consumed.");
        },
        cancellationToken);

    /// <summary>A stale commit consumes nothing.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task StaleCommitConsumesNothingAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.First.Runs.SendAsync(start.Tenant, start.Run, Sample.Item("a", store.Now), ct).ConfigureAwait(false);
            await store.Second.Runs.CommitAsync(Sample.After(start, 5) with { Consumed = ["a"] }, ct).ConfigureAwait(false);
            var left = await store.First.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false);
            Check.Equal(["a"], left.Inbox.Select(static item => item.Id), "A stale commit must leave the inbox alone.");
        },
        cancellationToken);

    /// <summary>Sending leaves the revision alone: who drives the run can still commit.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task SendLeavesTheRevisionAloneAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.Second.Runs.SendAsync(start.Tenant, start.Run, Sample.Item("a", store.Now), ct).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.After(start), ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>The same item sent many times at once is stored once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task SameItemInParallelIsStoredOnceAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            var results = await StoreCalls.RaceAsync(store, (handle, _) => handle.Runs.SendAsync(start.Tenant, start.Run, Sample.Item("a", store.Now), ct).AsTask()).ConfigureAwait(false);
            Check.Equal(1, results.Count(static result => result is SendStatus.Stored), "The item must be stored by one of the senders.");
            Check.Equal(StoreCalls.Racers - 1, results.Count(static result => result is SendStatus.AlreadyStored), "The others must learn that it is there.");
            Check.Equal(1, (await store.First.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false)).Inbox.Length, "The item must be there once.");
        },
        cancellationToken);

    /// <summary>Values are kept byte for byte, written once, and answered in the order asked for.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ValuesAreWrittenOnceAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var big = JsonText.Parse($"\"{new string('x', 100_000)}\"");
            var start = Sample.Start(store.Now) with { Values = [new("b", Sample.Odd), new("a", big)] };
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.After(start) with { Values = [new("b", JsonText.Null), new("c", JsonText.Null)] }, ct).ConfigureAwait(false);

            var values = await store.Second.Runs.LoadValuesAsync(start.Tenant, start.Run, ["c", "missing", "a", "b"], ct).ConfigureAwait(false);
            Check.Equal([new("c", JsonText.Null), new("a", big), new RunValue("b", Sample.Odd)], values, "Values must be answered in the order of the names, as they were first written.");
        },
        cancellationToken);

    /// <summary>Records are read in order from any step on.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task RecordsAreReadFromAStepAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now) with { Records = [Sample.Record(1, store.Now), Sample.Record(2, store.Now), Sample.Record(3, store.Now)] };
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.After(start), ct).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.After(start, 2) with { Records = [] }, ct).ConfigureAwait(false);
            for (var from = 0; from <= 5; from++)
            {
                var records = await store.Second.Runs.RecordsAsync(start.Tenant, start.Run, from, ct).ConfigureAwait(false);
                Check.Equal(Enumerable.Range(1, 4).Where(step => step >= from), records.Select(static record => (int)record.Step), $"Records from step {from} on must come in order.");
            }

            Check.Equal(4, (await store.Second.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false)).Steps, "Four records were written.");
        },
        cancellationToken);

    /// <summary>Records that leave a gap are a mistake of the caller: refused, and nothing written.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task RecordsWithAGapAreRefusedAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now);
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            var refused = false;
            try
            {
                await store.Second.Runs.CommitAsync(Sample.After(start) with { Records = [Sample.Record(3, store.Now)] }, ct).ConfigureAwait(false);
            }
            catch (ArgumentException)
            {
                refused = true;
            }

            Check.That(refused, "A record that does not follow the last one must be refused with an ArgumentException.");
            var stored = await store.First.Runs.LoadedAsync(start.Tenant, start.Run, ct).ConfigureAwait(false);
            Check.Equal((1L, 1L), (stored.Revision, stored.Steps), "A refused commit must write nothing.");
            await store.First.Runs.CommittedAsync(Sample.After(start), ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>A commit's subscriptions replace those before it; runs are found by tenant, type and correlation.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task SubscriptionsAreReplacedAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            Subscription replied = new("ticket.replied", "conv 1"), closed = new("ticket.closed", "conv 1");
            var one = Sample.Start(store.Now, Sample.Nth(1)) with { Subscriptions = [replied, closed] };
            var two = Sample.Start(store.Now, Sample.Nth(2)) with { Subscriptions = [replied] };
            var foreign = Sample.Start(store.Now, Sample.Nth(3), Sample.OtherTenant) with { Subscriptions = [replied] };
            await store.First.Runs.CommitAsync([one, two, foreign], ct).ConfigureAwait(false);
            await CheckFoundAsync(replied, 1, 2).ConfigureAwait(false);
            await CheckFoundAsync(closed, 1).ConfigureAwait(false);
            await CheckFoundAsync(new Subscription("ticket.replied", "conv 2")).ConfigureAwait(false);

            await store.First.Runs.CommittedAsync(Sample.After(one) with { Subscriptions = [closed] }, ct).ConfigureAwait(false);
            await store.First.Runs.CommittedAsync(Sample.After(two) with { Subscriptions = [] }, ct).ConfigureAwait(false);
            await CheckFoundAsync(replied).ConfigureAwait(false);
            await CheckFoundAsync(closed, 1).ConfigureAwait(false);

            async Task CheckFoundAsync(Subscription subscription, params int[] numbers)
            {
                var found = await StoreCalls.ListAsync(store.Second.Runs.FindSubscribedAsync(Sample.Tenant, subscription, ct), ct).ConfigureAwait(false);
                Check.Equal(numbers.Select(Sample.Nth), found.OrderBy(static run => run.Value, StringComparer.Ordinal), $"Runs that wait for {subscription} must be found, and no others.");
            }
        },
        cancellationToken);

    /// <summary>A commit's messages can be claimed; an id that is known is not stored again.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task MessagesLeaveWithTheCommitAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var start = Sample.Start(store.Now) with { Messages = [Sample.Message("m1"), Sample.Message("m2")] };
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            var claimed = await store.Second.Messages.ClaimAsync(Sample.Claim("w", store), ct).ConfigureAwait(false);
            Check.Equal(start.Messages.Select(Check.Text), claimed.Select(static message => Check.Text(message.Message)).Order(StringComparer.Ordinal), "Messages must be read as they were written.");

            await store.First.Runs.CommittedAsync(Sample.After(start) with { Messages = [Sample.Message("m1"), Sample.Message("m3")] }, ct).ConfigureAwait(false);
            claimed = await store.Second.Messages.ClaimAsync(Sample.Claim("w", store), ct).ConfigureAwait(false);
            Check.Equal(["m3"], claimed.Select(static message => message.Message.Id), "A known message must not come again.");
        },
        cancellationToken);

    /// <summary>A commit opens approvals and closes pending ones; what people decided stays decided, and votes are kept.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task ApprovalsAreOpenedAndClosedAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var (tenant, now) = (Sample.Tenant, store.Now);
            Approval decided = Sample.Approval("req_1", now), voted = Sample.Approval("req_2", now), open = Sample.Approval("req_3", now);
            var start = Sample.Start(now) with { Approvals = [decided, voted, open] };
            await store.First.Runs.CommittedAsync(start, ct).ConfigureAwait(false);
            var approved = Sample.Voted(decided, "u7", ApprovalStatus.Approved, now);
            var halfway = Sample.Voted(voted, "u7", ApprovalStatus.Pending, now);
            await store.Second.Approvals.CommitAsync(tenant, approved, 1, null, [], ct).ConfigureAwait(false);
            await store.Second.Approvals.CommitAsync(tenant, halfway, 1, null, [], ct).ConfigureAwait(false);

            var closed = start.Approvals.Select(approval => approval with { Status = ApprovalStatus.Cancelled, DecidedAt = now });
            await store.First.Runs.CommittedAsync(Sample.After(start) with { Approvals = [.. closed.Take(2), open] }, ct).ConfigureAwait(false);
            await CheckAsync(approved, 2).ConfigureAwait(false);
            await CheckAsync(halfway with { Status = ApprovalStatus.Cancelled, DecidedAt = now }, 3).ConfigureAwait(false);
            await CheckAsync(open, 1).ConfigureAwait(false);

            async Task CheckAsync(Approval expected, long revision)
            {
                var stored = Check.Found(await store.Second.Approvals.FindAsync(tenant, expected.Id, ct).ConfigureAwait(false), $"{expected.Id} must be found.");
                Check.Same(expected, stored.Approval, "A decided request stays decided; a pending one is closed and keeps its votes; an open one is left alone.");
                Check.Equal(revision, stored.Revision, $"Each write of {expected.Id} raises its revision by one.");
            }
        },
        cancellationToken);

    /// <summary>Runs of the same id in two tenants have nothing to do with each other.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task TenantsNeverMeetAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var mine = Sample.Start(store.Now) with { Values = [new("v", Sample.Odd)], Records = [Sample.Record(1, store.Now), Sample.Record(2, store.Now)] };
            await store.First.Runs.CommittedAsync(mine, ct).ConfigureAwait(false);
            Check.That(await store.Second.Runs.LoadAsync(Sample.OtherTenant, Sample.Run, ct).ConfigureAwait(false) is null, "Another tenant must not see the run.");
            Check.Equal(SendStatus.NotFound, await store.Second.Runs.SendAsync(Sample.OtherTenant, Sample.Run, Sample.Item("a", store.Now), ct).ConfigureAwait(false), "Another tenant must not reach the run.");
            await store.Second.Runs.CommittedAsync(Sample.Start(store.Now, tenant: Sample.OtherTenant), ct).ConfigureAwait(false);
            await store.Second.Runs.SendAsync(Sample.OtherTenant, Sample.Run, Sample.Item("a", store.Now), ct).ConfigureAwait(false);

            var stored = await store.First.Runs.LoadedAsync(Sample.Tenant, Sample.Run, ct).ConfigureAwait(false);
            Check.Equal((2L, 0), (stored.Steps, stored.Inbox.Length), "Another tenant's run must leave this one alone.");
            var other = await store.First.Runs.LoadedAsync(Sample.OtherTenant, Sample.Run, ct).ConfigureAwait(false);
            Check.Equal((1L, 1), (other.Steps, other.Inbox.Length), "Another tenant's run is its own.");
            Check.Equal(0, (await store.First.Runs.LoadValuesAsync(Sample.OtherTenant, Sample.Run, ["v"], ct).ConfigureAwait(false)).Length, "Values are the tenant's own.");
            Check.Equal(1, (await store.First.Runs.RecordsAsync(Sample.OtherTenant, Sample.Run, 1, ct).ConfigureAwait(false)).Count, "Records are the tenant's own.");
        },
        cancellationToken);
}
