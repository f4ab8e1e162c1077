using System.Collections.Immutable;
using System.Globalization;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Stores;

/// <summary>What the suites store.</summary>
internal static class Sample
{
    internal static readonly TenantId Tenant = new("acme");
    internal static readonly TenantId OtherTenant = new("zenith");
    internal static readonly RunId Run = new("run_0001");

    /// <summary>A text whose bytes a store must not touch: order of members, spelling of numbers, space, escapes, JSON's own null.</summary>
    internal static readonly JsonText Odd = JsonText.Parse("""{ "z":1.0, "a":[1e2,-0, 12345678901234567890],"é":"\u00e9 é 😀 \/", "n":null,"":{}  }""");

    internal static RunId Nth(int number) => new(string.Create(CultureInfo.InvariantCulture, $"run_{number:0000}"));

    internal static Marking Marking(int number) => new()
    {
        Variables = ImmutableSortedDictionary.Create<string, JsonText>(StringComparer.Ordinal)
            .Add("number", JsonText.Parse(number.ToString(CultureInfo.InvariantCulture))).Add("odd", Odd),
    };

    internal static RunHead Head(DateTimeOffset now, RunId run, TenantId tenant) => new()
    {
        Tenant = tenant,
        Run = run,
        WorkflowId = "wf_1",
        Version = 3,
        Status = RunStatus.Waiting,
        Trigger = TriggerType.Event,
        ConversationId = "conv 1",
        StartedAt = now,
    };

    /// <summary>The start of a run that waits for a message.</summary>
    internal static RunCommit Start(DateTimeOffset now, RunId? run = null, TenantId? tenant = null)
    {
        var id = run ?? Run;
        return new RunCommit
        {
            Tenant = tenant ?? Tenant,
            Run = id,
            CommitId = Guid.NewGuid(),
            ExpectedRevision = 0,
            Head = Head(now, id, tenant ?? Tenant),
            Marking = Marking(1),
            Records = [Record(1, now)],
        };
    }

    /// <summary>The start of a run that a worker must look at now.</summary>
    internal static RunCommit Due(DateTimeOffset now, RunId? run = null, TenantId? tenant = null)
    {
        var start = Start(now, run, tenant);
        return start with { Head = start.Head with { DueAt = now } };
    }

    /// <summary>The commit that follows another.</summary>
    internal static RunCommit After(RunCommit before, long? revision = null)
    {
        var step = before.Records[^1].Step + 1;
        return before with
        {
            CommitId = Guid.NewGuid(),
            ExpectedRevision = revision ?? before.ExpectedRevision + 1,
            Marking = Marking((int)step),
            Records = [Record(step, before.Records[^1].Input.At)],
            StartKey = null,
        };
    }

    internal static RunRecord Record(long step, DateTimeOffset at) => new()
    {
        Step = step,
        Input = new RunInput.Completed { At = at, Key = $"k/{step}", Attempt = 1, Status = Actions.ActionStatus.Completed, Output = Odd },
        Events =
        [
            new RunEvent.NodeEntered { Key = $"k/{step}", NodeId = $"node{step}", NodeType = "delay", Input = Odd },
            new RunEvent.NodeLeft { Key = $"k/{step}", Port = "out", Output = JsonText.Null },
        ],
    };

    internal static InboxItem Item(string id, DateTimeOffset at) => new(id, new RunInput.Elapsed { At = at });

    internal static Message Message(string id, TenantId? tenant = null, DateTimeOffset? dueAt = null) =>
        new() { Id = id, Tenant = tenant ?? Tenant, Kind = "workflow.start", Body = Odd, DueAt = dueAt };

    internal static ClaimRequest Claim(string worker, StoreFixture store, int limit = 100, int maxPerTenant = 100) =>
        new() { Worker = worker, Limit = limit, MaxPerTenant = maxPerTenant, Lease = 4 * store.Tick };

    internal static Approval Approval(string id, DateTimeOffset at, RunId? run = null, TenantId? tenant = null, params ImmutableArray<string> approvers) => new()
    {
        Id = new ApprovalId(id),
        Tenant = tenant ?? Tenant,
        Run = run ?? Run,
        WorkflowId = "wf_1",
        WorkflowName = "Onboarding",
        NodeId = "manager_ok",
        StepKey = "k/1",
        Title = "Really?",
        Policy = new ApprovalPolicy { Approvers = approvers.IsDefaultOrEmpty ? ["role:supervisor"] : approvers, Required = null, ExpiresIn = TimeSpan.FromHours(36) },
        RequestedBy = "u1",
        RequestedAt = at,
    };

    internal static Approval Voted(Approval approval, string voter, ApprovalStatus status, DateTimeOffset at) => approval with
    {
        Votes = approval.Votes.Add(new ApprovalVote { Voter = voter, Decision = ApprovalDecision.Approved, Entry = "role:supervisor", At = at, Comment = "fine" }),
        Status = status,
        DecidedAt = status is ApprovalStatus.Pending ? null : at,
    };

    internal static EventCommit Accepted(DateTimeOffset now, string id = "evt_1", TenantId? tenant = null) => new()
    {
        Tenant = tenant ?? Tenant,
        EventId = id,
        CommitId = Guid.NewGuid(),
        ExpectedRevision = 0,
        Event = new AutomationEvent { Tenant = tenant ?? Tenant, Id = id, Type = "ticket.created", ConversationId = "conv 1", Payload = Odd, Actor = "u1" },
        AcceptedAt = now,
        Stage = EventStage.Accepted,
    };

    internal static EventCommit After(EventCommit before, EventStage stage, long? revision = null) => before with
    {
        CommitId = Guid.NewGuid(),
        ExpectedRevision = revision ?? before.ExpectedRevision + 1,
        Stage = stage,
        Once = [],
        Log = [],
        Messages = [],
    };

    internal static RuleLogEntry Log(string id, string rule, DateTimeOffset at, RuleLogStatus status = RuleLogStatus.Success) => new()
    {
        Id = id,
        RuleId = rule,
        RuleName = $"Rule {rule}",
        EventType = "ticket.created",
        ConversationId = "conv 1",
        Status = status,
        ActionsExecuted = 2,
        ExecutedAt = at,
    };

    internal static DocumentWrite Write(string id, long? revision, DocumentKind kind = DocumentKind.Rule, JsonText? body = null) =>
        new() { Kind = kind, Id = id, ExpectedRevision = revision, Body = body ?? Odd };
}
