using System.Collections.Immutable;
using System.Text;
using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Storage;

public sealed class StoredFormatTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 8, 30, 0, 123, TimeSpan.FromHours(2));
    private static readonly JsonText Odd = JsonText.Parse("""{ "z":1.0, "a":[1e2,-0],"é":"\u00e9 😀", "n":null  }""");

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        AssertReturns(new RunHead { Tenant = new("t"), Run = new("run_1"), WorkflowId = "wf", Version = 2, Status = RunStatus.Waiting, Trigger = TriggerType.Webhook, StartedAt = At.AddTicks(7), DueAt = At });
        AssertReturns(new InboxItem("a", new RunInput.Completed { At = At, Key = "k", Attempt = 2, Status = ActionStatus.TryAgain, Output = Odd, RetryAfter = TimeSpan.FromTicks(12_345) }));
        AssertReturns<RunInput>(new RunInput.Cancelled { At = At, By = "u1" });
        AssertReturns<RunEvent>(new RunEvent.NodeLeft { Key = "k", Port = "out", Output = Odd });
        AssertReturns(new RunValue("big", Odd));
        AssertReturns(new Subscription("ticket.closed", "conv"));
        AssertReturns(new OnceKey("start", "a", At));
        AssertReturns(new Message { Id = "m", Tenant = new("t"), Kind = "k", Body = Odd, DueAt = At });
        AssertReturns(new AutomationEvent { Tenant = new("t"), Type = "x", Payload = Odd });
        AssertReturns(new RuleVerdict("r", "Rule", true));
        AssertReturns(new ActionEntry { Key = "k", RuleId = "r", Type = "x", Definition = Odd, Parameters = JsonText.Null, IsOutward = true, Status = ActionEntryStatus.Skipped });
        AssertReturns(new RuleLogEntry { Id = "log_1", RuleId = "r", RuleName = "Rule", EventType = "x", Status = RuleLogStatus.LoopStopped, ExecutedAt = At });
        AssertReturns(new Document { Kind = DocumentKind.Settings, Id = "s", Revision = 3, Body = Odd });
    }

    [Fact]
    public void Read_CollectionsAndNull_ComeBack()
    {
        var approval = new Approval
        {
            Id = new("req_1"), Tenant = new("t"), Run = new("run_1"), WorkflowId = "wf", WorkflowName = "W", NodeId = "n", StepKey = "k", Title = "?", RequestedAt = At,
            Policy = new ApprovalPolicy { Approvers = ["role:a", "user:b"], Required = null, OnExpire = ApprovalStatus.Approved },
            Votes = [new ApprovalVote { Voter = "u", Decision = ApprovalDecision.Rejected, At = At, Entry = "user:u" }],
        };
        var read = StoredFormat.Read<Approval>(StoredFormat.Write(approval));
        Assert.Null(read.Policy.Required); // null stands for all, while 1 is the default
        Assert.Equal(approval.Policy.Approvers.AsEnumerable(), read.Policy.Approvers);
        Assert.Equal(approval.Votes.AsEnumerable(), read.Votes);
        Assert.False(StoredFormat.Read<StoredEvent>(StoredFormat.Write(Event())).Actions.IsDefault);
    }

    [Fact]
    public void Read_MissingTextAndNullText_StayApart()
    {
        var missing = StoredFormat.Read<RunEvent>(StoredFormat.Write<RunEvent>(new RunEvent.NodeLeft { Key = "k" }));
        var isNull = StoredFormat.Read<RunEvent>(StoredFormat.Write<RunEvent>(new RunEvent.NodeLeft { Key = "k", Output = JsonText.Null }));
        Assert.Null(((RunEvent.NodeLeft)missing).Output);
        Assert.Equal(JsonText.Null, ((RunEvent.NodeLeft)isNull).Output);
    }

    [Fact]
    public void Read_DeepestAllowedText_ComesBack()
    {
        var deep = JsonText.Parse(new string('[', StrictJson.MaxDepth) + new string(']', StrictJson.MaxDepth));
        var record = new RunRecord { Step = 1, Input = new RunInput.Elapsed { At = At }, Events = [new RunEvent.NodeLeft { Key = "k", Output = deep }] };
        var read = StoredFormat.Read<RunRecord>(StoredFormat.Write(record));
        Assert.Equal(deep, ((RunEvent.NodeLeft)read.Events[0]).Output);
    }

    [Fact]
    public void Write_EveryText_CarriesItsFormat()
    {
        Assert.EndsWith(",\"v\":1}", Encoding.UTF8.GetString(StoredFormat.Write(new Subscription("a", "b"))), StringComparison.Ordinal);
        Assert.Contains("\"event_type\":\"a\"", Encoding.UTF8.GetString(StoredFormat.Write(new Subscription("a", "b"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnknownMembersAndOtherOrder_AreTaken()
    {
        var item = StoredFormat.Read<InboxItem>("""{"v":1,"new":{"x":[1]},"input":{"at":"2026-11-24T08:30:00Z","later":1,"input":"elapsed"},"id":"a"}"""u8);
        Assert.Equal(new InboxItem("a", new RunInput.Elapsed { At = new(2026, 11, 24, 8, 30, 0, TimeSpan.Zero) }), item);
    }

    [Theory]
    [InlineData("""{"event_type":"a","correlation":"b","v":2}""")] // a newer format
    [InlineData("""{"v":9,"event_type":"a","correlation":"b"}""")]
    [InlineData("""{"event_type":"a","correlation":1,"v":1}""")]
    [InlineData("""{"event_type":"a" """)]
    [InlineData("null")]
    [InlineData("")]
    public void Read_WhatCannotBeRead_SaysSo(string text)
    {
        var failure = Assert.Throws<AurionEngineException>(() => StoredFormat.Read<Subscription>(Encoding.UTF8.GetBytes(text)));
        Assert.StartsWith("A stored Subscription can't be read", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_InputOfAnUnknownKind_SaysSo() =>
        Assert.Throws<AurionEngineException>(() => StoredFormat.Read<RunInput>("""{"input":"tomorrow","at":"2026-11-24T08:30:00Z","v":1}"""u8));

    [Fact]
    public void Write_TypeThatIsNotStored_IsRefused() => Assert.Throws<NotSupportedException>(() => StoredFormat.Write(new Uri("https://example.org")));

    [Fact]
    public void Read_Marking_GoesByItsOwnFormat()
    {
        var marking = new Marking { Variables = ImmutableSortedDictionary.Create<string, JsonText>(StringComparer.Ordinal).Add("a", Odd) };
        Assert.Equal(Odd, StoredFormat.Read<Marking>(StoredFormat.Write(marking)).Variables["a"]);
        Assert.Throws<AurionEngineException>(() => StoredFormat.Read<Marking>("{"u8));
    }

    private static StoredEvent Event() => new() { Event = new AutomationEvent { Type = "x" }, EventId = "e", Revision = 1, AcceptedAt = At, Stage = EventStage.Accepted };

    private static void AssertReturns<T>(T value) => Assert.Equal(value, StoredFormat.Read<T>(StoredFormat.Write(value)));
}
