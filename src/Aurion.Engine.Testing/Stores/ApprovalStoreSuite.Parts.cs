using Aurion.Engine.Approvals;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Testing.Stores;

/// <content>What becomes of a request while it is open.</content>
public sealed partial class ApprovalStoreSuite
{
    /// <summary>Everything that a request may hold comes back as it was: policy, escalation, delegations, votes, warning.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task EverythingIsKeptAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var approval = await OpenAsync(store, "req_1", ct).ConfigureAwait(false);
            var full = Sample.Voted(Delegated(Escalated(approval, store.Now), store.Now), "u3", ApprovalStatus.Pending, store.Now) with
            {
                Message = "Zeile 1\n\"2\" \u2028 🙂",
                Reminders = 3,
                Warning = "2 approvals are needed, but only 1 person can give one.",
            };
            full = full with { Votes = [full.Votes[0] with { InPlaceOf = "u2", Entries = ["role:supervisor", "user:u2"] }] };
            Check.Status(CommitStatus.Committed, await store.First.Approvals.CommitAsync(Sample.Tenant, full, 1, null, [], ct).ConfigureAwait(false), "The write is taken.");
            Check.Same(full, (await FoundAsync(store.Second, approval.Id, ct).ConfigureAwait(false)).Approval, "Everything must be read as it was written.");
        },
        cancellationToken);

    /// <summary>What a write says to others is stored with it, once by its id; a stale write says nothing.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task MessagesLeaveWithTheWriteAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var approval = await OpenAsync(store, "req_1", ct).ConfigureAwait(false);
            var reminded = approval with { Reminders = 1 };
            await store.First.Approvals.CommitAsync(Sample.Tenant, reminded, 1, null, [Sample.Message("remind/1"), Sample.Message("later", dueAt: store.Now + (2 * store.Tick))], ct).ConfigureAwait(false);
            Check.Status(
                CommitStatus.Stale,
                await store.Second.Approvals.CommitAsync(Sample.Tenant, approval with { Reminders = 2 }, 1, null, [Sample.Message("stale")], ct).ConfigureAwait(false),
                "The second writer read an old revision.");
            var decided = Sample.Voted(reminded, "u1", ApprovalStatus.Approved, store.Now);
            await store.Second.Approvals.CommitAsync(Sample.Tenant, decided, 2, Outcome(decided, store.Now), [Sample.Message("remind/1"), Sample.Message("decided")], ct).ConfigureAwait(false);
            Check.Status(
                CommitStatus.Stale,
                await store.First.Approvals.CommitAsync(Sample.Tenant, decided with { Reminders = 2 }, 3, null, [Sample.Message("too late")], ct).ConfigureAwait(false),
                "A decided request takes no further write.");

            var claimed = await store.First.Messages.ClaimAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false);
            Check.Equal(["decided", "remind/1"], claimed.Select(static message => message.Message.Id).Order(StringComparer.Ordinal), "The messages of the writes that stand must be there, each once.");
            Check.Same(Sample.Message("remind/1"), claimed.Single(static message => message.Message.Id == "remind/1").Message, "A message must be read as it was written.");
            await store.PassAsync(3 * store.Tick, ct).ConfigureAwait(false);
            var later = await store.Second.Messages.ClaimAsync(Sample.Claim("w2", store), ct).ConfigureAwait(false);
            Check.That(later.Any(static message => message.Message.Id == "later"), "A message that is due later must be there then.");
        },
        cancellationToken);

    /// <summary>A request is listed to those that it was escalated to and that a say was handed to, as soon as it is written.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task PendingFollowsEscalationAndDelegationAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var approval = await OpenAsync(store, "req_1", ct).ConfigureAwait(false);
            await OpenAsync(store, "req_2", ct, "user:u9").ConfigureAwait(false);
            await CheckPendingAsync(store, ["role:manager", "user:u2"], Page.First(9), ct).ConfigureAwait(false);

            var escalated = Escalated(approval, store.Now);
            await store.First.Approvals.CommitAsync(Sample.Tenant, escalated, 1, null, [], ct).ConfigureAwait(false);
            await CheckPendingAsync(store, ["role:manager"], Page.First(9), ct, "req_1").ConfigureAwait(false);
            await CheckPendingAsync(store, ["user:u2"], Page.First(9), ct).ConfigureAwait(false);

            var delegated = Delegated(escalated, store.Now);
            await store.Second.Approvals.CommitAsync(Sample.Tenant, delegated, 2, null, [], ct).ConfigureAwait(false);
            await CheckPendingAsync(store, ["user:u2"], Page.First(9), ct, "req_1").ConfigureAwait(false);
            await CheckPendingAsync(store, ["role:supervisor", "user:u9"], Page.First(9), ct, "req_1", "req_2").ConfigureAwait(false);

            var decided = Sample.Voted(delegated, "u2", ApprovalStatus.Approved, store.Now);
            await store.First.Approvals.CommitAsync(Sample.Tenant, decided, 3, Outcome(decided, store.Now), [], ct).ConfigureAwait(false);
            await CheckPendingAsync(store, ["role:manager", "user:u2", "role:supervisor"], Page.First(9), ct).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Of votes, reminders and escalations on one revision exactly one is written, with its messages and nobody else's.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the case has passed.</returns>
    public Task OneOfVoteAndReminderWinsAsync(CancellationToken cancellationToken = default) => UseAsync(
        static async (store, ct) =>
        {
            var approval = await OpenAsync(store, "req_1", ct).ConfigureAwait(false);
            var results = await StoreCalls.RaceAsync(store, (handle, racer) =>
            {
                var changed = (racer % 3) switch
                {
                    0 => approval with { Reminders = 1 + racer },
                    1 => Escalated(approval, store.Now) with { Reminders = racer },
                    _ => Sample.Voted(approval, $"u{racer}", ApprovalStatus.Approved, store.Now) with { Reminders = racer },
                };
                var outcome = changed.Status is ApprovalStatus.Pending ? null : Outcome(changed, store.Now);
                return handle.Approvals.CommitAsync(Sample.Tenant, changed, 1, outcome, [Sample.Message($"racer/{changed.Reminders}")], ct).AsTask();
            }).ConfigureAwait(false);
            var wins = results.Count(static result => result.Status is CommitStatus.Committed);
            Check.That(wins == 1, $"{wins} of {results.Length} writers won; exactly one must.");
            var stored = await FoundAsync(store.Second, approval.Id, ct).ConfigureAwait(false);
            Check.Equal(2, stored.Revision, "One write must stand.");
            var claimed = await store.First.Messages.ClaimAsync(Sample.Claim("w1", store), ct).ConfigureAwait(false);
            Check.Equal([$"racer/{stored.Approval.Reminders}"], claimed.Select(static message => message.Message.Id), "The winner's message must be there, and no other.");
            var inbox = (await store.First.Runs.LoadedAsync(Sample.Tenant, Sample.Run, ct).ConfigureAwait(false)).Inbox.Length;
            Check.Equal(stored.Approval.Status is ApprovalStatus.Pending ? 0 : 1, inbox, "The run is told of an outcome, and of nothing else.");
        },
        cancellationToken);

    private static Approval Escalated(Approval approval, DateTimeOffset at) => approval with
    {
        EscalatedAt = at,
        Policy = approval.Policy with
        {
            Escalation = new ApprovalEscalation { After = TimeSpan.FromHours(4), To = ["role:manager"] },
            RemindEvery = TimeSpan.FromMinutes(90),
            AllowDelegation = true,
        },
    };

    private static Approval Delegated(Approval approval, DateTimeOffset at) => approval with
    {
        Delegations = approval.Delegations.Add(new ApprovalDelegation { From = "u1", To = "u2", At = at, Comment = "On leave.", Entries = ["role:supervisor"] }),
    };
}
