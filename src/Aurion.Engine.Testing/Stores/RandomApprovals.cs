using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Testing.Stores;

/// <summary>Requests that runs open and close while people vote, hand over and decide on right and wrong revisions.</summary>
internal sealed class RandomApprovals(StoreFixture store, int seed) : RandomSequence(store, seed)
{
    private const int Runs = 3;
    private const int RequestsEach = 2;
    private static readonly string[] Entries = ["user:u1", "user:u2", "role:supervisor"];

    private protected override Task ActAsync(int step, CancellationToken cancellationToken) => Next(8) switch
    {
        < 2 => CommitRunAsync(step, cancellationToken),
        < 7 => VoteAsync(step, cancellationToken),
        _ => ListAsync($"step {step}", [Entries[Next(3)], Entries[Next(3)]], new Page(Chance(50) ? IdOf(Next(Runs), 0) : null, 1 + Next(4)), cancellationToken),
    };

    private protected override async Task CompareAsync(CancellationToken cancellationToken)
    {
        await ListAsync("at the end", [.. Entries], Page.First(50), cancellationToken).ConfigureAwait(false);
        for (var run = 0; run < Runs; run++)
        {
            for (var number = 0; number < RequestsEach; number++)
            {
                var id = new ApprovalId(IdOf(run, number));
                var expected = await Model.Approvals.FindAsync(Sample.Tenant, id, cancellationToken).ConfigureAwait(false);
                var found = await Handle.Approvals.FindAsync(Sample.Tenant, id, cancellationToken).ConfigureAwait(false);
                Check.Equal(Describe(expected), Describe(found), $"{Name}: {id} at the end.");
            }

            var stored = await Model.Runs.LoadAsync(Sample.Tenant, Sample.Nth(run), cancellationToken).ConfigureAwait(false);
            var loaded = await Handle.Runs.LoadAsync(Sample.Tenant, Sample.Nth(run), cancellationToken).ConfigureAwait(false);
            Check.Equal(stored is null ? "none" : Check.Text(stored), loaded is null ? "none" : Check.Text(loaded), $"{Name}: {Sample.Nth(run)} at the end.");
        }
    }

    private static string Describe(StoredApproval? stored) => stored is null ? "none" : $"{stored.Revision} {Check.Text(stored.Approval)}";

    private static string IdOf(int run, int number) => $"req_{run}_{number}";

    private async Task CommitRunAsync(int step, CancellationToken cancellationToken)
    {
        var number = Next(Runs);
        var known = await Model.Runs.LoadAsync(Sample.Tenant, Sample.Nth(number), cancellationToken).ConfigureAwait(false);
        var now = Store.Now;
        var commit = Sample.Start(now, Sample.Nth(number)) with
        {
            ExpectedRevision = (known?.Revision ?? 0) + (Chance(85) ? 0 : 1),
            Marking = Sample.Marking(step),
            Records = [Sample.Record((known?.Steps ?? 0) + 1, now)],
            Consumed = [.. (known?.Inbox ?? []).Where(_ => Chance(50)).Select(static item => item.Id)],
            Approvals = [.. Enumerable.Range(0, RequestsEach).Where(_ => Chance(50)).Select(request => AnyRequest(number, request, now))],
        };
        var expected = await Model.Runs.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        Check.Equal(expected, await Handle.Runs.CommitAsync(commit, cancellationToken).ConfigureAwait(false), $"{Name}, step {step}: the commit of {commit.Run}.");
    }

    private Approval AnyRequest(int run, int number, DateTimeOffset now)
    {
        var request = Sample.Approval(IdOf(run, number), now, Sample.Nth(run), approvers: [Entries[Next(3)], Entries[Next(3)]]);
        return Chance(70) ? request : request with { Status = Chance(50) ? ApprovalStatus.Cancelled : ApprovalStatus.Expired, DecidedAt = Chance(80) ? now : null };
    }

    private async Task VoteAsync(int step, CancellationToken cancellationToken)
    {
        var run = Next(Runs);
        var id = new ApprovalId(IdOf(run, Next(RequestsEach)));
        var known = await Model.Approvals.FindAsync(Sample.Tenant, id, cancellationToken).ConfigureAwait(false);
        var now = Store.Now;
        var request = known?.Approval ?? Sample.Approval(id.Value, now, Sample.Nth(run));
        var status = Next(4) switch { 0 => ApprovalStatus.Approved, 1 => ApprovalStatus.Rejected, _ => ApprovalStatus.Pending };
        var voted = Sample.Voted(request, $"u{step}", status, now) with { Policy = request.Policy with { Approvers = Chance(30) ? [Entries[Next(3)]] : request.Policy.Approvers } };
        var outcome = status is ApprovalStatus.Pending
            ? null
            : new InboxItem($"voted/{id}", new RunInput.Voted { At = now, Approval = id, Key = "k/1", Outcome = status, Output = Sample.Odd });
        ImmutableArray<Message> messages = Chance(20) ? [Sample.Message($"told/{step}")] : [];
        var revision = (known?.Revision ?? 1) + (Chance(85) ? 0 : -1);
        var expected = await Model.Approvals.CommitAsync(Sample.Tenant, voted, revision, outcome, messages, cancellationToken).ConfigureAwait(false);
        Check.Equal(
            expected, await Handle.Approvals.CommitAsync(Sample.Tenant, voted, revision, outcome, messages, cancellationToken).ConfigureAwait(false), $"{Name}, step {step}: a vote on {id}.");
    }

    private async Task ListAsync(string when, ImmutableArray<string> entries, Page page, CancellationToken cancellationToken)
    {
        var expected = await Model.Approvals.ListPendingAsync(Sample.Tenant, new ApproverSet(entries), page, cancellationToken).ConfigureAwait(false);
        var listed = await Handle.Approvals.ListPendingAsync(Sample.Tenant, new ApproverSet(entries), page, cancellationToken).ConfigureAwait(false);
        Check.Equal(expected.Select(Check.Text), listed.Select(Check.Text), $"{Name}, {when}: what [{string.Join(", ", entries)}] may decide.");
    }
}
