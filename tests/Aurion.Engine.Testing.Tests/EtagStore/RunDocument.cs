using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.EtagStore;

/// <summary>A run, whole: head, marking, history, inbox, approvals, what it has to say. One document, one ETag.</summary>
internal sealed class RunDocument
{
    public Guid First { get; set; }

    public Guid Latest { get; set; }

    public JsonText Stored { get; set; } = JsonText.Null;

    public List<JsonText> Records { get; set; } = [];

    public Dictionary<string, JsonText> Values { get; set; } = [];

    public HashSet<string> KnownItems { get; set; } = [];

    public SortedDictionary<string, ApprovalPart> Approvals { get; set; } = new(StringComparer.Ordinal);

    public List<Subscription> Subscriptions { get; set; } = [];

    public List<JsonText> Outbox { get; set; } = [];

    public string? Worker { get; set; }

    public DateTimeOffset LeasedUntil { get; set; }

    public DateTimeOffset WokenAt { get; set; }

    public StoredRun Run => EtagData.Value<StoredRun>(Stored);

    public DateTimeOffset AvailableAt
    {
        get
        {
            var run = Run;
            var woken = run.Inbox.IsEmpty ? DateTimeOffset.MaxValue : WokenAt;
            var due = run.Head.Status switch
            {
                RunStatus.Completed or RunStatus.Cancelled => DateTimeOffset.MaxValue,
                RunStatus.Paused or RunStatus.Failed => woken,
                _ => run.Head.DueAt < woken ? run.Head.DueAt.Value : woken,
            };
            return Worker is not null && due < LeasedUntil ? LeasedUntil : due;
        }
    }

    public bool Put(InboxItem item, DateTimeOffset now)
    {
        if (!KnownItems.Add(item.Id))
        {
            return false;
        }

        var run = Run;
        WokenAt = run.Inbox.IsEmpty ? now : WokenAt;
        Stored = EtagData.Text(run with { Inbox = run.Inbox.Add(item) });
        return true;
    }

    public static RunDocument Start(RunCommit commit, DateTimeOffset now)
    {
        var document = new RunDocument
        {
            First = commit.CommitId,
            Stored = EtagData.Text(new StoredRun { Head = commit.Head, Marking = commit.Marking, Revision = 0, Steps = 0 }),
        };
        document.Write(commit, now);
        return document;
    }

    public void Write(RunCommit commit, DateTimeOffset now)
    {
        var run = Run;
        if (!commit.Records.IsEmpty && commit.Records[0].Step != run.Steps + 1)
        {
            throw new ArgumentException("The records leave a gap.", nameof(commit));
        }

        Latest = commit.CommitId;
        Records.AddRange(commit.Records.Select(EtagData.Text));
        Stored = EtagData.Text(new StoredRun
        {
            Head = commit.Head,
            Marking = commit.Marking,
            Revision = run.Revision + 1,
            Steps = run.Steps + commit.Records.Length,
            Inbox = [.. run.Inbox.Where(item => !commit.Consumed.Contains(item.Id))],
        });
        foreach (var value in commit.Values)
        {
            Values.TryAdd(value.Name, value.Value);
        }

        foreach (var approval in commit.Approvals)
        {
            OpenOrClose(approval);
        }

        Subscriptions = [.. commit.Subscriptions.Distinct()];
        Outbox.AddRange(commit.Messages.Select(EtagData.Text));
        Worker = commit.KeepLeaseFor;
        LeasedUntil = now + commit.Lease;
    }

    private void OpenOrClose(Approval approval)
    {
        if (!Approvals.TryGetValue(approval.Id.Value, out var part))
        {
            Approvals[approval.Id.Value] = new ApprovalPart { Revision = 1, Approval = EtagData.Text(approval) };
        }
        else if (part.Value.Status is ApprovalStatus.Pending && approval.Status is not ApprovalStatus.Pending)
        {
            part.Approval = EtagData.Text(part.Value with { Status = approval.Status, DecidedAt = approval.DecidedAt });
            part.Revision++;
        }
    }

    internal sealed class ApprovalPart
    {
        public long Revision { get; set; }

        public JsonText Approval { get; set; } = JsonText.Null;

        public Approval Value => EtagData.Value<Approval>(Approval);
    }
}
